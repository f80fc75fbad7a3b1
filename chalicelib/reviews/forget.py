"""A person's review goes with the person."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.reviews import store


def forget_review(tx: Transaction, pk: str, contact_id: str) -> None:
    """Delete the review, if there is one."""
    found = store.get(pk, contact_id)
    if found:
        store.table.remove(tx, found)
