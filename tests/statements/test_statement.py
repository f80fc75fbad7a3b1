"""A client sees what was owed, what moved and what is owed now."""

import csv
import io
from collections import defaultdict
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.csv_cells import plain_cell
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import change_outstanding
from chalicelib.invoices.entity import Invoice
from chalicelib.payments.entity import Allocation, LedgerEntry
from chalicelib.statements.rules import bucket, state
from chalicelib.statements.words import WORDS
from tests.fixtures.invoices import a_line, issued_invoice

_keys = count()


@pytest.fixture
def accountant(staff):
    return staff("accountant")


@pytest.fixture
def see(desk):
    def seen(**query: str) -> Any:
        return desk.api.get("/portal/statement", token=desk.ada.token, query=query)

    return seen


def of(desk, amount: int, **more: Any):
    """An invoice that counts in what the customer owes."""
    with transaction() as tx:
        change_outstanding(tx, "ten_acme", "cus_one", "EUR", amount)
    return desk.invoice(lines=[a_line(amount, tax_rate="0")], **more)


def do(desk, accountant, path: str, body: dict[str, Any]):
    reply = desk.api.post(f"/merchant/invoices/{path}", body, token=accountant.token, key=f"staff-{next(_keys)}")
    assert reply.status in (200, 201), reply.json
    return reply.json


@pytest.fixture
def story(desk, accountant, time):
    """Paid too much, credit applied, money back, a write-off, a void, and something that is still owed."""
    first = of(desk, 10_000, number=1)
    cash = {"method": "cash", "amount": 12_000, "date": "2026-03-16"}
    do(desk, accountant, f"{first.id}/payments", cash)
    time.move(days=1)
    second = of(desk, 5_000, number=2, issue_date=date(2026, 3, 17), due_date=date(2026, 3, 20))
    do(desk, accountant, f"{second.id}/credits", {"amount": 1_500})
    time.move(days=1)
    do(desk, accountant, f"{first.id}/refunds", {"amount": 700})
    do(desk, accountant, f"{first.id}/refunds", {"amount": 300, "reopen": True})
    third = of(desk, 900, number=3, issue_date=date(2026, 3, 18))
    do(desk, accountant, f"{third.id}/write-off", {"reason": "gone"})
    fourth = of(desk, 800, number=4, issue_date=date(2026, 3, 18))
    do(desk, accountant, f"{fourth.id}/voiding", {})
    return first, second


def test_a_statement_tells_every_movement_with_the_balance_after_it(story, see):
    (euro,) = see().json["currencies"]
    told = [(one["kind"], one["booked"], one["amount"], one["balance"]) for one in euro["movements"]]
    assert told[:4] == [
        ("invoice", 10_000, 10_000, 10_000),
        ("offline_payment", 12_000, -12_000, -2_000),
        ("invoice", 5_000, 5_000, 3_000),
        ("credit", 1_500, 0, 3_000),
    ]
    assert sorted((kind, booked, amount) for kind, booked, amount, _ in told[4:]) == [
        ("invoice", 800, 800),
        ("invoice", 900, 900),
        ("refund", 300, 300),
        ("refund", 700, 0),
        ("void", 800, -800),
        ("write_off", 900, -900),
    ]
    assert euro["opening"] == 0 and euro["closing"] == euro["movements"][-1]["balance"]


def test_the_closing_balance_is_what_the_customer_owes_less_its_credit(story, see):
    (euro,) = see().json["currencies"]
    customer = find_customer("ten_acme", "cus_one")
    assert euro["closing"] == customer.outstanding["EUR"] - customer.credit["EUR"]
    assert euro["ageing"]["credit"] == customer.credit["EUR"] == 500
    assert sum(euro["ageing"].values()) - 2 * euro["ageing"]["credit"] == euro["closing"]


def test_a_range_begins_with_what_was_owed_before_it(story, see):
    (euro,) = see(**{"from": "2026-03-17", "to": "2026-03-17"}).json["currencies"]
    assert (euro["opening"], euro["closing"]) == (-2_000, 3_000)
    assert [one["kind"] for one in euro["movements"]] == ["invoice", "credit"]
    assert euro["ageing"] == {
        "not_due": 3_500, "days_1_30": 0, "days_31_60": 0, "days_61_90": 0, "over_90": 0, "credit": 500
    }  # fmt: skip


def test_without_a_range_it_is_this_year_up_to_today(desk, see):
    issued_invoice("ten_acme", "cus_one", issue_date=date(2025, 12, 31))
    shown = see().json
    assert (shown["since"], shown["until"]) == ("2026-01-01", "2026-03-16")
    assert [(one["opening"], one["movements"]) for one in shown["currencies"]] == [(11_900, [])]


def test_an_old_range_ages_the_debt_as_it_was_then(desk, see):
    issued_invoice("ten_acme", "cus_one", issue_date=date(2025, 6, 1), due_date=date(2025, 6, 15))
    for day, expected in (("2025-06-15", "not_due"), ("2025-06-16", "days_1_30"), ("2025-10-01", "over_90")):
        (euro,) = see(**{"from": "2025-06-01", "to": day}).json["currencies"]
        assert euro["ageing"][expected] == 11_900
    (euro,) = see(**{"from": "2025-06-01", "to": "2099-01-01"}).json["currencies"]
    assert euro["ageing"]["over_90"] == 11_900


def test_each_currency_stands_by_itself(desk, see):
    desk.invoice()
    desk.invoice(currency="USD", number=2)
    assert [(one["currency"], one["closing"]) for one in see().json["currencies"]] == [("EUR", 11_900), ("USD", 11_900)]


