"""Projects and timesheets: clients look, staff write, the sums are exact whoever logs at once."""

import pytest

from chalicelib.projects import log_time as verb
from chalicelib.projects import store
from chalicelib.projects.schemas import NewEntry
from tests.fixtures.interleave import explore, hook
from tests.fixtures.invoices import changes
from tests.fixtures.people import change_portal
from tests.fixtures.projects import a_project, entry_of
from tests.fixtures.snapshots import Tables

OFF = "show_projects_and_timesheets"


@pytest.fixture
def shown(acme):
    change_portal("ten_acme", **{OFF: True})


@pytest.fixture
def admin(acme, staff):
    return staff("admin")


def log(api, admin, project, **more):
    body = {"date": "2026-03-10", "hours": "1.25", **more}
    return api.post(f"/merchant/projects/{project.id}/timesheets", body, token=admin.token)


def shown_to(api, who, project):
    return api.get(f"/portal/projects/{project.id}", token=who.token)


def test_a_client_sees_projects_tasks_and_hours(api, ada, bob, shown):
    project = a_project()
    listed = api.get("/portal/projects", token=bob.token).json["items"]
    assert [(one["name"], one["status"], one["hours_budgeted"], one["hours_logged"]) for one in listed] == [
        ("New robot arm", "active", "40", "7.5")
    ]
    (task,) = shown_to(api, ada, project).json["tasks"]
    assert task == {"id": "tsk_1", "name": "Design", "status": "open", "hours_budgeted": "10", "hours_logged": "7.5"}
    sheet = api.get(f"/portal/projects/{project.id}/timesheets?from=2026-03-01&to=2026-03-09", token=ada.token)
    (entry,) = sheet.json["items"]
    assert (entry["date"], entry["hours"], entry["task"], entry["person"], entry["billed"]) == (
        "2026-03-09", "7.5", "Design", "Grace Hopper", False,
    )  # fmt: skip
    later = api.get(f"/portal/projects/{project.id}/timesheets?from=2026-03-10", token=ada.token)
    assert later.json["items"] == []


def test_what_is_off_is_neither_shown_nor_callable(api, ada):
    project = a_project()
    paths = ("/portal/projects", f"/portal/projects/{project.id}", f"/portal/projects/{project.id}/timesheets")
    assert {api.get(path, token=ada.token).status for path in paths} == {403}
    assert api.get("/portal/dashboard", token=ada.token).json["features"]["projects"] is False


def test_staff_begin_a_project_and_give_it_tasks(api, admin, ada, shown):
    wish = {"customer_id": "cus_one", "name": "Gripper", "hours_budgeted": "12"}
    made = api.post("/merchant/projects", wish, token=admin.token)
    assert (made.status, made.json["hours_budgeted"], made.json["hours_logged"]) == (201, "12", "0")
    path = f"/merchant/projects/{made.json['id']}"
    task = api.post(f"{path}/tasks", {"name": "Fingers"}, token=admin.token).json["tasks"][0]
    done = api.patch(f"{path}/tasks/{task['id']}", {"status": "done", "hours_budgeted": "2.5"}, token=admin.token)
    assert (done.json["tasks"][0]["status"], done.json["tasks"][0]["hours_budgeted"]) == ("done", "2.5")
    changed = api.patch(path, {"status": "completed", "hours_budgeted": None}, token=admin.token).json
    assert (changed["status"], changed["hours_budgeted"]) == ("completed", None)
    assert api.get("/portal/projects?status=completed", token=ada.token).json["items"][0]["name"] == "Gripper"
    told = [entry.action for entry in changes() if entry.subject_id == made.json["id"]]
    assert sorted(told) == ["project.created", "project.task_added", "project.task_updated", "project.updated"]


