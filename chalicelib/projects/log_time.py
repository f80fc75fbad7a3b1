"""Staff log hours, correct them and take them back; the project's sums move in the same transaction."""

from collections.abc import Callable

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.identity import StaffUser
from chalicelib.projects import rules, store
from chalicelib.projects.entity import Project, TimesheetEntry
from chalicelib.projects.find import find_entry, find_for_staff
from chalicelib.projects.schemas import EntryChange, EntryView, NewEntry, hundredths

_TRIES = 5


def log_time(user: StaffUser, project_id: str, request: NewEntry) -> EntryView:
    """Enter hours. Raises NotFound, Invalid naming ``hours`` or ``task_id``, Conflict."""
    project = find_for_staff(user, project_id)
    user.must_be("admin")
    hours = hundredths(request.hours)
    rules.check_hours(hours)
    task = rules.task_of(project, request.task_id)
    entry = TimesheetEntry(
        tenant_id=user.tenant_id,
        customer_id=project.customer_id,
        project_id=project.id,
        id=ids.new_id("tim"),
        task=task.name if task else "",
        hours=hours,
        person=request.person or user.name,
        created_at=clock.stamp(clock.now()),
        **request.model_dump(exclude={"hours", "person"}),
    )
    _keep(user, project, None, entry, lambda tx: store.entries.add(tx, entry), "project.time_logged")
    return EntryView.of(entry)


def update_entry(user: StaffUser, project_id: str, entry_id: str, change: EntryChange) -> EntryView:
    """Correct an entry, or note that it is billed. Raises NotFound, EntryBilled, Invalid, Conflict."""
    project = find_for_staff(user, project_id)
    entry = find_entry(project, entry_id)
    user.must_be("admin")
    said = change.model_dump(exclude_unset=True)
    given = {name: value for name, value in said.items() if value is not None}
    if "hours" in given:
        given["hours"] = hundredths(given["hours"])
        rules.check_hours(given["hours"])
    if "task_id" in said:
        task = rules.task_of(project, said["task_id"])
        given |= {"task_id": said["task_id"], "task": task.name if task else ""}
    if entry.billed and given != {"billed": False}:
        raise rules.EntryBilled
    changed = entry.model_copy(update=given)
    if changed != entry:
        _keep(user, project, entry, changed, lambda tx: store.entries.save(tx, changed), "project.time_corrected")
    return EntryView.of(changed)


def remove_entry(user: StaffUser, project_id: str, entry_id: str) -> None:
    """Take hours back. Raises NotFound, EntryBilled, Conflict."""
    project = find_for_staff(user, project_id)
    entry = find_entry(project, entry_id)
    user.must_be("admin")
    if entry.billed:
        raise rules.EntryBilled
    _keep(user, project, entry, None, lambda tx: store.entries.remove(tx, entry), "project.time_removed")


def _keep(
    user: StaffUser,
    project: Project,
    before: TimesheetEntry | None,
    after: TimesheetEntry | None,
    write: Callable[[Transaction], None],
    action: str,
) -> None:
    """Who logs at the same time moves the project's row, so it is read again; a conflict at the entry itself stands."""
    entry = after or before
    assert entry
    for left in range(_TRIES - 1, -1, -1):
        try:
            with transaction() as tx:
                store.projects.save(tx, rules.with_entry(project, before, after), _ProjectMoved())
                write(tx)
                changes: dict[str, str | int | bool | None] = {"project": project.id, "hours": entry.hours}
                record_change(tx, user, action, entry.id, customer_id=project.customer_id, changes=changes)
        except _ProjectMoved:
            if not left:
                raise Conflict from None
            moved = store.get(project.partition, project.id)
            if moved is None:
                raise NotFound from None
            project = moved
        else:
            return


class _ProjectMoved(Conflict):
    """Somebody else changed the project between the reading and the writing."""
