"""A person of a customer is no more."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.adapters.mailed_tokens import drop_token
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.rules import without_access


def mark_leaving(tx: Transaction, contact: Contact, *, leaving: bool) -> None:
    """Somebody asked that the person be forgotten, or it was decided otherwise. Raises Conflict if the contact changed."""
    store.table.save(tx, contact.model_copy(update={"leaving": leaving}))


def shut_out(tx: Transaction, contact: Contact) -> None:
    """The person's access is off from the next request on. Raises Conflict if the contact changed since it was read."""
    drop_token(tx, contact.invitation)
    store.table.save(tx, without_access(contact))


def forget_contact(tx: Transaction, contact: Contact) -> None:
    """Delete the contact. Raises Conflict if it changed since it was read."""
    store.table.remove(tx, contact)
