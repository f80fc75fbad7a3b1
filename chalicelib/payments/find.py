"""Finding payments, for other slices."""

from chalicelib.payments import store
from chalicelib.payments.entity import Payment


def find_last_payment(pk: str) -> Payment | None:
    """The customer's newest payment by date, or None."""
    found, _ = store.browse_payments(pk, 1, None)
    return next(iter(found), None)


def find_newest_of_tenant(tenant_id: str, limit: int) -> list[Payment]:
    """The merchant's newest payments by date; a moment behind the table."""
    found, _ = store.browse_tenant(tenant_id, limit, None)
    return found
