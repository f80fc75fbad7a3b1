"""A customer always has an owner who can sign in, even when two owners let each other go at the same moment."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.rules import LastOwnerOfCustomer, is_owner_in_office


def keep_an_owner(tx: Transaction, before: Contact, after: Contact | None, asked_by: str) -> None:
    """Ask that another owner stays while this one stops being one: whoever asks for it, if that is somebody else.

    Raises LastOwnerOfCustomer, now or when ``tx`` is kept.
    """
    if not is_owner_in_office(before) or (after and is_owner_in_office(after)):
        return
    others = [owner for owner in store.get_owners(before.partition) if owner.id != before.id]
    if not others:
        raise LastOwnerOfCustomer
    staying = next((owner for owner in others if owner.id == asked_by), others[0])
    store.table.unchanged(tx, staying, LastOwnerOfCustomer())
