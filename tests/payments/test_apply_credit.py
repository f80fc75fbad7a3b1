"""Staff apply a customer's credit to an invoice."""

import pytest

from chalicelib.customers.store import table as customers
from tests.fixtures.books import check_books, old_credit, payments
from tests.fixtures.invoices import actions, draft_invoice, mails


@pytest.fixture
def apply(desk, staff):
    def call(invoice, *, key="c", by=None, **body):
        path = f"/merchant/invoices/{invoice.id}/credits"
        return desk.api.post(path, body, token=(by or staff("accountant")).token, key=key)

    return call


def credit():
    return customers.get("ten_acme", "cus_one").credit.get("EUR", 0)


def test_as_much_as_there_is_and_is_owed(desk, apply):
    invoice = desk.invoice()
    old_credit(2000)
    reply = apply(invoice)
    assert (reply.status, reply.json["method"], reply.json["amount"]) == (201, "credit", 2000)
    assert (desk.now(invoice).status, desk.now(invoice).balance, credit()) == ("partially_paid", 9900, 0)
    assert actions(reply.json["id"]) == ["credit.applied"]
    assert len(mails()) == 1
    (settlement,) = desk.now(invoice).settlements
    assert (settlement.payment_id, settlement.date, settlement.method) == (reply.json["id"], "2026-03-16", "credit")
    (payment,) = payments()
    assert (payment.id[:4], payment.number, payment.language, payment.document_key[:9]) == (
        "pay_",
        "R-00001",
        "en",
        "receipts/",
    )
    assert payment.created_at == "2026-03-16T12:00:00.000Z"
    check_books(desk.bank)


def test_a_part_of_it(desk, apply):
    invoice = desk.invoice()
    old_credit(20000)
    assert apply(invoice, amount=900).json["amount"] == 900
    assert apply(invoice, key="rest").json["amount"] == 11000
    assert (desk.now(invoice).status, credit()) == ("paid", 8100)
    check_books(desk.bank)


def test_more_than_there_is_names_the_amount_and_none_is_a_conflict(desk, apply):
    invoice = desk.invoice()
    assert apply(invoice).code == "no_credit"
    old_credit(500)
    reply = apply(invoice, amount=501, key="d")
    assert [(one["path"], one["message"]) for one in reply.json["errors"]] == [
        ("amount", "Please enter at most €5.00.")
    ]
    assert apply(invoice, amount=0, key="e").fields == ["amount"]
    assert payments() == []
    assert apply(invoice, amount=499, key="f").status == 201
    assert apply(invoice, key="g").json["amount"] == 1


def test_an_open_page_is_ended_and_the_credit_it_reserved_is_applied(desk, apply):
    invoice = desk.invoice()
    old_credit(2000)
    page = desk.pay(invoice)
    assert apply(invoice).json["amount"] == 2000
    assert desk.attempt(page)["status"] == "expired"
    check_books(desk.bank)


def test_the_same_key_applies_once(desk, apply):
    from chalicelib.adapters.idempotency import RecordRow

    invoice = desk.invoice()
    old_credit(2000)
    first = apply(invoice, amount=500)
    for row in RecordRow.scan():
        row.delete()
    assert apply(invoice, amount=500).json == first.json
    assert (len(payments()), credit()) == (1, 1500)


def test_paid_and_draft_invoices_are_conflicts(desk, apply):
    old_credit(20000)
    invoice = desk.invoice()
    apply(invoice)
    assert apply(invoice, key="again").code == "invoice_already_paid"
    assert apply(draft_invoice("ten_acme", "cus_one"), key="d").code == "invoice_not_issued"


def test_support_may_not_and_strangers_find_nothing(desk, apply, staff, stranger_staff):
    invoice = desk.invoice()
    assert apply(invoice, by=staff("support"), amount="x").status == 403
    assert apply(invoice, by=stranger_staff).status == 404
    assert apply(invoice, by=desk.ada).status == 401
    assert apply(invoice, key=None).status == 400
    assert apply(invoice, unknown=1).fields == ["unknown"]
