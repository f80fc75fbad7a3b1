"""Staff see every change at their merchant, month by month."""

import pytest

from chalicelib.activity.browse_audit import browse_audit
from chalicelib.activity.schemas import AuditQuery
from chalicelib.adapters.dynamodb import Meter, meter, transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import Machine


def did(actor, action, subject="inv_1", **more):
    with transaction() as tx:
        record_change(tx, actor, action, subject, **more)


def actions(reply):
    return [item["action"] for item in reply.json["items"]]


@pytest.fixture
def owner(staff, time):
    """An owner, a while after the merchant itself was entered."""
    time.move(seconds=1)
    return staff("owner")


def test_every_change_of_the_month_with_who_made_it(api, owner, ada, time):
    token = owner.token
    did(ada.user, "invoice.viewed")
    time.move(seconds=1)
    did(owner.user, "organization.updated", "ten_acme", changes={"fields": "name"})
    time.move(seconds=1)
    did(
        Machine(owner.tenant_id, "mark_overdue_invoices", "req_1"),
        "invoice.became_overdue",
        customer_id=ada.customer_id,
    )
    items = api.get("/merchant/audit", token=token).json["items"]
    found = [(item["actor"]["kind"], item["actor"]["name"], item["action"], item["customer_id"]) for item in items]
    assert found == [
        ("machine", None, "invoice.became_overdue", ada.customer_id),
        ("staff", owner.user.name, "organization.updated", None),
        ("client", ada.user.name, "invoice.viewed", ada.customer_id),
        ("machine", None, "tenant.created", None),
    ]
    assert items[1]["changes"] == {"fields": "name"}
    assert items[2]["request_id"] == "req_test"


def test_a_month_is_looked_at_by_its_name(api, owner, ada, time):
    did(ada.user, "invoice.viewed")
    time.move(days=30)
    did(ada.user, "invoice.document_ordered")
    token = owner.token
    assert actions(api.get("/merchant/audit", token=token, query={"month": "2026-03"})) == [
        "invoice.viewed",
        "tenant.created",
    ]
    assert actions(api.get("/merchant/audit", token=token)) == ["invoice.document_ordered"]
    assert actions(api.get("/merchant/audit", token=token, query={"month": "2020-01"})) == []


def test_v01_another_merchants_changes_are_not_shown(api, owner, eve):
    did(eve.user, "invoice.viewed")
    assert actions(api.get("/merchant/audit", token=owner.token)) == ["tenant.created"]


def test_a_cursor_belongs_to_its_month(api, owner, ada, time):
    for _ in range(3):
        did(ada.user, "invoice.viewed")
    token = owner.token
    first = api.get("/merchant/audit", token=token, query={"limit": 2}).json
    rest = api.get("/merchant/audit", token=token, query={"limit": 2, "cursor": first["next_cursor"]}).json
    assert len({item["id"] for item in first["items"] + rest["items"]}) == 4
    query = {"month": "2026-02", "cursor": first["next_cursor"]}
    assert api.get("/merchant/audit", token=token, query=query).status == 400


def test_names_cost_one_reading_for_the_staff_and_one_a_customer(api, owner, ada, carol):
    for actor in (ada, carol, ada):
        did(actor.user, "invoice.viewed")
    user, used = owner.user, Meter()
    token = meter.set(used)
    browse_audit(user, AuditQuery())
    meter.reset(token)
    assert used.requests == 1 + 1 + 2


def test_every_role_of_staff_may_read_it_and_no_client(api, ada, staff):
    assert api.get("/merchant/audit", token=staff("support").token).status == 200
    assert api.get("/merchant/audit", token=ada.token).status == 401
    assert api.get("/merchant/audit").status == 401


@pytest.mark.parametrize("query", [{"colour": "blue"}, {"month": "2026-13"}, {"month": "March"}])
def test_a_query_that_is_not_understood_is_refused_by_name(api, owner, query):
    reply = api.get("/merchant/audit", token=owner.token, query=query)
    assert (reply.status, reply.fields) == (422, list(query))
