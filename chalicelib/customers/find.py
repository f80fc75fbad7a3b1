"""Finding a customer, for other slices."""

from typing import Any

from chalicelib.adapters.dynamodb import Table
from chalicelib.core.errors import NotFound
from chalicelib.customers import store
from chalicelib.customers.entity import Customer


def customer_key(tenant_id: str, customer_id: str) -> tuple[Table[Any], str, str | None]:
    """Where a customer lies, for a reading of many things at once."""
    return store.table, tenant_id, customer_id


def find_customer(tenant_id: str, customer_id: str) -> Customer:
    """The customer of this tenant. Raises NotFound."""
    customer = store.get(tenant_id, customer_id)
    if customer is None:
        raise NotFound
    return customer
