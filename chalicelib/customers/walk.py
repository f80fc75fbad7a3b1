"""Every customer of a merchant, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.customers import store
from chalicelib.customers.entity import Customer


def walk_customers(tenant_id: str, after: str | None = None) -> Iterator[Customer]:
    """The merchant's customers in the order of their ids, from behind the id ``after``."""
    return store.table.walk(tenant_id, after)