def test_hours_are_logged_corrected_and_taken_back_and_the_sums_follow(api, admin, ada, shown):
    project = a_project()

    def sums():
        told = shown_to(api, ada, project).json
        return told["hours_logged"], told["tasks"][0]["hours_logged"]

    logged = log(api, admin, project, task_id="tsk_1", notes="Sketches")
    assert (logged.status, logged.json["task"], logged.json["person"]) == (201, "Design", admin.row.name)
    assert sums() == ("8.75", "8.75")
    path = f"/merchant/projects/{project.id}/timesheets/{logged.json['id']}"
    assert api.patch(path, {"hours": "2", "task_id": None}, token=admin.token).json["task"] == ""
    assert sums() == ("9.5", "7.5")
    assert api.patch(path, {"billed": True}, token=admin.token).json["billed"] is True
    refused = [api.patch(path, {"hours": "1"}, token=admin.token), api.delete(path, token=admin.token)]
    assert {(one.status, one.json["code"]) for one in refused} == {(409, "entry_billed")}
    assert api.patch(path, {"billed": False}, token=admin.token).json["billed"] is False, "a slip can be taken back"
    other = log(api, admin, project).json["id"]
    assert api.delete(f"/merchant/projects/{project.id}/timesheets/{other}", token=admin.token).status in (200, 204)
    assert sums() == ("9.5", "7.5")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"hours": "0"}, "hours"),
        ({"hours": "24.01"}, "hours"),
        ({"hours": 2}, "hours"),
        ({"task_id": "tsk_other"}, "task_id"),
        ({"date": "2026-02-30"}, "date"),
        ({"tenant_id": "ten_other"}, "tenant_id"),
    ],
)
def test_bad_input_gets_an_answer_that_names_the_field(api, admin, change, path):
    project = a_project()
    refused = log(api, admin, project, **change)
    assert (refused.status, [error["path"] for error in refused.json["errors"]]) == (422, [path])
    assert store.get(project.partition, project.id).logged == 750


def test_an_entry_of_another_project_is_not_there(api, admin):
    one, other = a_project(), a_project()
    path = f"/merchant/projects/{other.id}/timesheets/{entry_of(one).id}"
    assert (api.patch(path, {"hours": "1"}, token=admin.token).status, api.delete(path, token=admin.token).status) == (
        404,
        404,
    )


def test_v02_a_task_of_another_project_is_not_known(api, admin):
    mine, other = a_project(), a_project("ten_acme", "cus_two", tasks=[])
    entry = f"/merchant/projects/{other.id}/timesheets/{entry_of(other).id}"
    refused = [log(api, admin, other, task_id="tsk_1"), api.patch(entry, {"task_id": "tsk_1"}, token=admin.token)]
    assert [(one.status, one.fields) for one in refused] == [(422, ["task_id"])] * 2
    assert store.get(mine.partition, mine.id) == mine


def test_staff_filter_by_state_over_all_customers_and_of_one(api, admin, ada, carol):
    """A page is full although others lie between, and its cursor belongs to its filter."""
    kept = {state: [a_project(status=state).id for _ in range(2)] for state in ("active", "on_hold", "completed")}
    other = a_project(customer_id="cus_two", status="on_hold").id

    def ask(**query):
        return api.get("/merchant/projects", query=query, token=admin.token)

    first = ask(status="on_hold", limit=2).json
    rest = ask(status="on_hold", limit=2, cursor=first["next_cursor"]).json
    found = [one["id"] for one in first["items"] + rest["items"]]
    assert len(first["items"]) == 2 and sorted(found) == sorted([*kept["on_hold"], other])
    assert ask(status="active", cursor=first["next_cursor"]).status == 400
    of_one = ask(status="on_hold", customer_id="cus_two").json["items"]
    assert [one["id"] for one in of_one] == [other]
    assert ask(status="done").fields == ["status"]


def test_two_who_log_at_once_are_both_counted(admin, monkeypatch):
    hook(monkeypatch, lambda name: "Transact" in name)
    project, user = a_project(), admin.user
    start = Tables()

    def prepare():
        start.restore()
        return [
            lambda hours=hours: verb.log_time(user, project.id, NewEntry(date="2026-03-10", hours=hours))
            for hours in ("1", "2.5")
        ]

    count = 0
    for outcome in explore(prepare):
        count += 1
        assert all(runner.error is None for runner in outcome.runners), outcome.story
        found, _ = store.browse_entries(project, None, None, 10, None)
        assert store.get(project.partition, project.id).logged == sum(entry.hours for entry in found) == 1100, (
            outcome.story
        )
    assert count > 1
