"""A client looks at one estimate; that alone does not count as having seen it."""

from chalicelib.core.identity import PortalUser
from chalicelib.estimates.find import find_own
from chalicelib.estimates.schemas import EstimateDetail
from chalicelib.invoices.today import today_of


def show_estimate(user: PortalUser, estimate_id: str) -> EstimateDetail:
    """One of the customer's estimates with its revisions. Raises NotFound; SwitchedOff if the merchant does not show them."""
    return EstimateDetail.of(find_own(user, estimate_id), user, today_of(user.merchant))
