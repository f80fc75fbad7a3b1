"""Staff look at one customer."""

from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.customers.schemas import CustomerView


def show_customer(user: StaffUser, customer_id: str) -> CustomerView:
    """One customer, with what it owes and its credit."""
    return CustomerView.of(find_customer(user.tenant_id, customer_id))
