"""Staff change a contact's details; a new e-mail address is a new way in, so it must be invited first."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contact
from chalicelib.contacts.mail_problems import view_contact
from chalicelib.contacts.rules import ContactExists, without_access
from chalicelib.contacts.schemas import ContactChange, ContactView
from chalicelib.core.identity import StaffUser


def update_contact(user: StaffUser, customer_id: str, contact_id: str, change: ContactChange) -> ContactView:
    """Change any of a contact's details. Raises ContactExists if another contact of the customer has the new address."""
    before = find_contact(user.tenant_id, customer_id, contact_id)
    given = {name: value for name, value in change.model_dump(exclude_unset=True).items() if value is not None}
    contact = before.model_copy(update=given)
    with transaction() as tx:
        contact = _keep(tx, before, contact)
        changes: dict[str, str | int | bool | None] = {"fields": ", ".join(sorted(given)), "role": contact.role}
        record_change(tx, user, "contact.updated", contact.id, customer_id=customer_id, changes=changes)
    return view_contact(contact)


def _keep(tx: Transaction, before: Contact, contact: Contact) -> Contact:
    if contact.email == before.email:
        store.table.save(tx, contact)
        return contact
    moved = without_access(contact)
    store.table.remove(tx, before)
    store.table.add(tx, moved, ContactExists())
    return moved
