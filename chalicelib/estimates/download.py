"""Both sides download an estimate: a revision of it as it was offered."""

from chalicelib.core.answer import Answer
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.estimates.document import hand_out
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.find import find_for_staff, find_own
from chalicelib.estimates.rules import EstimateState, as_offered
from chalicelib.estimates.schemas import RevisionQuery
from chalicelib.invoices.schemas import DocumentLink, Rendering


def download_estimate(user: PortalUser, estimate_id: str, query: RevisionQuery) -> Answer[DocumentLink | Rendering]:
    """A link to the PDF that lives for a minute, or 202 while it is made. Raises NotFound, for a revision too; SwitchedOff."""
    return _file(user, find_own(user, estimate_id), query)


def download_estimate_for_staff(
    user: StaffUser, estimate_id: str, query: RevisionQuery
) -> Answer[DocumentLink | Rendering]:
    """The same for the merchant: what was last offered. Raises NotFound; EstimateState for what was never sent."""
    offered = as_offered(find_for_staff(user, estimate_id))
    if offered is None:
        raise_deferred()
        raise EstimateState("draft")
    return _file(user, offered, query)


def _file(
    user: PortalUser | StaffUser, offered: WholeEstimate, query: RevisionQuery
) -> Answer[DocumentLink | Rendering]:
    revision = query.revision or offered.revision
    if revision > offered.revision:
        raise NotFound
    return hand_out(user, offered, "offer", revision)
