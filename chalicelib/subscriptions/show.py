"""A client looks at one subscription."""

from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser, SwitchedOff
from chalicelib.subscriptions import store
from chalicelib.subscriptions.schemas import SubscriptionView


def show_subscription(user: PortalUser, subscription_id: str) -> SubscriptionView:
    """One of the customer's subscriptions. Raises SwitchedOff if the merchant does not show them."""
    subscription = store.get(user.partition, subscription_id)
    if subscription is None:
        raise NotFound
    if not user.settings.show_subscriptions:
        raise SwitchedOff
    return SubscriptionView.of(subscription)
