"""Staff look through every change at their merchant."""

from chalicelib.activity.names import names_in
from chalicelib.activity.schemas import AuditQuery, AuditView
from chalicelib.adapters import cursors
from chalicelib.audit.find import find_changes_of_month
from chalicelib.core import clock
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Page


def browse_audit(user: StaffUser, query: AuditQuery) -> Page[AuditView]:
    """Who changed what in a month, newest first; this month if none is named."""
    month = query.month or clock.stamp(clock.now())[:7]
    binding = (user.tenant_id, "audit", month)
    found, after = find_changes_of_month(user.tenant_id, month, query.limit, cursors.decode(query.cursor, *binding))
    names = names_in(user.tenant_id, found)
    items = [AuditView.of(entry, names) for entry in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))
