"""Every subscription of a customer, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.subscriptions import store
from chalicelib.subscriptions.entity import Subscription


def walk_subscriptions(pk: str, after: str | None = None) -> Iterator[Subscription]:
    """The customer's subscriptions in the order of their ids, from behind the id ``after``."""
    return store.table.walk(pk, after)
