"""What may be done with projects and their hours; pure."""

from chalicelib.core.errors import Conflict, Invalid
from chalicelib.projects.entity import Project, Task, TimesheetEntry

MOST_A_DAY = 2400
"""Hundredths of an hour that one entry may have: a day has no more."""


class EntryBilled(Conflict):
    sentence = "These hours are billed. Please say first that they are not."


class TooManyTasks(Conflict):
    sentence = "A project has at most 100 tasks."


def check_hours(hours: int) -> None:
    """Raises Invalid for no hours, and for more than a day has."""
    if not 0 < hours <= MOST_A_DAY:
        raise Invalid([("hours", "Please enter more than 0 and at most 24 hours.")])


def task_of(project: Project, task_id: str | None) -> Task | None:
    """The task that a request names. Raises Invalid, naming ``task_id``, for one that the project does not have."""
    if task_id is None:
        return None
    for task in project.tasks:
        if task.id == task_id:
            return task
    raise Invalid([("task_id", "This project has no such task.")])


def with_entry(project: Project, before: TimesheetEntry | None, after: TimesheetEntry | None) -> Project:
    """The project once an entry came (``before`` None), changed, or went (``after`` None): its sums follow."""
    moves = [(one.task_id, sign * one.hours) for one, sign in ((before, -1), (after, 1)) if one]
    tasks = [
        task.model_copy(update={"logged": task.logged + sum(by for task_id, by in moves if task_id == task.id)})
        for task in project.tasks
    ]
    return project.model_copy(update={"tasks": tasks, "logged": project.logged + sum(by for _, by in moves)})
