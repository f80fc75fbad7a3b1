"""Money reaches an invoice."""

from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import Conflict
from chalicelib.invoices import rules, store
from chalicelib.invoices.find import find_open_invoices, find_whole
from chalicelib.invoices.settle import attach_attempt, settle_invoice
from tests.fixtures.invoices import TODAY, a_settlement, an_invoice, issued_invoice

PK = "ten_1#cus_1"


def settle(invoice, amount, **more):
    with transaction() as tx:
        return settle_invoice(tx, invoice, [a_settlement(amount, **more)], TODAY)


def test_a_part_leaves_a_balance_and_the_rest_pays_it(cloud):
    invoice = settle(issued_invoice(), 1900)
    assert (invoice.status, invoice.balance, invoice.generation) == ("partially_paid", 10000, 1)
    settle(invoice, 10000, payment_id="pay_2")
    found = find_whole(PK, invoice.id)
    assert (found.status, found.balance, found.settled, found.generation) == ("paid", 0, 11900, 2)
    assert [(one.payment_id, one.amount) for one in found.settlements] == [("pay_1", 1900), ("pay_2", 10000)]


def test_what_settle_answers_is_what_was_kept(cloud):
    invoice = settle(issued_invoice(), 1900)
    assert invoice == find_whole(PK, invoice.id)


def test_a_paid_invoice_leaves_every_index_of_the_open_ones(cloud):
    invoice = settle(issued_invoice(), 11900)
    assert find_open_invoices(PK) == []
    assert [one.id for one in store.stream_group(PK, "paid", None, 5)] == [invoice.id]
    assert list(store.stream_group(PK, "open", None, 5)) == []
    assert store.query_tenant_unmarked("ten_1", TODAY + timedelta(days=99)) == []
    assert list(store.stream_unmarked(TODAY + timedelta(days=99))) == []


def test_a_part_payment_of_a_late_invoice_leaves_it_overdue(cloud):
    invoice = settle(issued_invoice(due_date=TODAY - timedelta(days=1)), 100)
    assert invoice.status == "overdue"


def test_two_payments_at_once_never_settle_the_same_version_twice(cloud):
    invoice = issued_invoice()
    settle(invoice, 11900)
    with pytest.raises(Conflict):
        settle(invoice, 11900, payment_id="pay_2")
    assert find_whole(PK, invoice.id).settled == 11900


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_or_less_cannot_be_settled(cloud, amount):
    with pytest.raises(ValueError, match="positive"):
        settle(issued_invoice(), amount)


def test_more_than_the_balance_is_refused(cloud):
    with pytest.raises(rules.AmountAboveBalance):
        settle(issued_invoice(paid=1), 11900)


def test_a_paid_void_or_unsent_invoice_takes_no_money(cloud):
    with pytest.raises(rules.InvoiceAlreadyPaid):
        settle(issued_invoice(paid=11900), 1)
    with pytest.raises(rules.InvoiceVoid):
        settle(issued_invoice(status="void"), 1)
    with pytest.raises(rules.InvoiceNotIssued):
        settle(an_invoice(), 1)


def test_an_attempt_is_noted_until_money_comes_or_it_ends(cloud):
    with transaction() as tx:
        invoice = attach_attempt(tx, issued_invoice(), "att_1")
    assert find_whole(PK, invoice.id).attempt_id == "att_1"
    invoice = settle(invoice, 100)
    assert invoice.attempt_id is None
    with transaction() as tx:
        invoice = attach_attempt(tx, invoice, "att_2")
    with transaction() as tx:
        attach_attempt(tx, invoice, None)
    assert find_whole(PK, invoice.id).attempt_id is None


def test_two_tabs_cannot_attach_two_attempts(cloud):
    invoice = issued_invoice()
    with transaction() as tx:
        attach_attempt(tx, invoice, "att_1")
    with pytest.raises(Conflict), transaction() as tx:
        attach_attempt(tx, invoice, "att_2")


def test_a_paid_invoice_takes_no_attempt(cloud):
    with pytest.raises(rules.InvoiceAlreadyPaid), transaction() as tx:
        attach_attempt(tx, issued_invoice(paid=11900), "att_1")
