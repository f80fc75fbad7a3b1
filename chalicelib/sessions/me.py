"""The signed-in person's own row."""

from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contact_by_email
from chalicelib.core.errors import NotSignedIn
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.sessions.entity import Member
from chalicelib.staff.entity import Staff
from chalicelib.staff.find import find_staff_by_email


def member_of(user: PortalUser | StaffUser) -> Member:
    """The person as kept now. Raises NotSignedIn if the row went since the request began."""
    row: Contact | Staff | None
    if isinstance(user, PortalUser):
        row = find_contact_by_email(user.tenant_id, user.customer_id, user.email)
    else:
        row = find_staff_by_email(user.tenant_id, user.email)
    if row is None or row.id != user.actor_id:
        raise NotSignedIn
    return Member(row, user.merchant)
