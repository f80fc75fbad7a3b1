"""Staff look through their customers' subscriptions."""

from chalicelib.adapters import cursors
from chalicelib.adapters.dynamodb import Slot
from chalicelib.core.identity import StaffUser, partition
from chalicelib.core.page import Page
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions import store
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.schemas import StaffSubscriptionQuery, SubscriptionView


def browse_subscriptions_for_staff(user: StaffUser, query: StaffSubscriptionQuery) -> Page[SubscriptionView]:
    """Subscriptions of all customers or of one, newest first."""
    binding = (user.tenant_id, query.customer_id or "", "staff-subscriptions", query.status or "")
    found, after = _find(user, query, cursors.decode(query.cursor, *binding))
    today = today_of(user.merchant)
    return Page(
        items=[SubscriptionView.of(one, user, today) for one in found], next_cursor=cursors.encode(after, *binding)
    )


def _find(user: StaffUser, query: StaffSubscriptionQuery, after: Slot | None) -> tuple[list[Subscription], Slot | None]:
    if query.customer_id is not None:
        return store.browse(partition(user.tenant_id, query.customer_id), query.status, query.limit, after)
    return store.browse_tenant(user.tenant_id, query.status, query.limit, after)
