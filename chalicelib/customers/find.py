"""Finding a customer, for other slices."""

from collections.abc import Iterable
from typing import Any

from chalicelib.adapters.dynamodb import Table, get_many
from chalicelib.core.errors import NotFound
from chalicelib.customers import store
from chalicelib.customers.entity import Customer


def customer_key(tenant_id: str, customer_id: str) -> tuple[Table[Any], str, str | None]:
    """Where a customer lies, for a reading of many things at once."""
    return store.table, tenant_id, customer_id


def get_customer(tenant_id: str, customer_id: str) -> Customer | None:
    """The customer of this tenant, or None."""
    return store.get(tenant_id, customer_id)


def find_customer(tenant_id: str, customer_id: str) -> Customer:
    """The customer of this tenant. Raises NotFound."""
    customer = store.get(tenant_id, customer_id)
    if customer is None:
        raise NotFound
    return customer


def find_names(tenant_id: str, customer_ids: Iterable[str]) -> dict[str, str]:
    """Display names by id, of up to 100 customers, in one request (none if nobody is asked for); empty for an absent one."""
    wanted = list(dict.fromkeys(customer_ids))
    found = get_many(customer_key(tenant_id, customer_id) for customer_id in wanted)
    return {each: customer.display_name if customer else "" for each, customer in zip(wanted, found, strict=True)}
