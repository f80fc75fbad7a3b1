"""An address that nobody has any more is forgotten."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.mailboxes import store
from chalicelib.mailboxes.find import find_mailbox


def forget_mailbox(tx: Transaction, tenant_id: str, email: str) -> None:
    """Delete what this tenant knows of the address, if it knows anything."""
    found = find_mailbox(tenant_id, email)
    if found.version:
        store.table.remove(tx, found)
