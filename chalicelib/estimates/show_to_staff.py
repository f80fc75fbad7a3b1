"""Staff look at one estimate."""

from chalicelib.core.identity import StaffUser
from chalicelib.estimates.find import find_for_staff
from chalicelib.estimates.schemas import EstimateDetail
from chalicelib.invoices.today import today_of


def show_estimate_to_staff(user: StaffUser, estimate_id: str) -> EstimateDetail:
    """One estimate of a customer of the merchant, with the revision that is prepared. Raises NotFound."""
    return EstimateDetail.of(find_for_staff(user, estimate_id), user, today_of(user.merchant))
