"""A person's feed goes with the person."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.calendars import store


def forget_feed(tx: Transaction, pk: str, contact_id: str) -> None:
    """Delete the feed, if there is one: its address is worth nothing from then on."""
    found = store.get(pk, contact_id)
    if found:
        store.table.remove(tx, found)
