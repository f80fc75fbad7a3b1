"""A client pays several invoices of one currency in one go."""

from datetime import timedelta
from itertools import count

import pytest

from tests.fixtures.books import attempts, check_books, ledger, payments
from tests.fixtures.invoices import TODAY, draft_invoice, issued_invoice, mails

_keys = count()


@pytest.fixture
def bill(desk):
    """Three invoices of 119.00 EUR; the second one is due first."""
    due = [TODAY + timedelta(days=days) for days in (9, 1, 20)]
    return [desk.invoice(number=number, due_date=day) for number, day in enumerate(due, 1)]


@pytest.fixture
def pay(desk):
    def call(invoices, method=None, *, by=None, key=None, **more):
        body = {"invoice_ids": [getattr(one, "id", one) for one in invoices], **more}
        if method:
            body["payment_method_id"] = method.id
        token = by.token if by else desk.ada.token
        return desk.api.post("/portal/payments", body, token=token, key=key or f"several-{next(_keys)}")

    return call


def test_one_charge_pays_all_of_them(desk, bill, pay):
    reply = pay(bill, desk.card())
    assert (reply.status, reply.json["amount"]) == (201, 35700)
    assert reply.json["invoice_ids"] == [bill[1].id, bill[0].id, bill[2].id], "those due first at the front"
    assert [desk.now(invoice).status for invoice in bill] == ["paid"] * 3
    assert desk.bank.charged == [35700]
    (payment,) = payments()
    assert [(one.number, one.amount) for one in payment.invoices] == [
        ("INV-00002", 11900),
        ("INV-00001", 11900),
        ("INV-00003", 11900),
    ]
    assert len(ledger()) == 1
    assert len(mails()) == 1
    check_books(desk.bank)


def test_on_the_gateways_page_all_become_pending_or_none(desk, bill, pay):
    page = pay(bill)
    assert page.status == 202
    assert {desk.now(invoice).attempt_id for invoice in bill} == {page.json["id"]}
    assert pay(bill).json["redirect_url"] == page.json["redirect_url"], "the same request leads to the same page"
    desk.bank.press(page.json["redirect_url"])
    desk.bank.deliver()
    assert [desk.now(invoice).status for invoice in bill] == ["paid"] * 3
    check_books(desk.bank)


def test_a_declined_card_lets_go_of_all(desk, bill, pay):
    assert pay(bill, desk.card("pm_card_visa_chargeDeclined")).status == 402
    assert {desk.now(invoice).attempt_id for invoice in bill} == {None}
    (mail,) = mails()
    assert mail.subject == "Your payment for invoice INV-00002, INV-00001, INV-00003 did not go through"
    assert "https://portal.example.com/acme/invoices\n" in f"{mail.text}\n"


def test_paying_one_of_them_ends_the_page_of_all(desk, bill, pay):
    page = pay(bill)
    assert desk.pay(bill[0], desk.card()).status == 201
    assert desk.attempt(page)["status"] == "expired"
    assert {desk.now(invoice).attempt_id for invoice in bill} == {None}
    check_books(desk.bank)


def test_paying_all_ends_the_page_of_one(desk, bill, pay):
    page = desk.pay(bill[0])
    assert pay(bill, desk.card()).status == 201
    assert desk.attempt(page)["status"] == "expired"
    check_books(desk.bank)


def test_an_invoice_that_was_paid_meanwhile_becomes_credit_never_a_loss(desk, bill, pay, staff):
    page = pay(bill)
    session = desk.bank.provider.rows("checkout.session")[0]
    body = {"method": "cash", "amount": 11900, "date": "2026-03-16"}
    assert desk.api.post(f"/merchant/invoices/{bill[0].id}/payments", body, token=staff().token, key="k").status == 201
    store = desk.bank.provider.store
    account, _ = desk.bank.provider.account("sk_test_acme_0001")
    store.put(account, "checkout.session", {**store.get(account, "checkout.session", session["id"]), "status": "open"})
    desk.bank.press(page.json["redirect_url"])
    desk.bank.deliver()
    assert [(one.amount, one.credited) for one in payments()] == [(11900, 0), (35700, 11900)]
    assert [desk.now(invoice).status for invoice in bill] == ["paid"] * 3
    check_books(desk.bank)


def test_twenty_fit_into_one_transaction(desk, pay):
    invoices = [desk.invoice(number=number) for number in range(1, 21)]
    assert pay(invoices, desk.card()).status == 201
    assert {desk.now(invoice).status for invoice in invoices} == {"paid"}
    assert pay([*invoices, "inv_x"], desk.card()).fields == ["invoice_ids"]


def test_a_repeated_request_finds_its_attempt(desk, bill, pay):
    card = desk.card()
    first, again = pay(bill, card, key="once"), pay(bill, card, key="once")
    assert first.json["id"] == again.json["id"]
    assert len(attempts()) == 1


@pytest.mark.parametrize("which", ["absent", "draft", "foreign", "twice", "none", "currencies"])
def test_what_cannot_be_paid_together_names_the_field(desk, bill, pay, which):
    wrong = {
        "absent": lambda: [bill[0].id, "inv_absent"],
        "draft": lambda: [bill[0], draft_invoice("ten_acme", "cus_one")],
        "foreign": lambda: [bill[0], issued_invoice("ten_acme", "cus_two")],
        "twice": lambda: [bill[0], bill[0]],
        "none": list,
        "currencies": lambda: [bill[0], desk.invoice(currency="USD")],
    }[which]()
    reply = pay(wrong)
    assert (reply.status, reply.fields) == (422, ["invoice_ids"])
    assert attempts() == []


def test_one_that_is_paid_already_refuses_them_all(desk, bill, pay):
    card = desk.card()
    desk.pay(bill[0], card)
    assert pay(bill, card).code == "invoice_already_paid"
    assert desk.bank.charged == [11900]


def test_a_stranger_a_viewer_and_other_tenants_may_not(desk, bill, pay, bob, eve):
    assert desk.api.post("/portal/payments", {"invoice_ids": [bill[0].id]}, key="k").status == 401
    assert pay(bill, by=bob).status == 403
    assert pay(bill, by=eve).fields == ["invoice_ids"]


def test_an_unknown_field_and_an_amount_are_refused(desk, bill, pay):
    assert pay(bill, amount=100).fields == ["amount"]
    assert pay(bill, customer_id="cus_two").fields == ["customer_id"]
