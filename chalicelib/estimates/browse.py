"""A client looks through the customer's estimates."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import PortalUser, SwitchedOff
from chalicelib.core.page import Page
from chalicelib.estimates.listing import page_for_client
from chalicelib.estimates.schemas import EstimateQuery, EstimateView
from chalicelib.invoices.today import today_of


def browse_estimates(user: PortalUser, query: EstimateQuery) -> Page[EstimateView]:
    """The customer's estimates, newest first. Raises SwitchedOff if the merchant does not show them."""
    if not user.settings.show_estimates:
        raise SwitchedOff
    binding = (user.tenant_id, user.customer_id, "estimates", ",".join(sorted(query.statuses)))
    today = today_of(user.merchant)
    after = cursors.decode(query.cursor, *binding)
    found, after = page_for_client(user.partition, query.statuses, today, query.limit, after)
    items = [EstimateView.of(one, user, today) for one in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))
