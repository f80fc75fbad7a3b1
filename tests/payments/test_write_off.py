"""Staff give up on what an invoice still owes."""

import pytest

from chalicelib.customers.store import table as customers
from tests.fixtures.books import check_books, ledger
from tests.fixtures.invoices import actions, draft_invoice


@pytest.fixture
def write_off(desk, staff):
    def call(invoice, *, by=None, **body):
        path = f"/merchant/invoices/{invoice.id}/write-off"
        return desk.api.post(path, body, token=(by or staff("accountant")).token)

    return call


def test_the_balance_is_given_up_and_counts_as_settled_but_not_as_paid(desk, write_off, staff):
    invoice = desk.invoice()
    body = {"method": "cash", "amount": 1900, "date": "2026-03-16"}
    desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key="k")
    reply = write_off(invoice, reason="The company is gone.")
    assert reply.status == 200
    shown = reply.json
    assert (shown["status"], shown["balance"], shown["amount_paid"], shown["written_off"]) == ("paid", 0, 1900, 10000)
    assert [(one["method"], one["amount"], one["date"]) for one in shown["payments"]] == [
        ("cash", 1900, "2026-03-16"), ("write_off", 10000, "2026-03-16")
    ]  # fmt: skip
    (entry,) = [one for one in ledger() if one.kind == "write_off"]
    assert {one.account: one.amount for one in entry.postings} == {"write_off": 10000, "receivable": -10000}
    assert entry.reason == "The company is gone."
    assert customers.get("ten_acme", "cus_one").outstanding["EUR"] == -11900, "it was never counted in this test"
    assert actions(invoice.id) == ["invoice.written_off"]
    check_books(desk.bank)


def test_an_open_page_is_ended_first_and_a_pending_payment_refuses(desk, write_off):
    invoice = desk.invoice()
    page = desk.pay(invoice)
    assert write_off(invoice).status == 200
    assert desk.attempt(page)["status"] == "expired"
    other = desk.invoice(number=2)
    desk.pay(other, desk.card("pm_success_de"))
    assert write_off(other).code == "payment_pending"


def test_what_is_not_owed_is_a_conflict(desk, write_off):
    invoice = desk.invoice()
    write_off(invoice)
    assert write_off(invoice).code == "invoice_already_paid"
    assert write_off(draft_invoice("ten_acme", "cus_one")).code == "invoice_not_issued"
    assert write_off(desk.invoice(number=3, status="void")).code == "invoice_void"


def test_what_was_written_off_cannot_be_refunded(desk, write_off, staff):
    invoice = desk.invoice()
    write_off(invoice)
    path = f"/merchant/invoices/{invoice.id}/refunds"
    assert desk.api.post(path, {"amount": 1}, token=staff().token, key="r").code == "nothing_to_refund"


def test_support_may_not_and_strangers_find_nothing(desk, write_off, staff, stranger_staff):
    invoice = desk.invoice()
    assert write_off(invoice, by=staff("support"), reason=1).status == 403
    assert write_off(invoice, by=stranger_staff).status == 404
    assert write_off(invoice, by=desk.ada).status == 401
    assert write_off(invoice, unknown=1).fields == ["unknown"]
