"""Staff void invoices."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import Conflict
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import change_outstanding
from chalicelib.invoices import store
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.settle import attach_attempt, settle_invoice
from chalicelib.payments import void_invoice as verb
from tests.fixtures.books import attempts, check_books, ledger, payments
from tests.fixtures.invoices import TODAY, a_line, a_settlement, actions, draft_invoice, issued_invoice


@pytest.fixture
def invoice(acme):
    with transaction() as tx:
        change_outstanding(tx, "ten_acme", "cus_one", "EUR", 11900)
    return issued_invoice("ten_acme", "cus_one")


def void(api, person, invoice, body=None):
    return api.post(f"/merchant/invoices/{invoice.id}/voiding", body, token=person.token)


def test_a_void_invoice_is_owed_no_more_but_still_there(api, staff, ada, invoice):
    reply = void(api, staff("accountant"), invoice)
    assert (reply.status, reply.json["status"], reply.json["balance"], reply.json["number"]) == (
        200,
        "void",
        0,
        "INV-00001",
    )
    assert reply.json["actions"] == ["download", "print"]
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 0}
    assert actions(invoice.id) == ["invoice.voided"]
    (entry,) = ledger()
    assert {one.account: one.amount for one in entry.postings} == {"voided": 11900, "receivable": -11900}
    seen = api.get(f"/portal/invoices/{invoice.id}", token=ada.token)
    assert (seen.status, seen.json["status"], seen.json["actions"]) == (200, "void", ["download", "print"])
    assert store.query_open("ten_acme#cus_one") == []


def test_what_is_paid_or_being_paid_cannot_be_voided(api, staff, acme):
    cases = [
        ({"paid": 100}, "invoice_has_payments"),
        ({"paid": 11900}, "invoice_has_payments"),
        ({"attempt_id": "att_1"}, "payment_pending"),
        ({"status": "void"}, "invoice_void"),
        ({"lines": [a_line(unit_price=0)]}, "invoice_already_paid"),
    ]
    for more, code in cases:
        reply = void(api, staff(), issued_invoice("ten_acme", "cus_one", **more))
        assert (reply.status, reply.code) == (409, code)
    reply = void(api, staff(), draft_invoice("ten_acme", "cus_one"))
    assert (reply.status, reply.code) == (409, "invoice_not_issued")
    assert find_customer("ten_acme", "cus_one").outstanding == {}


def test_a_payment_at_the_same_moment_wins_or_loses_cleanly(api, staff, invoice, monkeypatch):
    """The payment comes between the reading of the invoice and the voiding."""

    def read_then_paid(tenant_id, invoice_id):
        found = find_whole_for_staff(tenant_id, invoice_id)
        if not found.settled:
            with transaction() as tx:
                settle_invoice(tx, found, [a_settlement(100)], TODAY)
        return found

    monkeypatch.setattr(verb, "find_whole_for_staff", read_then_paid)
    assert void(api, staff(), invoice).code == "invoice_has_payments"
    kept = find_whole_for_staff("ten_acme", invoice.id)
    assert (kept.status, kept.settled) == ("partially_paid", 100)
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 11900}


def test_voiding_first_refuses_the_attempt_that_read_before_it(api, staff, invoice):
    stale = find_whole_for_staff("ten_acme", invoice.id)
    void(api, staff(), invoice)
    with pytest.raises(Conflict), transaction() as tx:
        attach_attempt(tx, stale, "att_1")


def test_the_checks_come_in_order(api, staff, stranger_staff, ada, invoice):
    assert api.post(f"/merchant/invoices/{invoice.id}/voiding", {}).status == 401
    assert void(api, ada, invoice).status == 401
    assert void(api, stranger_staff, invoice, {"colour": 1}).status == 404
    assert void(api, staff("support"), invoice, {"colour": 1}).status == 403
    assert void(api, staff(), invoice, {"colour": 1}).fields == ["colour"]
    assert find_whole_for_staff("ten_acme", invoice.id).status == "sent"


@pytest.fixture
def owed(desk):
    return desk.invoice()


def page_of(desk):
    (page,) = desk.bank.provider.rows("checkout.session")
    return page


def test_an_open_page_is_ended_at_the_gateway_and_then_the_invoice_is_void(desk, staff, owed):
    opened = desk.pay(owed)
    shown = desk.api.get(f"/merchant/invoices/{owed.id}", token=staff().token).json
    assert "void" in shown["actions"]
    reply = void(desk.api, staff("accountant"), owed)
    assert (reply.status, reply.json["status"], page_of(desk)["status"]) == (200, "void", "expired")
    assert desk.attempt(opened)["status"] == "expired"
    assert desk.pay(owed).code == "invoice_void"
    desk.bank.deliver()
    assert (desk.now(owed).status, desk.bank.charged, payments()) == ("void", [], [])
    assert actions(owed.id) == ["invoice.voided"]
    check_books(desk.bank)


def test_a_payment_that_the_bank_works_on_is_waited_for(desk, staff, owed):
    desk.bank.press(desk.pay(owed).json["redirect_url"], "slow")
    desk.bank.deliver()
    reply = void(desk.api, staff(), owed)
    assert (reply.status, reply.code) == (409, "payment_pending")
    assert "Please wait until it is done" in reply.json["detail"]
    assert desk.now(owed).status == "sent"


def test_a_page_that_was_paid_meanwhile_is_booked_and_said(desk, staff, owed):
    desk.bank.press(desk.pay(owed).json["redirect_url"])
    reply = void(desk.api, staff(), owed)
    assert (reply.status, reply.code) == (409, "paid_meanwhile")
    assert desk.now(owed).status == "paid"
    assert void(desk.api, staff(), owed).code == "invoice_has_payments"
    desk.bank.deliver()
    check_books(desk.bank)


def test_while_the_gateway_is_away_nothing_changes(desk, staff, owed):
    desk.pay(owed)
    desk.bank.provider.fail_next(times=9, method="POST", path="/v1/checkout/sessions")
    reply = void(desk.api, staff(), owed)
    assert (reply.status, desk.now(owed).status, page_of(desk)["status"]) == (503, "sent", "open")
    assert [attempt.state for attempt in attempts()] == ["requires_action"]


def test_the_page_of_an_invoice_that_cannot_be_voided_stays_open(desk, staff, owed):
    desk.pay(owed)
    with transaction() as tx:
        settle_invoice(tx, desk.now(owed), [a_settlement(100)], TODAY)
    assert void(desk.api, staff(), owed).code == "invoice_has_payments"
    assert page_of(desk)["status"] == "open"
