"""Staff change drafts."""

import pytest

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import Conflict
from chalicelib.customers.find import find_customer
from chalicelib.invoices import send as sending
from chalicelib.invoices import store
from chalicelib.invoices import update as verb
from chalicelib.invoices.find import find_whole_for_staff
from tests.fixtures.invoices import actions, changes, draft_invoice, issued_invoice
from tests.fixtures.people import a_customer, change_customer_row

LINE = {"description": "Robot leg", "quantity": "1", "unit_price": 20000, "tax_rate": "7"}


@pytest.fixture
def draft(acme):
    return draft_invoice("ten_acme", "cus_one")


def change(api, person, invoice, body):
    return api.patch(f"/merchant/invoices/{invoice.id}", body, token=person.token)


def test_lines_are_replaced_and_summed_anew(api, staff, draft):
    reply = change(api, staff("accountant"), draft, {"lines": [LINE], "notes": "New"})
    assert (reply.status, reply.json["total"], reply.json["notes"]) == (200, 21400, "New")
    kept = find_whole_for_staff("ten_acme", draft.id)
    assert (kept.total, len(kept.lines), kept.version) == (21400, 1, 2)
    assert actions(draft.id) == ["invoice.edited"]


def test_what_is_left_out_or_null_stays(api, staff, draft):
    reply = change(api, staff(), draft, {"currency": "USD", "due_date": None})
    assert (reply.json["currency"], reply.json["due_date"], reply.json["total"]) == ("USD", "2026-03-30", 11900)


def test_an_empty_change_writes_nothing(api, staff, draft):
    assert change(api, staff(), draft, {}).status == 200
    assert (find_whole_for_staff("ten_acme", draft.id).version, actions(draft.id)) == (1, [])


def test_a_due_date_before_a_chosen_issue_date_is_refused(api, staff, draft):
    assert change(api, staff(), draft, {"issue_date": "2026-03-20"}).status == 200
    reply = change(api, staff(), draft, {"due_date": "2026-03-19"})
    assert (reply.status, reply.fields) == (422, ["due_date"])


def test_an_issued_invoice_is_never_changed(api, staff, acme):
    for more in ({}, {"paid": 11900}, {"status": "void"}):
        issued = issued_invoice("ten_acme", "cus_one", **more)
        reply = change(api, staff(), issued, {"notes": "changed"})
        assert (reply.status, reply.code) == (409, "invoice_issued")
        assert find_whole_for_staff("ten_acme", issued.id).notes == ""


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
    assert change(api, staff(), draft, {"customer_id": "cus_nobody"}).fields == ["customer_id"]
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
    assert find_whole_for_staff("ten_acme", draft.id).notes == "first"


def drafts_of(api, person, customer_id):
    query = {"customer_id": customer_id, "status": "draft"}
    return [each["id"] for each in api.get("/merchant/invoices", token=person.token, query=query).json["items"]]


def test_a_draft_goes_to_another_customer_as_a_whole(api, staff, draft):
    reply = change(api, staff("accountant"), draft, {"customer_id": "cus_two", "notes": "Yours"})
    assert (reply.status, reply.json["customer_id"], reply.json["notes"]) == (200, "cus_two", "Yours")
    assert store.get("ten_acme#cus_one", draft.id) is None
    moved = find_whole_for_staff("ten_acme", draft.id)
    assert (moved.customer_id, moved.version, moved.total, moved.created_at) == ("cus_two", 2, 11900, draft.created_at)
    assert (drafts_of(api, staff(), "cus_one"), drafts_of(api, staff(), "cus_two")) == ([], [draft.id])
    [told] = [entry for entry in changes() if entry.subject_id == draft.id]
    assert (told.action, told.customer_id) == ("invoice.edited", "cus_two")
    assert told.changes == {"fields": "customer_id, notes", "from_customer": "cus_one"}
    sent = api.post(f"/merchant/invoices/{draft.id}/sending", {}, token=staff().token)
    assert (sent.status, sent.json["buyer"]["name"]) == (200, "Hopper Inc")
    assert find_customer("ten_acme", "cus_two").outstanding == {"EUR": 11900}
    assert find_customer("ten_acme", "cus_one").outstanding == {}


