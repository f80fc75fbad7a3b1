"""Staff remove a person of a customer."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts import store
from chalicelib.contacts.find import find_contact
from chalicelib.contacts.rules import check_may_be_removed
from chalicelib.core.identity import StaffUser


def remove_contact(user: StaffUser, customer_id: str, contact_id: str) -> None:
    """Remove a contact: whoever it is, is signed out of this customer on the next request."""
    contact = find_contact(user.tenant_id, customer_id, contact_id)
    user.must_be("accountant")
    check_may_be_removed(contact)
    with transaction() as tx:
        store.table.remove(tx, contact)
        record_change(tx, user, "contact.removed", contact.id, customer_id=customer_id)
