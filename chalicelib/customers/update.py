"""Staff change a customer's details; documents that were issued before keep what they say."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.customers import store
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.customers.schemas import CustomerChange, CustomerView


def update_customer(user: StaffUser, customer_id: str, change: CustomerChange) -> CustomerView:
    """Change any of a customer's details."""
    customer = find_customer(user.tenant_id, customer_id)
    user.must_be("accountant")
    given = {name: value for name, value in change.model_dump(exclude_unset=True).items() if value is not None}
    customer = Customer.model_validate({**customer.model_dump(), **given})
    with transaction() as tx:
        store.table.save(tx, customer)
        fields = ", ".join(sorted(given))
        record_change(tx, user, "customer.updated", customer.id, customer_id=customer.id, changes={"fields": fields})
    return CustomerView.of(customer)
