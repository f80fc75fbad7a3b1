"""Finding subscriptions, for other slices."""

from chalicelib.core.fields import Day
from chalicelib.subscriptions import store
from chalicelib.subscriptions.entity import Subscription


def find_next_renewal(pk: str, today: Day) -> Subscription | None:
    """The live subscription of this customer that is billed next, on or after ``today``."""
    renewing = [one for one in store.browse_live(pk) if one.next_billing_date and one.next_billing_date >= today]
    return min(renewing, key=lambda one: (one.next_billing_date, one.id), default=None)
