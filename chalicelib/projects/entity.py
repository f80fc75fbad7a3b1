"""A project with its tasks, and the entries of its timesheet. Hours are kept in hundredths: whole numbers, so that sums are exact."""

from typing import Literal

from chalicelib.core.fields import Day
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

Status = Literal["active", "on_hold", "completed"]
TaskStatus = Literal["open", "done"]
MAX_TASKS = 100
"""Of one project: they lie in its row."""


class Task(Model):
    """A part of a project; ``budget`` and ``logged`` in hundredths of an hour."""

    id: str
    name: str
    status: TaskStatus = "open"
    budget: int | None = None
    logged: int = 0


class Project(Model):
    """What is worked on for a customer. ``logged`` is the sum of its entries, moved in the transaction of each of them."""

    tenant_id: str
    customer_id: str
    id: str
    name: str
    status: Status = "active"
    description: str = ""
    budget: int | None = None
    logged: int = 0
    tasks: list[Task] = []
    created_at: str
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)


class TimesheetEntry(Model):
    """Hours (in hundredths) that a person worked on a day; ``billed``: they stand on an invoice, so they do not change."""

    tenant_id: str
    customer_id: str
    project_id: str
    id: str
    date: Day
    task_id: str | None = None
    task: str = ""
    person: str
    hours: int
    notes: str = ""
    billed: bool = False
    created_at: str
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)
