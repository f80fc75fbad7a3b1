"""A new contact is kept: whoever enters the person, staff or the customer's own purchase."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.audit.record import record_change
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.rules import ContactExists
from chalicelib.core.identity import Actor


def add_contact(tx: Transaction, actor: Actor, contact: Contact) -> None:
    """Keep a contact with its audit row. The commit raises ContactExists if the customer has one of this address."""
    store.table.add(tx, contact, ContactExists())
    changes: dict[str, str | int | bool | None] = {"role": contact.role}
    record_change(tx, actor, "contact.created", contact.id, customer_id=contact.customer_id, changes=changes)
