"""The check every signed-in request passes: is the token genuine, the session alive, the person still welcome?"""

from chalicelib.core.errors import NotSignedIn
from chalicelib.core.identity import Caller, PortalUser, StaffUser


def client_of(caller: Caller) -> PortalUser:
    """The client who is signed in. Raises NotSignedIn."""
    raise NotSignedIn


def staff_of(caller: Caller) -> StaffUser:
    """The staff member who is signed in. Raises NotSignedIn."""
    raise NotSignedIn
