"""What Acme works on for its client: a project with tasks, and the hours of four weeks."""

from datetime import date, timedelta

from chalicelib.core.identity import StaffUser
from chalicelib.projects.log_time import log_time
from chalicelib.projects.schemas import NewEntry, NewProject, NewTask
from chalicelib.projects.write import add_task, create_project
from infra.demo.history import on

_TASKS = (("Plan and drawings", "16"), ("Cabling", "24"), ("Access control", None))
_HOURS: tuple[tuple[int, int, str, str, str, bool], ...] = (
    (26, 0, "Grace Hopper", "6.5", "Walk through both floors", True),
    (25, 0, "Grace Hopper", "4", "", True),
    (19, 0, "Edsger Vries", "3.25", "Drawings, second version", True),
    (18, 1, "Edsger Vries", "7.5", "", False),
    (17, 1, "Grace Hopper", "8", "Trunking on the first floor", False),
    (11, 1, "Edsger Vries", "5.75", "", False),
    (4, 2, "Grace Hopper", "2.5", "Readers at the gate", False),
    (3, 2, "Grace Hopper", "6", "", False),
)


def work(staff: StaffUser, customer_id: str, today: date) -> None:
    """Each day's hours were logged on that day."""
    wish = NewProject(
        customer_id=customer_id,
        name="Second site",
        description="Network and access control for the new building, ready before the move.",
        hours_budgeted="80",
    )
    with on(today - timedelta(days=28)):
        project = create_project(staff, wish)
        for name, hours in _TASKS:
            project = add_task(staff, project.id, NewTask(name=name, hours_budgeted=hours))
    for days, task, person, hours, notes, billed in _HOURS:
        day = today - timedelta(days=days)
        entry = NewEntry(
            date=day, hours=hours, task_id=project.tasks[task].id, person=person, notes=notes, billed=billed
        )
        with on(day):
            log_time(staff, project.id, entry)
