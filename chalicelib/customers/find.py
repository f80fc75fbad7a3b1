"""Finding a customer, for other slices."""

from chalicelib.core.errors import NotFound
from chalicelib.customers import store
from chalicelib.customers.entity import Customer


def find_customer(tenant_id: str, customer_id: str) -> Customer:
    """The customer of this tenant. Raises NotFound."""
    customer = store.get(tenant_id, customer_id)
    if customer is None:
        raise NotFound
    return customer
