"""Finding payments, for other slices."""

from chalicelib.payments import store
from chalicelib.payments.entity import Payment


def find_last_payment(pk: str) -> Payment | None:
    """The customer's newest payment by date, or None."""
    found, _ = store.browse_payments(pk, 1, None)
    return next(iter(found), None)