def test_the_taxes_speak_the_new_customers_language_and_the_customer_is_in_use(api, staff, draft):
    a_customer("ten_acme", "cus_de")
    change_customer_row("cus_de", language="de", in_use=False)
    reply = change(api, staff(), draft, {"customer_id": "cus_de"})
    assert [tax["name"] for tax in reply.json["taxes"]] == ["Steuer"]
    assert reply.json["lines"][0]["description"] == "Robot arm"
    assert find_customer("ten_acme", "cus_de").in_use


def test_the_same_customer_moves_nothing(api, staff, draft):
    assert change(api, staff(), draft, {"customer_id": "cus_one"}).status == 200
    assert find_whole_for_staff("ten_acme", draft.id).partition == "ten_acme#cus_one"


@pytest.mark.parametrize("customer_id", ["cus_nobody", "cus_three", "../cus_two", ""])
def test_v05_a_customer_of_another_merchant_is_like_one_that_is_not_there(api, staff, globex, draft, customer_id):
    reply = change(api, staff(), draft, {"customer_id": customer_id})
    assert (reply.status, reply.fields) == (422, ["customer_id"])
    assert find_whole_for_staff("ten_acme", draft.id) == draft


def test_only_a_draft_that_no_subscription_made_goes_to_another_customer(api, staff, acme):
    issued = issued_invoice("ten_acme", "cus_one")
    assert change(api, staff(), issued, {"customer_id": "cus_two"}).code == "invoice_issued"
    billed = draft_invoice("ten_acme", "cus_one", subscription_id="sub_1", plan_code="team")
    assert change(api, staff(), billed, {"customer_id": "cus_two"}).code == "draft_of_subscription"
    assert change(api, staff(), billed, {"customer_id": "cus_one", "notes": "x"}).status == 200


@pytest.mark.parametrize("body", [{"notes": "late"}, {"customer_id": "cus_two", "notes": "late"}])
def test_whoever_read_a_draft_before_it_went_away_and_came_back_is_refused(api, staff, draft, monkeypatch, body):
    """The version goes on counting from row to row, so the key of before with the content of before is another row."""
    change(api, staff(), draft, {"customer_id": "cus_two"})
    change(api, staff(), draft, {"customer_id": "cus_one", "notes": "newest"})
    monkeypatch.setattr(verb, "find_whole_for_staff", lambda tenant_id, invoice_id: draft)
    reply = change(api, staff(), draft, body)
    assert (reply.status, reply.code) == (409, "conflict")
    kept = find_whole_for_staff("ten_acme", draft.id)
    assert (kept.customer_id, kept.notes, kept.version) == ("cus_one", "newest", 3)
    assert store.get("ten_acme#cus_two", draft.id) is None


def test_a_draft_that_is_sent_meanwhile_does_not_move_and_one_that_moved_is_not_sent(api, staff, draft, monkeypatch):
    send = lambda: api.post(f"/merchant/invoices/{draft.id}/sending", {}, token=staff().token)  # noqa: E731
    assert send().status == 200
    with monkeypatch.context() as patch:
        patch.setattr(verb, "find_whole_for_staff", lambda tenant_id, invoice_id: draft)
        assert change(api, staff(), draft, {"customer_id": "cus_two"}).code == "conflict"
    assert find_whole_for_staff("ten_acme", draft.id).status == "sent"
    other = draft_invoice("ten_acme", "cus_one")
    assert change(api, staff(), other, {"customer_id": "cus_two"}).status == 200
    monkeypatch.setattr(sending, "find_whole_for_staff", lambda tenant_id, invoice_id: other)
    late = api.post(f"/merchant/invoices/{other.id}/sending", {}, token=staff().token)
    assert (late.status, find_whole_for_staff("ten_acme", other.id).status) == (409, "draft")


def test_whoever_looks_while_a_draft_moves_finds_it(draft, monkeypatch):
    asked = []

    def moves_away(tenant_id, object_id):
        asked.append(object_id)
        return "cus_two" if len(asked) == 1 else "cus_one"

    monkeypatch.setattr(directory, "customer_of", moves_away)
    assert find_whole_for_staff("ten_acme", draft.id) == draft
