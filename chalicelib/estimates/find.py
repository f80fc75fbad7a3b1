"""Finding estimates, for this slice's verbs."""

from chalicelib.adapters import directory
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser, StaffUser, SwitchedOff
from chalicelib.estimates import store
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.rules import as_offered


def find_own(user: PortalUser, estimate_id: str) -> WholeEstimate:
    """A client's estimate as it was last sent. Raises NotFound, for a draft too; SwitchedOff if the merchant shows none."""
    found = store.get_whole(user.partition, estimate_id)
    offered = as_offered(found) if found else None
    if offered is None:
        raise NotFound
    if not user.settings.show_estimates:
        raise SwitchedOff
    return offered


def find_for_staff(user: StaffUser, estimate_id: str) -> WholeEstimate:
    """An estimate of any of the merchant's customers. Raises NotFound."""
    return directory.find(user.tenant_id, estimate_id, store.get_whole)
