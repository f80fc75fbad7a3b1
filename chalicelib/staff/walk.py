"""Everybody at a merchant, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.staff import store
from chalicelib.staff.entity import Staff


def walk_staff(tenant_id: str, after: str | None = None) -> Iterator[Staff]:
    """The merchant's people in the order of their addresses, from behind the address ``after``."""
    return store.table.walk(tenant_id, after)
