"""Clients and staff look through the timesheet of a project."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.page import Page
from chalicelib.projects import store
from chalicelib.projects.entity import Project
from chalicelib.projects.find import find_for_staff, find_own
from chalicelib.projects.schemas import EntryQuery, EntryView


def browse_timesheet(user: PortalUser, project_id: str, query: EntryQuery) -> Page[EntryView]:
    """The hours of a project, the newest day first. Raises NotFound, SwitchedOff."""
    return _page(user, find_own(user, project_id), query)


def browse_timesheet_for_staff(user: StaffUser, project_id: str, query: EntryQuery) -> Page[EntryView]:
    """The same for staff. Raises NotFound."""
    return _page(user, find_for_staff(user, project_id), query)


def _page(user: PortalUser | StaffUser, project: Project, query: EntryQuery) -> Page[EntryView]:
    days = (str(query.since or ""), str(query.until or ""))
    binding = (user.tenant_id, project.customer_id, f"{user.kind}-timesheet", project.id, *days)
    after = cursors.decode(query.cursor, *binding)
    found, after = store.browse_entries(project, query.since, query.until, query.limit, after)
    return Page(items=[EntryView.of(one) for one in found], next_cursor=cursors.encode(after, *binding))
