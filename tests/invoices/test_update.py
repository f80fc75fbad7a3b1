"""Staff change drafts."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import Conflict
from chalicelib.invoices import store
from chalicelib.invoices.find import find_for_staff
from tests.fixtures.invoices import actions, draft_invoice, issued_invoice

LINE = {"description": "Robot leg", "quantity": "1", "unit_price": 20000, "tax_rate": "7"}


@pytest.fixture
def draft(acme):
    return draft_invoice("ten_acme", "cus_one")


def change(api, person, invoice, body):
    return api.patch(f"/merchant/invoices/{invoice.id}", body, token=person.token)


def test_lines_are_replaced_and_summed_anew(api, staff, draft):
    reply = change(api, staff("accountant"), draft, {"lines": [LINE], "notes": "New"})
    assert (reply.status, reply.json["total"], reply.json["notes"]) == (200, 21400, "New")
    kept = find_for_staff("ten_acme", draft.id)
    assert (kept.total, len(kept.lines), kept.version) == (21400, 1, 2)
    assert actions(draft.id) == ["invoice.edited"]


def test_what_is_left_out_or_null_stays(api, staff, draft):
    reply = change(api, staff(), draft, {"currency": "USD", "due_date": None})
    assert (reply.json["currency"], reply.json["due_date"], reply.json["total"]) == ("USD", "2026-03-30", 11900)


def test_an_empty_change_writes_nothing(api, staff, draft):
    assert change(api, staff(), draft, {}).status == 200
    assert (find_for_staff("ten_acme", draft.id).version, actions(draft.id)) == (1, [])


def test_a_due_date_before_a_chosen_issue_date_is_refused(api, staff, draft):
    assert change(api, staff(), draft, {"issue_date": "2026-03-20"}).status == 200
    reply = change(api, staff(), draft, {"due_date": "2026-03-19"})
    assert (reply.status, reply.fields) == (422, ["due_date"])


def test_an_issued_invoice_is_never_changed(api, staff, acme):
    for more in ({}, {"paid": 11900}, {"status": "void"}):
        issued = issued_invoice("ten_acme", "cus_one", **more)
        reply = change(api, staff(), issued, {"notes": "changed"})
        assert (reply.status, reply.code) == (409, "invoice_issued")
        assert find_for_staff("ten_acme", issued.id).notes == ""


def test_the_checks_come_in_order(api, staff, stranger_staff, ada, draft):
    assert api.patch(f"/merchant/invoices/{draft.id}", {"notes": "x"}).status == 401
    assert change(api, ada, draft, {"notes": "x"}).status == 401
    foreign, absent = (
        change(api, stranger_staff, draft, {"notes": "x", "colour": 1}),
        api.patch("/merchant/invoices/inv_nothing", {"colour": 1}, token=stranger_staff.token),
    )
    assert (foreign.status, absent.status, foreign.json["detail"]) == (404, 404, absent.json["detail"])
    assert change(api, staff("support"), draft, {"colour": 1}).status == 403
    assert change(api, staff(), draft, {"colour": 1}).fields == ["colour"]
    assert change(api, staff(), draft, {"customer_id": "cus_two"}).fields == ["customer_id"]
    assert change(api, staff(), draft, {"lines": [{**LINE, "quantity": "x"}]}).fields == ["lines.0.quantity"]
    assert change(api, staff(), draft, {"lines": []}).fields == ["lines"]


def test_two_people_do_not_overwrite_each_other(acme, draft):
    for notes in ("first", "second"):
        stale = draft.model_copy(update={"notes": notes})
        if notes == "first":
            with transaction() as tx:
                store.table.save(tx, stale)
        else:
            with pytest.raises(Conflict), transaction() as tx:
                store.table.save(tx, stale)
    assert find_for_staff("ten_acme", draft.id).notes == "first"
