"""Both sides download the certificate of an acceptance as a paper."""

from chalicelib.core.answer import Answer
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.estimates.document import hand_out
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.find import find_for_staff, find_own
from chalicelib.estimates.rules import certificate_of
from chalicelib.invoices.schemas import DocumentLink, Rendering


def download_certificate(user: PortalUser, estimate_id: str) -> Answer[DocumentLink | Rendering]:
    """A link to the PDF that lives for a minute, or 202 while it is being made. Raises NotFound, SwitchedOff, NotAccepted."""
    return _file(user, find_own(user, estimate_id))


def download_certificate_for_staff(user: StaffUser, estimate_id: str) -> Answer[DocumentLink | Rendering]:
    """The same for the merchant. Raises NotFound, NotAccepted."""
    return _file(user, find_for_staff(user, estimate_id))


def _file(user: PortalUser | StaffUser, estimate: WholeEstimate) -> Answer[DocumentLink | Rendering]:
    raise_deferred()
    certificate_of(estimate)
    return hand_out(user, estimate, "certificate", estimate.revision)
