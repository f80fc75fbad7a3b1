"""Staff remove a customer that was entered by mistake."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.customers import store
from chalicelib.customers.find import find_customer
from chalicelib.customers.rules import CustomerInUse


def remove_customer(user: StaffUser, customer_id: str) -> None:
    """Remove a customer that nothing refers to. Raises CustomerInUse."""
    customer = find_customer(user.tenant_id, customer_id)
    user.must_be("admin")
    if customer.in_use:
        raise CustomerInUse
    with transaction() as tx:
        store.table.remove(tx, customer)
        record_change(tx, user, "customer.removed", customer.id, customer_id=customer.id)
