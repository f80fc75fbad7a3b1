"""A customer's saved methods go with its last person."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.payment_methods import store


def forget_methods(tx: Transaction, pk: str) -> None:
    """Delete all of them, those that were replaced, too. What the payment service keeps is erased there."""
    for method in store.browse_all(pk):
        store.table.remove(tx, method)
    first = store.get_first(pk)
    if first:
        store.firsts.remove(tx, first)
