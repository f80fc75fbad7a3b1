"""Staff record money that came another way."""

import pytest

from tests.fixtures.books import attempts, check_books, ledger, payments
from tests.fixtures.invoices import actions, draft_invoice, mails, renderings


@pytest.fixture
def record(desk, staff):
    """Record a bank transfer for an invoice over the API."""

    def call(invoice, *, key="k", by=None, **body):
        sent = {"method": "bank_transfer", "amount": 11900, "date": "2026-03-14", "reference": "RF18 5390", **body}
        path = f"/merchant/invoices/{invoice.id}/payments"
        return desk.api.post(path, sent, token=(by or staff("accountant")).token, key=key)

    return call


def test_a_transfer_settles_the_invoice_and_sends_the_receipt(desk, record):
    invoice = desk.invoice()
    reply = record(invoice)
    assert reply.status == 201
    assert reply.json == {
        "id": payments()[0].id, "number": "R-00001", "date": "2026-03-14", "method": "bank_transfer", "brand": "",
        "last4": "", "amount": 11900, "currency": "EUR", "refunded": 0, "credited": 0, "status": "succeeded",
        "reference": "RF18 5390", "customer_id": "cus_one", "charge_id": None,
        "invoices": [{"invoice_id": invoice.id, "number": "INV-00001", "amount": 11900}],
    }  # fmt: skip
    assert desk.now(invoice).status == "paid"
    assert desk.now(invoice).settlements[0].date == "2026-03-14"
    assert [mail.to for mail in mails()] == ["ada@example.com"]
    assert len(renderings()) == 1
    assert actions(reply.json["id"]) == ["payment.recorded"]
    check_books(desk.bank)


def test_it_is_booked_in_double_entry_where_the_money_lies(desk, record):
    record(desk.invoice(), method="cash")
    (entry,) = ledger()
    assert {posting.account: posting.amount for posting in entry.postings} == {"cash": 11900, "receivable": -11900}


def test_a_part_leaves_the_rest_open(desk, record):
    invoice = desk.invoice()
    assert record(invoice, amount=1900).status == 201
    assert (desk.now(invoice).status, desk.now(invoice).balance) == ("partially_paid", 10000)
    assert record(invoice, amount=10000, key="k2").status == 201
    assert desk.now(invoice).status == "paid"
    check_books(desk.bank)


def test_what_is_above_the_balance_becomes_credit(desk, record, staff):
    invoice = desk.invoice()
    reply = record(invoice, amount=12000)
    assert (reply.status, reply.json["credited"]) == (201, 100)
    assert reply.json["invoices"] == [{"invoice_id": invoice.id, "number": "INV-00001", "amount": 11900}]
    assert desk.now(invoice).status == "paid"
    (entry,) = ledger()
    sides = {posting.account: posting.amount for posting in entry.postings}
    assert sides == {"bank_transfer": 12000, "receivable": -11900, "customer_credit": -100}
    customer = desk.api.get("/merchant/customers/cus_one", token=staff("support").token).json
    assert customer["credit"] == [{"currency": "EUR", "amount": 100}]
    check_books(desk.bank)


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", 0), ("amount", "119"), ("date", "2026-03-17"), ("date", "2026-02-30"), ("method", "card"),
     ("reference", "a\nb"), ("reference", "x" * 201), ("customer_id", "cus_two")],
)  # fmt: skip
def test_what_is_wrong_is_named(desk, record, field, value):
    reply = record(desk.invoice(), **{field: value})
    assert (reply.status, reply.fields) == (422, [field])
    assert ledger() == []


def test_today_is_the_merchants_day(desk, record, time):
    time.move(hours=11, minutes=30)  # 23:30 in UTC is the next day in Berlin
    assert record(desk.invoice(), date="2026-03-17").status == 201


def test_the_same_key_books_once_even_if_the_first_answer_was_never_kept(desk, record):
    invoice = desk.invoice()
    first = record(invoice, amount=1900)
    _forget_answers()
    second = record(invoice, amount=1900)
    assert first.json == second.json
    assert len(payments()) == 1
    check_books(desk.bank)


def _forget_answers():
    from chalicelib.adapters.idempotency import RecordRow

    for row in RecordRow.scan():
        row.delete()


def test_an_open_page_is_ended_first(desk, record):
    invoice = desk.invoice()
    page = desk.pay(invoice)
    assert record(invoice).status == 201
    assert desk.attempt(page)["status"] == "expired"
    assert [row["status"] for row in desk.bank.provider.rows("checkout.session")] == ["expired"]
    check_books(desk.bank)


def test_a_page_that_was_paid_meanwhile_refuses_and_books_the_card(desk, record):
    invoice = desk.invoice()
    page = desk.pay(invoice)
    desk.bank.press(page.json["redirect_url"])
    reply = record(invoice)
    assert (reply.status, reply.code) == (409, "paid_meanwhile")
    assert [payment.method for payment in payments()] == ["card"]
    check_books(desk.bank)


def test_a_payment_the_bank_is_working_on_refuses(desk, record):
    invoice = desk.invoice()
    desk.pay(invoice, desk.card("pm_success_de"))
    reply = record(invoice)
    assert (reply.status, reply.code) == (409, "payment_pending")
    assert len(attempts()) == 1


def test_a_paid_a_void_and_a_draft_invoice_are_conflicts(desk, record):
    paid = desk.invoice()
    record(paid)
    assert record(paid, key="k2").code == "invoice_already_paid"
    assert record(desk.invoice(number=2, status="void"), key="k3").code == "invoice_void"
    assert record(draft_invoice(desk.ada.tenant_id, "cus_one"), key="k4").code == "invoice_not_issued"


def test_support_may_not_and_another_tenants_staff_find_nothing(desk, record, staff, stranger_staff):
    invoice = desk.invoice()
    assert record(invoice, by=staff("support"), amount="much").status == 403
    assert record(invoice, by=stranger_staff).status == 404
    assert record(invoice, by=desk.ada).status == 401
    assert desk.api.post(f"/merchant/invoices/{invoice.id}/payments", {}, key="k").status == 401


def test_without_an_idempotency_key_nothing_moves(desk, record):
    assert record(desk.invoice(), key=None).status == 400
    assert ledger() == []
