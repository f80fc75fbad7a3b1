"""Staff begin a project, change it, and give it tasks."""

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import StaffUser
from chalicelib.core.page import Request
from chalicelib.customers.totals import mark_in_use
from chalicelib.invoices.drafts import find_named_customer
from chalicelib.projects import rules, store
from chalicelib.projects.entity import MAX_TASKS, Project, Task
from chalicelib.projects.find import find_for_staff
from chalicelib.projects.schemas import NewProject, NewTask, ProjectChange, ProjectDetail, TaskChange, hundredths


def create_project(user: StaffUser, request: NewProject) -> ProjectDetail:
    """Begin a project for a customer. Raises Invalid for a customer that is not there."""
    user.must_be("admin")
    customer = find_named_customer(user.tenant_id, request.customer_id)
    one = Project(
        tenant_id=user.tenant_id,
        id=ids.new_id("prj"),
        budget=_budget(request.hours_budgeted),
        created_at=clock.stamp(clock.now()),
        **request.model_dump(exclude={"hours_budgeted"}),
    )
    with transaction() as tx:
        store.projects.add(tx, one)
        directory.enter(tx, user.tenant_id, one.id, customer.id)
        mark_in_use(tx, customer)
        record_change(tx, user, "project.created", one.id, customer_id=customer.id, changes={"name": one.name})
    return ProjectDetail.of(one)


def update_project(user: StaffUser, project_id: str, change: ProjectChange) -> ProjectDetail:
    """Change any of a project's details. Raises NotFound, Conflict."""
    one = find_for_staff(user, project_id)
    user.must_be("admin")
    given = _given(change)
    return _keep(user, one, one.model_copy(update=given), "project.updated", ", ".join(sorted(given)))


def add_task(user: StaffUser, project_id: str, request: NewTask) -> ProjectDetail:
    """Give a project one more task. Raises NotFound, TooManyTasks, Conflict."""
    one = find_for_staff(user, project_id)
    user.must_be("admin")
    task = Task(id=ids.new_id("tsk"), name=request.name, budget=_budget(request.hours_budgeted))
    if len(one.tasks) >= MAX_TASKS:
        raise rules.TooManyTasks
    return _keep(user, one, one.model_copy(update={"tasks": [*one.tasks, task]}), "project.task_added", task.name)


def update_task(user: StaffUser, project_id: str, task_id: str, change: TaskChange) -> ProjectDetail:
    """Change any of a task's details. Raises NotFound, Conflict."""
    one = find_for_staff(user, project_id)
    if not any(task.id == task_id for task in one.tasks):
        raise NotFound
    user.must_be("admin")
    given = _given(change)
    tasks = [task.model_copy(update=given) if task.id == task_id else task for task in one.tasks]
    changed = one.model_copy(update={"tasks": tasks})
    return _keep(user, one, changed, "project.task_updated", ", ".join(sorted(given)))


def _given(change: Request) -> dict[str, object]:
    """What was said; of these only a budget may be taken away."""
    said = change.model_dump(exclude_unset=True)
    given = {name: value for name, value in said.items() if value is not None and name != "hours_budgeted"}
    return given | ({"budget": _budget(said["hours_budgeted"])} if "hours_budgeted" in said else {})


def _budget(hours: str | None) -> int | None:
    return None if hours is None else hundredths(hours)


def _keep(user: StaffUser, one: Project, changed: Project, action: str, what: str) -> ProjectDetail:
    if changed != one:
        with transaction() as tx:
            store.projects.save(tx, changed)
            record_change(tx, user, action, one.id, customer_id=one.customer_id, changes={"fields": what})
    return ProjectDetail.of(changed)
