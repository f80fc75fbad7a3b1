"""Every conversation of a customer, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.messages import store
from chalicelib.messages.entity import Message


def walk_messages(pk: str, after: str | None = None) -> Iterator[Message]:
    """The customer's conversations in the order of their ids, from behind the id ``after``."""
    return store.table.walk(pk, after)
