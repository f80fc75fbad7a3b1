"""Every invoice and draft of a customer, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.invoices import store
from chalicelib.invoices.entity import WholeInvoice


def walk_invoices(pk: str, after: str | None = None) -> Iterator[WholeInvoice]:
    """The customer's invoices and drafts, whole, in the order of their ids, from behind the id ``after``."""
    return store.walk_whole(pk, after)
