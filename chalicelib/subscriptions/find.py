"""Finding subscriptions: for the verbs here, and for other slices."""

from chalicelib.adapters import directory
from chalicelib.core.errors import NotFound
from chalicelib.core.fields import Day
from chalicelib.core.identity import PortalUser, StaffUser, SwitchedOff
from chalicelib.subscriptions import store
from chalicelib.subscriptions.entity import Subscription


def get_subscription(pk: str, subscription_id: str) -> Subscription | None:
    """The subscription of the customer whose partition this is, or None."""
    return store.get(pk, subscription_id)


def find_own(user: PortalUser, subscription_id: str) -> Subscription:
    """A client's subscription. Raises NotFound; SwitchedOff if the merchant does not show subscriptions."""
    found = store.get(user.partition, subscription_id)
    if found is None:
        raise NotFound
    if not user.settings.show_subscriptions:
        raise SwitchedOff
    return found


def find_for_staff(user: StaffUser, subscription_id: str) -> Subscription:
    """A subscription of any of the merchant's customers. Raises NotFound."""
    return directory.find(user.tenant_id, subscription_id, store.get)


def find_next_renewal(pk: str, today: Day) -> Subscription | None:
    """The live subscription of this customer that is billed next, on or after ``today``."""
    renewing = [one for one in store.browse_live(pk) if one.next_billing_date and one.next_billing_date >= today]
    return min(renewing, key=lambda one: (one.next_billing_date, one.id), default=None)


def find_going_on(pk: str) -> list[Subscription]:
    """The customer's subscriptions that have not ended, at most 100."""
    return store.browse_going_on(pk)
