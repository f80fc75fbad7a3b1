"""Finding the merchant's account at the gateway, for other slices."""

from chalicelib.gateway import store
from chalicelib.gateway.entity import Connection


def find_connection(tenant_id: str) -> Connection | None:
    """The merchant's connection, or None if payments are not set up."""
    return store.get(tenant_id)
