"""Staff look through their customers' projects, and at one."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import StaffUser, partition
from chalicelib.core.page import Page
from chalicelib.projects import store
from chalicelib.projects.find import find_for_staff
from chalicelib.projects.schemas import ProjectDetail, ProjectView, StaffProjectQuery


def browse_projects_for_staff(user: StaffUser, query: StaffProjectQuery) -> Page[ProjectView]:
    """Projects of all customers or of one, newest first."""
    binding = (user.tenant_id, query.customer_id or "", "staff-projects", query.status or "")
    after = cursors.decode(query.cursor, *binding)
    if query.customer_id is not None:
        found, after = store.browse(partition(user.tenant_id, query.customer_id), query.status, query.limit, after)
    else:
        found, after = store.browse_tenant(user.tenant_id, query.status, query.limit, after)
    return Page(items=[ProjectView.of(one) for one in found], next_cursor=cursors.encode(after, *binding))


def show_project_to_staff(user: StaffUser, project_id: str) -> ProjectDetail:
    """One project with its tasks. Raises NotFound."""
    return ProjectDetail.of(find_for_staff(user, project_id))
