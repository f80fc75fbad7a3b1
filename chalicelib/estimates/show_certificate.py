"""Both sides get it certified what was accepted, by whom, when and from where."""

from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.find import find_for_staff, find_own
from chalicelib.estimates.rules import certificate_of
from chalicelib.estimates.schemas import Certificate


def show_certificate(user: PortalUser, estimate_id: str) -> Certificate:
    """For the customer. Raises NotFound, SwitchedOff, NotAccepted."""
    return _certificate(find_own(user, estimate_id))


def show_certificate_to_staff(user: StaffUser, estimate_id: str) -> Certificate:
    """For the merchant. Raises NotFound, NotAccepted."""
    return _certificate(find_for_staff(user, estimate_id))


def _certificate(estimate: WholeEstimate) -> Certificate:
    raise_deferred()
    return Certificate(**certificate_of(estimate), sha256=estimate.certificate_sha256 or "")
