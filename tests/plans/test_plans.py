"""Staff keep the plans they sell."""

from tests.fixtures.invoices import actions
from tests.fixtures.subscriptions import a_plan

NEW = {"code": "pro-monthly", "name": "Pro", "amount": 5000, "interval": "month", "tax_rate": "19"}


def test_a_plan_is_made_with_the_merchants_currency_and_found_by_id_and_by_code(api, staff):
    made = api.post("/merchant/plans", NEW, token=staff("admin").token)
    assert (made.status, made.json["currency"], made.json["active"]) == (201, "EUR", True)
    for name in (made.json["id"], "pro-monthly"):
        assert api.get(f"/merchant/plans/{name}", token=staff("support").token).json == made.json
    assert actions(made.json["id"]) == ["plan.created"]


def test_a_code_is_taken_once_for_each_merchant(api, staff, stranger_staff):
    a_plan(code="pro-monthly")
    again = api.post("/merchant/plans", NEW, token=staff("admin").token)
    assert (again.status, again.code) == (409, "plan_code_taken")
    assert api.post("/merchant/plans", NEW, token=stranger_staff.token).status == 201


def test_a_change_keeps_what_is_left_out_and_can_take_it_off_sale(api, staff):
    plan = a_plan()
    path = f"/merchant/plans/{plan.id}"
    changed = api.patch(path, {"amount": 12000, "active": False}, token=staff("admin").token).json
    assert (changed["amount"], changed["active"], changed["name"]) == (12000, False, "Team")
    assert api.patch(path, {}, token=staff("admin").token).json == changed
    assert actions(plan.id) == ["plan.updated"]


def test_code_currency_and_interval_of_a_plan_stay(api, staff):
    plan = a_plan()
    for name, value in (("code", "x"), ("currency", "USD"), ("interval", "year")):
        reply = api.patch(f"/merchant/plans/{plan.id}", {name: value}, token=staff("admin").token)
        assert (reply.status, reply.fields) == (422, [name])


def test_a_bad_plan_is_refused_field_by_field(api, staff):
    bad = {"code": "a b", "name": "", "amount": -1, "interval": "decade", "interval_count": 0, "tax_rate": "x"}
    reply = api.post("/merchant/plans", bad, token=staff("admin").token)
    assert reply.status == 422
    assert sorted(reply.fields) == ["amount", "code", "interval", "interval_count", "name", "tax_rate"]


def test_the_list_is_by_code_page_by_page_and_shows_only_ones_own(api, staff, stranger_staff):
    a_plan("ten_globex", "theirs")
    for code in ("c", "a", "b"):
        a_plan(code=code)
    token = staff("support").token
    first = api.get("/merchant/plans", token=token, query={"limit": 2}).json
    second = api.get("/merchant/plans", token=token, query={"limit": 2, "cursor": first["next_cursor"]}).json
    assert [plan["code"] for plan in first["items"] + second["items"]] == ["a", "b", "c"]
    assert second["next_cursor"] is None


def test_a_plan_of_another_merchant_is_absent_and_support_changes_none(api, staff, stranger_staff):
    plan = a_plan()
    path = f"/merchant/plans/{plan.id}"
    assert api.get(path, token=stranger_staff.token).status == 404
    assert api.patch(path, {"name": "Mine"}, token=stranger_staff.token).status == 404
    assert api.patch(path, {"name": "Mine"}, token=staff("accountant").token).code == "role_too_low"
