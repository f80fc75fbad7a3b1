"""Finding projects: for the verbs here, and for other slices."""

from chalicelib.adapters import directory
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser, StaffUser, SwitchedOff
from chalicelib.projects import store
from chalicelib.projects.entity import Project, TimesheetEntry


def find_own(user: PortalUser, project_id: str) -> Project:
    """A client's project. Raises NotFound; SwitchedOff if the merchant does not show projects."""
    found = store.get(user.partition, project_id)
    if found is None:
        raise NotFound
    check_shown(user)
    return found


def check_shown(user: PortalUser) -> None:
    """Raises SwitchedOff if the merchant does not show projects."""
    if not user.settings.show_projects_and_timesheets:
        raise SwitchedOff


def find_for_staff(user: StaffUser, project_id: str) -> Project:
    """A project of any of the merchant's customers. Raises NotFound."""
    return directory.find(user.tenant_id, project_id, store.get)


def find_entry(project: Project, entry_id: str) -> TimesheetEntry:
    """An entry of this project's timesheet. Raises NotFound."""
    found = store.get_entry(project.partition, project.id, entry_id)
    if found is None:
        raise NotFound
    return found
