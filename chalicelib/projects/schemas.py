"""Projects and timesheets over the wire. Hours are decimal numbers as text."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictBool

from chalicelib.core.fields import Day, Name, Prose, Reference
from chalicelib.core.model import Model
from chalicelib.core.page import PageQuery, Request
from chalicelib.projects.entity import Project, Status, Task, TaskStatus, TimesheetEntry

Hours = Annotated[
    str,
    Field(pattern=r"^[0-9]{1,5}(\.[0-9]{1,2})?$", examples=["7.5"], description="Hours, a decimal number as text."),
]


def hundredths(hours: str) -> int:
    """``"7.5"`` as 750."""
    return int(Decimal(hours) * 100)


def hours_of(amount: int) -> str:
    """750 as ``"7.5"``."""
    whole, part = divmod(amount, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".")


def _maybe(amount: int | None) -> str | None:
    return None if amount is None else hours_of(amount)


class TaskView(Model):
    """A part of a project."""

    id: str
    name: str
    status: TaskStatus
    hours_budgeted: str | None
    hours_logged: str

    @classmethod
    def of(cls, task: Task) -> "TaskView":
        return cls(
            id=task.id, name=task.name, status=task.status, hours_budgeted=_maybe(task.budget), hours_logged=hours_of(task.logged)
        )  # fmt: skip


class ProjectView(Model):
    """A project; nothing is budgeted if ``hours_budgeted`` is null."""

    id: str
    customer_id: str
    name: str
    status: Status
    description: str
    hours_budgeted: str | None
    hours_logged: str
    created_at: str

    @classmethod
    def of(cls, one: Project) -> "ProjectView":
        return cls(**_values(one))


class ProjectDetail(ProjectView):
    """A project with its tasks."""

    tasks: list[TaskView]

    @classmethod
    def of(cls, one: Project) -> "ProjectDetail":
        return cls(**_values(one), tasks=[TaskView.of(task) for task in one.tasks])


def _values(one: Project) -> dict[str, object]:
    plain = one.model_dump(include={"id", "customer_id", "name", "status", "description", "created_at"})
    return {**plain, "hours_budgeted": _maybe(one.budget), "hours_logged": hours_of(one.logged)}


class EntryView(Model):
    """Hours that a person worked on a day."""

    id: str
    date: date
    task: str
    task_id: str | None
    person: str
    hours: str
    notes: str
    billed: bool

    @classmethod
    def of(cls, one: TimesheetEntry) -> "EntryView":
        return cls(**{**one.model_dump(include=set(cls.model_fields)), "hours": hours_of(one.hours)})


class ProjectQuery(PageQuery):
    """Which projects."""

    status: Status | None = None


class StaffProjectQuery(ProjectQuery):
    """Which projects: of all customers, or of one."""

    customer_id: Reference | None = None


class EntryQuery(PageQuery):
    """Which days of a timesheet, both ends included."""

    since: Annotated[Day | None, Field(alias="from", description="The first day, `YYYY-MM-DD`.")] = None
    until: Annotated[Day | None, Field(alias="to", description="The last day, `YYYY-MM-DD`.")] = None


class NewProject(Request):
    """A project to be."""

    customer_id: Reference
    name: Name
    status: Status = "active"
    description: Prose = ""
    hours_budgeted: Hours | None = None


class ProjectChange(Request):
    """Any of these; ``hours_budgeted: null`` means that there is no budget."""

    name: Name | None = None
    status: Status | None = None
    description: Prose | None = None
    hours_budgeted: Hours | None = None


class NewTask(Request):
    """A task to be."""

    name: Name
    hours_budgeted: Hours | None = None


class TaskChange(Request):
    """Any of these; ``hours_budgeted: null`` means that there is no budget."""

    name: Name | None = None
    status: TaskStatus | None = None
    hours_budgeted: Hours | None = None


class NewEntry(Request):
    """Hours to be logged; without ``person`` they are those of whoever logs them."""

    date: Day
    hours: Hours
    task_id: Reference | None = None
    person: Annotated[Name | None, Field(description="Who worked; whoever logs it if left out.")] = None
    notes: Annotated[Prose, Field(max_length=1000)] = ""
    billed: StrictBool = False


class EntryChange(Request):
    """Any of these; ``task_id: null`` takes it off its task. Of an entry that is billed only ``billed: false`` is taken."""

    date: Day | None = None
    hours: Hours | None = None
    task_id: Reference | None = None
    person: Name | None = None
    notes: Annotated[Prose | None, Field(max_length=1000)] = None
    billed: StrictBool | None = None
