"""Finding payments and bookings, for other slices."""

from datetime import date

from chalicelib.payments import store
from chalicelib.payments.entity import LedgerEntry, Payment
from chalicelib.payments.walk import walk_attempts


def find_last_payment(pk: str) -> Payment | None:
    """The customer's newest payment by date, or None."""
    found, _ = store.browse_payments(pk, 1, None)
    return next(iter(found), None)


def find_booked_until(pk: str, until: date) -> list[LedgerEntry]:
    """Everything that was booked for the customer by this day, by date."""
    return store.query_booked(pk, until)


def is_under_way(pk: str) -> bool:
    """Whether the customer has a payment whose end is not known yet."""
    return any(not attempt.is_final for attempt in walk_attempts(pk))


def find_newest_of_tenant(tenant_id: str, limit: int) -> list[Payment]:
    """The merchant's newest payments by date; a moment behind the table."""
    found, _ = store.browse_tenant(tenant_id, limit, None)
    return found
