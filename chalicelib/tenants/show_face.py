"""A stranger asks whose portal this is."""

from chalicelib.adapters.limits import limit_lookups
from chalicelib.core.answer import Answer
from chalicelib.core.identity import Caller
from chalicelib.settings import settings
from chalicelib.tenants.find import find_by_portal_name
from chalicelib.tenants.schemas import PortalFace


def show_portal_face(caller: Caller, portal: str) -> Answer[PortalFace]:
    """The public face of a portal; an old name answers 308 to the present one."""
    limit_lookups(caller.address)
    merchant = find_by_portal_name(portal).merchant
    face = PortalFace.of(merchant)
    if portal == face.portal:
        return Answer(face)
    return Answer(face, status=308, headers={"Location": f"{settings().api_url}/portals/{face.portal}"})
