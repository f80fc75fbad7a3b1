"""A client looks at one subscription."""

from chalicelib.core.identity import PortalUser
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions.find import find_own
from chalicelib.subscriptions.schemas import SubscriptionDetail


def show_subscription(user: PortalUser, subscription_id: str) -> SubscriptionDetail:
    """One of the customer's subscriptions. Raises NotFound; SwitchedOff if the merchant does not show them."""
    return SubscriptionDetail.of(find_own(user, subscription_id), user, today_of(user.merchant))