def test_a_card_payment_and_its_refund_are_seen(desk, see, accountant):
    invoice = desk.invoice()
    desk.pay(invoice, desk.card())
    do(desk, accountant, f"{invoice.id}/refunds", {"amount": 1_900})
    (euro,) = see().json["currencies"]
    told = [(one["kind"], one["booked"], one["amount"]) for one in euro["movements"]]
    assert told == [("invoice", 11_900, 11_900), ("payment", 11_900, -11_900), ("refund", 1_900, 0)]
    assert euro["movements"][1]["payment_id"] and euro["movements"][2]["invoices"][0]["amount"] == 1_900


def test_drafts_and_a_new_customer_say_nothing(desk, see):
    assert see().json["currencies"] == []


def test_v25_the_table_says_the_same_without_a_formula(desk, story, see):
    issued_invoice("ten_acme", "cus_one", number="=HYPERLINK(1)")
    reply = desk.api.get("/portal/statement/csv", token=desk.ada.token)
    assert reply.headers["Content-Type"].startswith("text/csv")
    assert 'filename="statement-2026-01-01-2026-03-18.csv"' in reply.headers["Content-Disposition"]
    assert reply.raw.decode().startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(reply.raw.decode()[1:])))
    (euro,) = see().json["currencies"]
    moved = [row for row in rows if row["Change"]]
    assert [row["Balance"] for row in moved] == [f"{one['balance'] / 100:.2f}" for one in euro["movements"]]
    assert rows[0]["What"] == "Opening balance" and rows[len(moved) + 1]["What"] == "Closing balance"
    forged = next(row["Invoices"] for row in moved if "HYPERLINK" in row["Invoices"])
    assert forged.startswith("'=") and plain_cell(forged) == "=HYPERLINK(1)"


def test_a_range_that_ends_before_it_begins_is_refused(see):
    reply = see(**{"from": "2026-03-02", "to": "2026-03-01"})
    assert (reply.status, reply.fields) == (422, ["to"])


@pytest.mark.parametrize(
    "query", [{"from": "yesterday"}, {"to": "2026-02-30"}, {"since": "2026-01-01"}, {"to": "20260301"}]
)
def test_what_is_no_day_is_named(see, query):
    reply = see(**query)
    assert (reply.status, reply.fields) == (422, list(query))


def test_v02_a_stranger_sees_nothing_and_a_viewer_may_not(desk, story, bob, carol, eve):
    for path in ("/portal/statement", "/portal/statement/csv"):
        assert desk.api.get(path).status == 401
        assert desk.api.get(path, token=bob.token, query={"to": "nonsense"}).status == 403
    for stranger in (carol, eve):
        assert desk.api.get("/portal/statement", token=stranger.token).json["currencies"] == []


def test_both_languages_name_every_movement(desk):
    assert set(WORDS["en"]) == set(WORDS["de"]) >= set(LedgerEntry.model_fields["kind"].annotation.__args__)


@given(days=st.integers(-400, 400))
def test_every_age_has_one_place(days):
    places = {
        "not_due": (-400, 0),
        "days_1_30": (1, 30),
        "days_31_60": (31, 60),
        "days_61_90": (61, 90),
        "over_90": (91, 400),
    }
    first, last = places[bucket(days)]
    assert first <= days <= last


_DAY = date(2026, 1, 1)


def _issued(invoice_id: str, total: int, **days: date) -> Invoice:
    sums = {
        "subtotal": total,
        "tax_total": 0,
        "total": total,
        "currency": "EUR",
        "created_at": "2026-01-01T00:00:00.000Z",
    }
    return Invoice(tenant_id="t", customer_id="c", id=invoice_id, status="sent", **sums, **days)


_moves = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 300), st.integers(1, 500)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(issued=_moves, paid=_moves, cut=st.integers(0, 400), days=st.integers(0, 200))
def test_ranges_join_without_a_gap_and_ages_sum_up(issued, paid, cut, days):
    invoices = [
        _issued(f"inv_{place}", total, issue_date=_DAY + timedelta(days=day), due_date=_DAY + timedelta(days=day + 9))
        for place, (_, day, total) in enumerate(issued)
    ]  # fmt: skip
    left = defaultdict(int, {one.id: one.total for one in invoices})
    entries = []
    for place, (which, day, amount) in enumerate(paid):
        target = invoices[which % len(invoices)].id if invoices else ""
        settled = min(amount, left[target])
        left[target] -= settled
        postings = [{"account": "cash", "amount": amount}, {"account": "receivable", "amount": -settled}]
        entries.append(
            LedgerEntry(
                tenant_id="t", customer_id="c", key=str(place), kind="offline_payment", at=f"2026-{place:02}", amount=amount,
                date=_DAY + timedelta(days=day), currency="EUR", allocations=[Allocation(invoice_id=target, number="", amount=settled)],
                postings=[*postings, {"account": "customer_credit", "amount": settled - amount}],
            )
        )  # fmt: skip
    middle, end = _DAY + timedelta(days=cut), _DAY + timedelta(days=cut + days)
    whole = {one.currency: one for one in state(invoices, entries, _DAY, end, end)}
    first = {one.currency: one for one in state(invoices, entries, _DAY, middle, end)}
    second = {one.currency: one for one in state(invoices, entries, middle + timedelta(days=1), end, end)}
    for currency, one in whole.items():
        assert one.opening == 0
        assert one.closing == sum(moved.amount for moved in one.movements)
        assert one.closing == sum(one.ageing.model_dump().values()) - 2 * one.ageing.credit
        if currency in first:
            assert second[currency].opening == first[currency].closing
        assert second[currency].closing == one.closing if cut + 1 <= cut + days else True
