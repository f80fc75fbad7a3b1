"""Staff look through their customers' estimates."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page
from chalicelib.estimates.listing import page_for_staff
from chalicelib.estimates.schemas import EstimateView, StaffEstimateQuery
from chalicelib.invoices.today import today_of


def browse_estimates_for_staff(user: StaffUser, query: StaffEstimateQuery) -> Page[EstimateView]:
    """Estimates of all customers or of one, drafts too, newest first."""
    binding = (user.tenant_id, query.customer_id or "", "merchant/estimates", ",".join(sorted(query.statuses)))
    today = today_of(user.merchant)
    after = cursors.decode(query.cursor, *binding)
    found, after = page_for_staff(user.tenant_id, query.customer_id, query.statuses, today, query.limit, after)
    items = [EstimateView.of(one, user, today) for one in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))
