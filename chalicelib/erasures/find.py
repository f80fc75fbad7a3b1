"""Finding requests, for the verbs here."""

from chalicelib.adapters import directory
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.erasures import store
from chalicelib.erasures.entity import ErasureRequest


def find_own(user: PortalUser, erasure_id: str) -> ErasureRequest:
    """A request about a person of one's own customer. Raises NotFound."""
    found = store.get(user.partition, erasure_id)
    if found is None:
        raise NotFound
    return found


def find_for_staff(user: StaffUser, erasure_id: str) -> ErasureRequest:
    """A request about a person of any of the merchant's customers. Raises NotFound."""
    return directory.find(user.tenant_id, erasure_id, store.get)
