"""Invoices become overdue where the merchant's day has ended."""

from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb import tables, transaction
from chalicelib.invoices import mark_overdue as verb
from chalicelib.invoices import store
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.mark_overdue import mark_overdue_invoices
from chalicelib.invoices.settle import settle_invoice
from chalicelib.tenants.store import tenants
from tests.fixtures.invoices import TODAY, a_settlement, actions, changes, draft_invoice, issued_invoice


def sweep():
    mark_overdue_invoices("req_sweep")


def status(invoice):
    return find_for_staff(invoice.tenant_id, invoice.id).status


def move_merchant(tenant, timezone):
    tenant.organization = tenant.organization.model_copy(update={"timezone": timezone})
    with transaction() as tx:
        tenants.save(tx, tenant)


def unmarked():
    return [one.id for one in store.stream_unmarked(TODAY + timedelta(days=999))]


def test_what_is_past_due_is_marked_once_and_leaves_the_index(acme, time):
    late = issued_invoice("ten_acme", "cus_one", due_date=TODAY)
    later = issued_invoice("ten_acme", "cus_one", due_date=TODAY + timedelta(days=1))
    time.move(days=1)
    sweep()
    sweep()
    assert (status(late), status(later)) == ("overdue", "sent")
    assert actions(late.id) == ["invoice.became_overdue"]
    assert unmarked() == [later.id]
    (entry,) = [entry for entry in changes() if entry.subject_id == late.id]
    assert (entry.actor_kind, entry.actor_id, entry.customer_id) == ("machine", "mark_overdue_invoices", "cus_one")


def test_part_paid_and_seen_ones_become_overdue_paid_void_and_drafts_never(acme, time):
    rows = {
        "overdue": [
            issued_invoice("ten_acme", "cus_one", due_date=TODAY, paid=1),
            issued_invoice("ten_acme", "cus_one", due_date=TODAY, viewed_at="2026-03-16T12:00:00.000Z"),
        ],
        "paid": [issued_invoice("ten_acme", "cus_one", due_date=TODAY, paid=11900)],
        "void": [issued_invoice("ten_acme", "cus_one", due_date=TODAY, status="void")],
        "draft": [draft_invoice("ten_acme", "cus_one", due_date=TODAY)],
    }  # fmt: skip
    time.move(days=40)
    sweep()
    assert {expected: [status(one) for one in some] for expected, some in rows.items()} == {
        "overdue": ["overdue", "overdue"], "paid": ["paid"], "void": ["void"], "draft": ["draft"],
    }  # fmt: skip


@pytest.mark.parametrize(("timezone", "hours", "expected"), [
    ("Pacific/Kiritimati", -3, "sent"),  # 23:00 there
    ("Pacific/Kiritimati", -2, "overdue"),  # midnight there, still the day before in London
    ("Pacific/Pago_Pago", 22.9, "sent"),  # UTC-11: the day after in Berlin
    ("Pacific/Pago_Pago", 23, "overdue"),
])  # fmt: skip
def test_the_day_ends_where_the_merchant_is(acme, time, timezone, hours, expected):
    move_merchant(acme, timezone)
    invoice = issued_invoice("ten_acme", "cus_one", due_date=TODAY)
    time.move(hours=hours)
    sweep()
    assert status(invoice) == expected


def test_two_merchants_have_two_calendars(acme, globex, time):
    move_merchant(globex, "Pacific/Auckland")
    ours = issued_invoice("ten_acme", "cus_one", due_date=TODAY)
    theirs = issued_invoice("ten_globex", "cus_three", due_date=TODAY)
    sweep()  # noon in UTC: past midnight in Auckland
    assert (status(ours), status(theirs)) == ("sent", "overdue")


def test_rows_of_a_merchant_that_is_gone_stop_nobody(acme, time):
    for _ in range(40):
        issued_invoice("ten_gone", "cus_x", due_date=TODAY)
    ours = issued_invoice("ten_acme", "cus_one", due_date=TODAY)
    time.move(days=1)
    sweep()
    assert status(ours) == "overdue"


def test_missed_days_are_caught_up_and_pages_are_turned(acme, time, monkeypatch):
    monkeypatch.setattr(tables, "_STRIDE", 2)
    rows = [issued_invoice("ten_acme", "cus_one", due_date=TODAY) for _ in range(40)]
    time.move(days=30)
    sweep()
    assert {status(one) for one in rows} == {"overdue"}


def test_a_payment_at_the_same_moment_wins(acme, time, monkeypatch):
    paid = issued_invoice("ten_acme", "cus_one", due_date=TODAY)
    other = issued_invoice("ten_acme", "cus_one", due_date=TODAY)
    time.move(days=1)
    mark = verb._mark

    def pay_first(invoice, today, request_id):
        if invoice.id == paid.id:
            with transaction() as tx:
                settle_invoice(tx, invoice, [a_settlement()], today)
        mark(invoice, today, request_id)

    monkeypatch.setattr(verb, "_mark", pay_first)
    sweep()
    assert (status(paid), status(other), actions(paid.id)) == ("paid", "overdue", [])
