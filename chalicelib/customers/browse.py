"""Staff look through their customers."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page
from chalicelib.customers import store
from chalicelib.customers.schemas import CustomerQuery, CustomerView


def browse_customers(user: StaffUser, query: CustomerQuery) -> Page[CustomerView]:
    """The merchant's customers by name, or those whose name begins with ``q``."""
    binding = (user.tenant_id, "customers", query.q)
    found, after = store.browse(user.tenant_id, query.q, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=[CustomerView.of(customer) for customer in found], next_cursor=cursors.encode(after, *binding))
