"""A client asks what cancelling would do."""

from typing import get_args

from chalicelib.core.identity import PortalUser
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions import rules
from chalicelib.subscriptions.entity import Reason
from chalicelib.subscriptions.find import find_own
from chalicelib.subscriptions.schemas import CancellationOption, CancellationPreview


def preview_cancellation(user: PortalUser, subscription_id: str) -> CancellationPreview:
    """What each way to cancel does that is open now. Raises NotFound, SwitchedOff, CancellationNotOffered, SubscriptionEnded.

    Nothing is given back for days that are paid for already: that is the merchant's to decide, as a credit or a refund.
    """
    one = find_own(user, subscription_id)
    user.must_be("owner")
    offered = user.settings.cancellation
    rules.check_offered(offered)
    today = today_of(user.merchant)
    if one.has_ended:
        raise rules.SubscriptionEnded
    return CancellationPreview(
        options=[
            CancellationOption(when=when, ends_on=day, credit=0, currency=one.currency)
            for when, day in rules.offers_of(one, offered, today).items()
        ],
        reasons=list(get_args(Reason)),
    )
