"""Staff switch a contact's portal access off."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts import store
from chalicelib.contacts.find import find_contact
from chalicelib.contacts.rules import without_access
from chalicelib.core.identity import StaffUser


def disable_contact(user: StaffUser, customer_id: str, contact_id: str) -> None:
    """Switch access off: it acts on the next request, and an invitation that was sent is worth nothing (V10, V16)."""
    contact = find_contact(user.tenant_id, customer_id, contact_id)
    if contact.portal_status == "disabled":
        return
    with transaction() as tx:
        store.table.save(tx, without_access(contact))
        record_change(tx, user, "contact.disabled", contact.id, customer_id=customer_id)
