"""A person of a customer is no more."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.rules import without_access


def shut_out(tx: Transaction, contact: Contact) -> None:
    """The person's access is off from the next request on. Raises Conflict if the contact changed since it was read."""
    store.table.save(tx, without_access(contact))


def forget_contact(tx: Transaction, contact: Contact) -> None:
    """Delete the contact. Raises Conflict if it changed since it was read."""
    store.table.remove(tx, contact)
