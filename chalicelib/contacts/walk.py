"""Every person of a customer, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact


def walk_contacts(pk: str, after: str | None = None) -> Iterator[Contact]:
    """The customer's people in the order of their addresses, from behind the address ``after``."""
    return store.table.walk(pk, after)
