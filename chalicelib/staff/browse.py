"""Staff look at who else is staff."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.staff import store
from chalicelib.staff.schemas import StaffView


def browse_staff(user: StaffUser, query: PageQuery) -> Page[StaffView]:
    """The merchant's people, by e-mail address."""
    binding = (user.tenant_id, "staff")
    found, after = store.browse(user.tenant_id, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=[StaffView.of(staff) for staff in found], next_cursor=cursors.encode(after, *binding))
