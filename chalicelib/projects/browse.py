"""A client looks through the customer's projects, and at one."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import PortalUser
from chalicelib.core.page import Page
from chalicelib.projects import store
from chalicelib.projects.find import check_shown, find_own
from chalicelib.projects.schemas import ProjectDetail, ProjectQuery, ProjectView


def browse_projects(user: PortalUser, query: ProjectQuery) -> Page[ProjectView]:
    """The customer's projects, newest first. Raises SwitchedOff if the merchant does not show them."""
    check_shown(user)
    binding = (user.tenant_id, user.customer_id, "projects", query.status or "")
    found, after = store.browse(user.partition, query.status, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=[ProjectView.of(one) for one in found], next_cursor=cursors.encode(after, *binding))


def show_project(user: PortalUser, project_id: str) -> ProjectDetail:
    """One project with its tasks. Raises NotFound, SwitchedOff."""
    return ProjectDetail.of(find_own(user, project_id))
