"""A contact is in: the invitation was accepted."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.rules import ContactExists
from chalicelib.core import clock
from chalicelib.core.errors import PortalError


def activate_contact(tx: Transaction, contact: Contact, otherwise: PortalError) -> None:
    """Switch access on, and forget the invitation; ``otherwise`` is raised if the contact changed in the meantime."""
    contact.portal_status = "active"
    contact.invitation = None
    contact.accepted_at = contact.last_seen_at = clock.stamp(clock.now())
    store.table.save(tx, contact, otherwise)


def add_active_contact(tx: Transaction, contact: Contact) -> None:
    """Enter somebody who can sign in at once. Raises ContactExists when ``tx`` is kept."""
    store.table.add(tx, contact, ContactExists())


def note_contact_seen(tx: Transaction, contact: Contact, otherwise: PortalError) -> None:
    """Note that the person is here now; ``otherwise`` is raised if access is off by now."""
    store.note_seen(tx, contact, clock.stamp(clock.now()), otherwise)


def change_own_details(tx: Transaction, contact: Contact) -> None:
    """Keep what the person changed about himself or herself."""
    store.table.save(tx, contact)
