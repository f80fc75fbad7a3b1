"""Staff look at one subscription."""

from chalicelib.core.identity import StaffUser
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions.find import find_for_staff
from chalicelib.subscriptions.schemas import SubscriptionDetail


def show_subscription_to_staff(user: StaffUser, subscription_id: str) -> SubscriptionDetail:
    """One subscription of a customer of the merchant. Raises NotFound."""
    return SubscriptionDetail.of(find_for_staff(user, subscription_id), user, today_of(user.merchant))
