"""Credit waits until a client pays; then it is used first, reserved while the payment is open, and given back if it fails."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.customers.store import table as customers
from chalicelib.customers.totals import receive_payment
from chalicelib.payments import store
from tests.fixtures.books import attempts, check_books, ledger, old_credit, payments
from tests.fixtures.invoices import mails
from tests.fixtures.people import change_portal


def credit():
    return customers.get("ten_acme", "cus_one").credit.get("EUR", 0)


def test_an_invoice_that_credit_covers_is_paid_without_the_gateway(desk):
    invoice = desk.invoice()
    old_credit(20000)
    reply = desk.pay(invoice)
    assert reply.status == 201
    assert (reply.json["amount"], reply.json["credit"], reply.json["redirect_url"]) == (11900, 11900, None)
    assert desk.now(invoice).status == "paid"
    assert [(one.method, one.amount) for one in desk.now(invoice).settlements] == [("credit", 11900)]
    assert [(one.method, one.number) for one in payments()] == [("credit", "R-00001")]
    assert (credit(), desk.bank.provider.rows("checkout.session"), desk.bank.charged) == (8100, [], [])
    assert [mail.subject for mail in mails()] == ["Receipt R-00001: €119.00"]
    check_books(desk.bank)


def test_credit_pays_first_and_the_card_the_rest(desk):
    invoice, card = desk.invoice(), desk.card()
    old_credit(2000)
    reply = desk.pay(invoice, card)
    assert (reply.status, reply.json["amount"], reply.json["credit"]) == (201, 11900, 2000)
    assert desk.bank.charged == [9900]
    assert [(one.method, one.amount) for one in payments()] == [("card", 9900), ("credit", 2000)]
    assert sorted((one.method, one.amount) for one in desk.now(invoice).settlements) == [
        ("card", 9900),
        ("credit", 2000),
    ]
    sides = [{one.account: one.amount for one in entry.postings} for entry in ledger() if entry.kind == "credit"]
    assert sides == [{"customer_credit": 2000, "receivable": -2000}]
    assert credit() == 0
    assert len(mails()) == 1
    assert "€20.00 of your credit were used as well." in (mails()[0].text or "")
    listed = desk.api.get("/portal/payments", token=desk.ada.token).json["items"]
    assert sorted(one["method"] for one in listed) == ["card", "credit"]
    check_books(desk.bank)


def test_credit_is_used_within_the_amount(desk):
    change_portal("ten_acme", allow_partial_payment=True)
    invoice = desk.invoice()
    old_credit(20000)
    assert desk.pay(invoice, amount=3000).status == 201
    assert (desk.now(invoice).balance, credit()) == (8900, 17000)
    check_books(desk.bank)


def test_it_is_reserved_while_the_page_is_open_and_given_back_when_it_closes(desk, time):
    invoice = desk.invoice()
    old_credit(2000)
    assert desk.pay(invoice).status == 202
    assert credit() == 0
    booked_open = [attempt.credit for attempt in attempts()]
    time.move(minutes=61)
    desk.reconcile()
    assert (booked_open, credit()) == ([2000], 2000)
    assert [attempt.state for attempt in attempts()] == ["expired"]
    check_books(desk.bank)


def test_a_declined_card_gives_it_back(desk):
    old_credit(2000)
    assert desk.pay(desk.invoice(), desk.card("pm_card_visa_chargeDeclined")).status == 402
    assert credit() == 2000
    check_books(desk.bank)


def test_another_way_to_pay_uses_the_credit_that_the_first_one_gives_back(desk):
    invoice = desk.invoice()
    old_credit(2000)
    desk.pay(invoice)
    reply = desk.pay(invoice, desk.card())
    assert (reply.status, reply.json["credit"], desk.bank.charged) == (201, 2000, [9900])
    check_books(desk.bank)


def test_money_that_comes_after_its_end_pays_without_the_credit(desk):
    """The attempt was given up and its credit freed; then the charge succeeds after all."""
    invoice = desk.invoice()
    old_credit(2000)
    page = desk.pay(invoice)
    (attempt,) = attempts()
    lost = desk.bank.provider.rows("checkout.session")[0]
    with transaction() as tx:
        store.attempts.save(tx, attempt.model_copy(update={"state": "expired"}))
        receive_payment(tx, "ten_acme", "cus_one", "EUR", settled=0, credited=2000)
    desk.bank.press(page.json["redirect_url"])
    desk.bank.deliver()
    assert lost["amount_total"] == 9900
    assert (desk.now(invoice).balance, credit()) == (2000, 2000)
    check_books(desk.bank)


def test_two_invoices_at_once_share_no_credit(desk):
    """The second one finds none: it was reserved together with the first attempt."""
    old_credit(2000)
    first, second = desk.invoice(), desk.invoice(number=2)
    assert desk.pay(first).json["credit"] == 2000
    assert desk.pay(second).json["credit"] == 0


@pytest.mark.parametrize("currency", ["USD"])
def test_credit_of_another_currency_stays(desk, currency):
    old_credit(20000)
    assert desk.pay(desk.invoice(currency=currency), desk.card()).json["credit"] == 0
    assert credit() == 20000
