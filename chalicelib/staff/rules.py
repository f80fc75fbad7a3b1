"""Who may manage whom among the merchant's people."""

from chalicelib.core.errors import Conflict
from chalicelib.core.identity import StaffRole, StaffUser
from chalicelib.staff.entity import Staff

INVITATION_DAYS = 7


class StaffExists(Conflict):
    sentence = "Somebody with this e-mail address belongs to your staff already."


class LastOwner(Conflict):
    sentence = "There must be an owner. Please make somebody else an owner first."


class NotAcceptedYet(Conflict):
    sentence = "The invitation was not accepted yet. Please send it again."


class AlreadyIn(Conflict):
    sentence = "The invitation was accepted already."


def check_may_manage(user: StaffUser, *roles: StaffRole) -> None:
    """Admins manage everybody below owner, owners everybody. Raises RoleTooLow."""
    user.must_be("owner" if "owner" in roles else "admin")


def is_owner_in_office(staff: Staff) -> bool:
    """Whether this is an owner who can sign in."""
    return staff.role == "owner" and staff.is_active


def without_access(staff: Staff) -> Staff:
    """The staff member with access off: sessions are over, an invitation is worth nothing."""
    return staff.model_copy(update={"status": "disabled", "access": staff.access + 1, "invitation": None})
