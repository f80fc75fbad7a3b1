"""SEPA direct debits: offered on the gateway's page for euros, pending for days, then paid or returned."""

import pytest

from tests.fixtures.books import attempts, check_books, payments
from tests.fixtures.invoices import mails


@pytest.fixture
def page(desk):
    def open_(invoice):
        return desk.pay(invoice).json["redirect_url"]

    return open_


def types(desk):
    return desk.bank.provider.rows("checkout.session")[0]["payment_method_types"]


def test_the_page_offers_it_where_the_currency_is_the_euro(desk, page):
    page(desk.invoice())
    assert types(desk) == ["card", "sepa_debit"]
    page(desk.invoice(number=2, currency="USD"))
    assert types(desk) == ["card"]


def test_not_for_an_account_that_may_not_draw_any(desk, page):
    from chalicelib.adapters.dynamodb import transaction
    from chalicelib.gateway import store

    with transaction() as tx:
        store.table.save(tx, store.get("ten_acme").model_copy(update={"debits_enabled": False}))
    page(desk.invoice())
    assert types(desk) == ["card"]


def test_it_is_pending_blocks_another_payment_and_is_paid_days_later(desk, page, time):
    invoice = desk.invoice()
    desk.bank.press(page(invoice), card="pm_success_de")
    desk.bank.deliver()
    assert [attempt.state for attempt in attempts()] == ["pending"]
    refused = desk.pay(invoice, desk.card())
    assert (refused.status, refused.code) == (409, "payment_pending")
    time.move(days=3)
    desk.bank.provider.tick()
    desk.bank.deliver()
    assert [(one.method, one.amount) for one in payments()] == [("sepa_debit", 11900)]
    assert desk.now(invoice).status == "paid"
    check_books(desk.bank)


def test_one_that_is_returned_frees_the_invoice_and_writes(desk, page, time):
    invoice = desk.invoice()
    desk.bank.press(page(invoice), card="pm_failed_de")
    desk.bank.deliver()
    time.move(days=3)
    desk.bank.provider.tick()
    desk.bank.deliver()
    assert [(one.state, one.failure_code) for one in attempts()] == [("failed", "debit_failed")]
    assert f"/acme/invoices/{invoice.id}/pay" in (mails()[0].text or "")
    assert desk.pay(invoice, desk.card()).status == 201
    check_books(desk.bank)
