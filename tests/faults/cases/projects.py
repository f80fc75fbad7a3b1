"""Use cases of projects: staff log hours, and take them back."""

from chalicelib.projects import store
from chalicelib.projects.entity import Project
from tests.faults.harness import UseCase, World
from tests.fixtures.people import Actor, a_customer, a_staff_member, a_tenant
from tests.fixtures.projects import a_project

Given = tuple[Actor, Project]


def _given(world: World) -> Given:
    a_tenant("acme")
    a_customer("ten_acme", "cus_one")
    admin = a_staff_member("ten_acme", "admin")
    assert admin.token
    return admin, a_project()


def _log(world: World, given: Given) -> None:
    admin, project = given
    token = world.aside(lambda: admin.token)
    path, body = f"/merchant/projects/{project.id}/timesheets", {"date": "2026-03-10", "hours": "2", "task_id": "tsk_1"}
    world.browser(lambda: world.api.post(path, body, token=token, key="log"))


def _remove(world: World, given: Given) -> None:
    admin, project = given
    token = world.aside(lambda: admin.token)
    entry = world.aside(lambda: store.browse_entries(project, None, None, 10, None)[0])
    if entry:
        path = f"/merchant/projects/{project.id}/timesheets/{entry[0].id}"
        world.browser(lambda: world.api.delete(path, token=token))


def _sums_agree(world: World, given: Given) -> list[str]:
    """However often a request was repeated, the sums say what the entries say (I5, I9)."""
    _, project = given
    kept = store.get(project.partition, project.id)
    found, _ = store.browse_entries(project, None, None, 10, None)
    total = sum(entry.hours for entry in found)
    if kept is None or (kept.logged, kept.tasks[0].logged) != (total, total):
        return [f"{kept and kept.logged} of {total} hundredths (I5)"]
    return []


CASES = (
    UseCase("staff log hours", _given, _log, _sums_agree, repeatable=True),
    UseCase("staff take hours back", _given, _remove, _sums_agree),
)
