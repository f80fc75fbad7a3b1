"""Staff enter a customer."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core import clock, ids
from chalicelib.core.identity import StaffUser
from chalicelib.customers.add import add_customer
from chalicelib.customers.entity import Customer
from chalicelib.customers.schemas import CustomerView, NewCustomer


def create_customer(user: StaffUser, request: NewCustomer) -> CustomerView:
    """Enter a new customer."""
    user.must_be("accountant")
    organization = user.merchant.organization
    customer = Customer(
        tenant_id=user.tenant_id,
        id=ids.new_id("cus"),
        created_at=clock.stamp(clock.now()),
        currency=request.currency or organization.currency,
        language=request.language or organization.locale,
        **request.model_dump(exclude={"currency", "language"}),
    )
    with transaction() as tx:
        add_customer(tx, user, customer)
    return CustomerView.of(customer)
