"""A person has another e-mail address: every contact that the person is moves to it, in the caller's transaction."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_by_email, find_contacts_of_person
from chalicelib.core.errors import PortalError


def find_all_contacts(tenant_id: str, email: str, customer_ids: list[str]) -> list[Contact]:
    """What this address is a contact of: of those customers, and of any other, each read consistently."""
    others = [contact.customer_id for contact in find_contacts_by_email(tenant_id, email)]
    return find_contacts_of_person(tenant_id, email, list(dict.fromkeys([*customer_ids, *others])))


def move_contact(tx: Transaction, contact: Contact, email: str, otherwise: PortalError) -> Contact:
    """The contact under its new address; an invitation that waits was for the old one. ``otherwise`` is raised if it changed."""
    moved = contact.model_copy(update={"email": email, "invitation": None})
    store.table.move(tx, contact, moved, otherwise)
    return moved
