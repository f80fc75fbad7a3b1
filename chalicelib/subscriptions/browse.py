"""A client looks through the customer's subscriptions."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import PortalUser, SwitchedOff
from chalicelib.core.page import Page
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions import store
from chalicelib.subscriptions.schemas import SubscriptionQuery, SubscriptionView


def browse_subscriptions(user: PortalUser, query: SubscriptionQuery) -> Page[SubscriptionView]:
    """The customer's subscriptions, newest first. Raises SwitchedOff if the merchant does not show them."""
    if not user.settings.show_subscriptions:
        raise SwitchedOff
    binding = (user.tenant_id, user.customer_id, "subscriptions", query.status or "")
    found, after = store.browse(user.partition, query.status, query.limit, cursors.decode(query.cursor, *binding))
    today = today_of(user.merchant)
    return Page(
        items=[SubscriptionView.of(one, user, today) for one in found], next_cursor=cursors.encode(after, *binding)
    )
