"""A client, or staff, look at one invoice."""

import pytest

from chalicelib.invoices.find import find_whole
from tests.fixtures.invoices import TODAY, a_line, actions, draft_invoice, issued_invoice, requests_of


@pytest.fixture
def invoice(acme):
    return issued_invoice("ten_acme", "cus_one", lines=[a_line(), a_line(tax_rate="7")], paid=900)


def show(api, person, invoice_id):
    return api.get(f"/portal/invoices/{invoice_id}", token=person.token)


def test_a_client_sees_lines_taxes_and_payments(api, bob, invoice):
    reply = show(api, bob, invoice.id)
    found = reply.json
    assert (reply.status, found["status"], found["total"], found["balance"]) == (200, "partially_paid", 22600, 21700)
    line = {
        "description": "Robot arm",
        "quantity": "1",
        "unit_price": 10000,
        "tax_rate": "19",
        "tax_category": "S",
        "amount": 10000,
    }
    assert found["lines"] == [line, {**line, "tax_rate": "7"}]
    assert found["taxes"] == [
        {"name": "VAT", "rate": "19", "category": "S", "reason": "", "base": 10000, "amount": 1900},
        {"name": "VAT", "rate": "7", "category": "S", "reason": "", "base": 10000, "amount": 700},
    ]
    assert found["payments"] == [
        {"id": "pay_1", "date": "2026-03-16", "method": "card", "amount": 900, "refunded": 0, "status": "succeeded"}
    ]
    assert (found["seller"]["tax_id"], found["buyer"]["name"]) == ("DE123456789", "Ada & Co")


def test_nothing_of_ours_alone_is_shown(api, ada, invoice):
    shown = show(api, ada, invoice.id).json.keys()
    assert not shown & {
        "tenant_id",
        "document_key",
        "version",
        "generation",
        "attempt_id",
        "snapshot",
        "verification_code",
    }


def test_v27_looking_changes_nothing(api, ada, invoice):
    show(api, ada, invoice.id)
    api.get(f"/portal/invoices/{invoice.id}/xml", token=ada.token)
    assert find_whole("ten_acme#cus_one", invoice.id) == invoice
    assert actions(invoice.id) == []


def test_the_status_is_todays(api, ada, staff, acme, time):
    kept = issued_invoice("ten_acme", "cus_one", due_date=TODAY)
    time.move(days=1)
    assert show(api, ada, kept.id).json["status"] == "overdue"
    assert api.get(f"/merchant/invoices/{kept.id}", token=staff().token).json["status"] == "overdue"


def test_v01_v04_foreign_absent_and_draft_answer_alike(api, ada, carol, eve, invoice):
    draft = draft_invoice("ten_acme", "cus_one")
    replies = [
        show(api, carol, invoice.id),
        show(api, eve, invoice.id),
        show(api, ada, "inv_01J00000000000000000000000"),
        show(api, ada, draft.id),
        api.get(
            f"/portal/invoices/{invoice.id}",
            token=eve.token,
            headers={"X-Tenant": "ten_acme", "X-Customer": "cus_one"},
        ),
    ]
    answers = [{**reply.json, "request_id": ""} for reply in replies]
    assert [reply.status for reply in replies] == [404] * 5
    assert all(answer == answers[0] for answer in answers)


def test_v04_the_query_names_nobody(api, eve, invoice):
    reply = api.get(f"/portal/invoices/{invoice.id}", token=eve.token, query={"customer_id": "cus_one"})
    assert reply.status == 404


def test_v23_a_path_that_climbs_is_nothing(api, ada, invoice):
    for evil in ("..", "%2e%2e%2fcus_two", "inv_1%23x", "a" * 200, ".%2e", "inv%00"):
        assert show(api, ada, evil).status == 404


def test_strangers_staff_and_who_was_sent_away_are_not_let_in(api, staff, dave, invoice):
    assert api.get(f"/portal/invoices/{invoice.id}").status == 401
    assert show(api, staff(), invoice.id).status == 401
    assert show(api, dave, invoice.id).status == 401


def test_an_unknown_parameter_is_named(api, ada, staff, invoice):
    assert api.get(f"/portal/invoices/{invoice.id}", token=ada.token, query={"colour": "x"}).fields == ["colour"]
    assert api.get(f"/merchant/invoices/{invoice.id}", token=staff().token, query={"colour": "x"}).fields == ["colour"]


def test_staff_of_every_role_see_drafts_too(api, staff, invoice):
    draft = draft_invoice("ten_acme", "cus_two")
    for role in ("support", "accountant", "admin", "owner"):
        for one in (draft, invoice):
            reply = api.get(f"/merchant/invoices/{one.id}", token=staff(role).token)
            assert (reply.status, reply.json["id"], reply.json["customer_id"]) == (200, one.id, one.customer_id)


def test_staff_of_another_merchant_and_clients_see_nothing(api, stranger_staff, ada, invoice):
    foreign = api.get(f"/merchant/invoices/{invoice.id}", token=stranger_staff.token)
    absent = api.get("/merchant/invoices/inv_nothing", token=stranger_staff.token)
    assert (foreign.status, absent.status, foreign.json["detail"]) == (404, 404, absent.json["detail"])
    assert api.get(f"/merchant/invoices/{invoice.id}", token=ada.token).status == 401


def test_a_client_asks_twice_for_an_invoice_and_staff_once_more_for_whose_it_is(api, ada, staff, invoice):
    person = staff()
    assert requests_of(lambda: show(api, ada, invoice.id), ada) == 2
    assert requests_of(lambda: api.get(f"/portal/invoices/{invoice.id}/pdf", token=ada.token), ada) == 2
    assert requests_of(lambda: api.get(f"/merchant/invoices/{invoice.id}", token=person.token), person) == 3
