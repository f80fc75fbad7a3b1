"""Money that goes back, days that pass and pages that were opened before: none of them changes what is owed twice (V09)."""

from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.invoices import mark_overdue
from chalicelib.invoices.settle import settle_invoice
from tests.fixtures.books import attempts, check_books, payments
from tests.fixtures.invoices import TODAY, a_settlement, actions


@pytest.fixture
def office(desk, staff):
    """Staff act on an invoice over the API."""

    def call(invoice, what, **body):
        path = f"/merchant/invoices/{invoice.id}/{what}"
        return desk.api.post(path, body, token=staff("accountant").token, key=f"{what}-{len(payments())}")

    return call


def test_v09_what_went_back_is_not_owed_again_whatever_day_it_is(desk, office, time):
    invoice = desk.invoice(due_date=TODAY)
    assert desk.pay(invoice, desk.card()).status == 201
    assert office(invoice, "refunds", amount=11900).status == 201
    time.move(days=40)
    mark_overdue.mark_overdue_invoices("req_sweep")
    desk.bank.deliver(times=2)
    now = desk.now(invoice)
    assert (now.status, now.balance, now.refunded) == ("paid", 0, 11900)
    assert desk.pay(invoice, desk.card()).status == 409
    assert desk.bank.charged == [11900]
    check_books(desk.bank)


def test_v09_what_is_owed_again_becomes_overdue_once(desk, office, time):
    invoice = desk.invoice(due_date=TODAY)
    desk.pay(invoice, desk.card())
    assert office(invoice, "refunds", amount=5000, reopen=True).status == 201
    time.move(days=1)
    for _ in range(2):
        mark_overdue.mark_overdue_invoices("req_sweep")
    assert (desk.now(invoice).status, desk.now(invoice).balance) == ("overdue", 5000)
    assert actions(invoice.id).count("invoice.became_overdue") == 1
    desk.bank.deliver()
    check_books(desk.bank)


def test_v09_the_sweep_leaves_what_was_paid_while_it_looked(desk, time, monkeypatch):
    invoice = desk.invoice(due_date=TODAY + timedelta(days=1))
    time.move(days=2)
    looked = mark_overdue.rules.with_status

    def paid_meanwhile(found, today):
        marked = looked(found, today)
        monkeypatch.setattr(mark_overdue.rules, "with_status", looked)
        with transaction() as tx:
            settle_invoice(tx, found, [a_settlement(11900)], today)
        return marked

    monkeypatch.setattr(mark_overdue.rules, "with_status", paid_meanwhile)
    mark_overdue.mark_overdue_invoices("req_sweep")
    assert (desk.now(invoice).status, desk.now(invoice).balance) == ("paid", 0)


def test_v09_a_page_with_an_amount_of_before_takes_no_money(desk, office):
    """119.00 stood on the gateway's page; 100.00 came by bank meanwhile, so only 19.00 may still be asked for."""
    invoice = desk.invoice()
    page = desk.pay(invoice).json["redirect_url"]
    assert office(invoice, "payments", method="bank_transfer", amount=10000, date="2026-03-16").status == 201
    with pytest.raises(AssertionError, match="answered 410"):
        desk.bank.press(page)
    desk.bank.deliver()
    assert desk.bank.charged == []
    assert [attempt.state for attempt in attempts()] == ["expired"]
    assert desk.now(invoice).balance == 1900
    assert desk.pay(invoice, desk.card()).json["amount"] == 1900
    assert desk.bank.charged == [1900]
    desk.bank.deliver()
    check_books(desk.bank)


def test_v09_money_that_came_by_the_page_first_is_booked_once_and_staff_are_told(desk, office):
    invoice = desk.invoice()
    desk.bank.press(desk.pay(invoice).json["redirect_url"])
    reply = office(invoice, "payments", method="bank_transfer", amount=10000, date="2026-03-16")
    assert reply.status == 409
    desk.bank.deliver()
    assert (desk.now(invoice).status, desk.bank.charged, len(payments())) == ("paid", [11900], 1)
    check_books(desk.bank)
