"""Terms follow each other as calendars do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.subscriptions import rules
from chalicelib.subscriptions.entity import MAX_EVENTS, Subscription

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def a(interval="month", count=1, anchor=date(2026, 1, 31), **more):
    return Subscription(
        tenant_id="ten_1", customer_id="cus_1", id="sub_1", plan_code="team", plan_name="Team", amount=1, currency="EUR",
        interval=interval, interval_count=count, status="live", created_at="2026-01-31T00:00:00.000Z", anchor=anchor,
        current_term_start=anchor, current_term_end=anchor, collection="offline", **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("anchor", "interval", "count", "day"),
    [
        (date(2026, 1, 31), "month", 1, date(2026, 2, 28)),
        (date(2026, 1, 31), "month", 2, date(2026, 3, 31)),
        (date(2027, 12, 31), "month", 2, date(2028, 2, 29)),
        (date(2026, 11, 15), "month", 3, date(2027, 2, 15)),
        (date(2028, 2, 29), "year", 1, date(2029, 2, 28)),
        (date(2028, 2, 29), "year", 4, date(2032, 2, 29)),
        (date(2026, 2, 27), "week", 1, date(2026, 3, 6)),
        (date(2026, 2, 28), "day", 1, date(2026, 3, 1)),
    ],
)
def test_a_day_so_many_intervals_later(anchor, interval, count, day):
    assert rules.day_after(anchor, interval, count) == day


@given(DAYS, st.sampled_from(["day", "week", "month", "year"]), st.integers(1, 12), st.integers(0, 40))
def test_every_day_lies_in_exactly_one_term(anchor, interval, count, term):
    one = a(interval, count, anchor)
    first, last = rules.term_of(one, term)
    assert first <= last
    assert rules.term_of(one, term + 1)[0] == last + timedelta(days=1)
    assert rules.term_at(one, first) == rules.term_at(one, last) == term


@given(DAYS, DAYS)
def test_a_term_is_found_for_any_day(anchor, today):
    one = a(anchor=anchor)
    first, last = rules.term_of(one, rules.term_at(one, today))
    assert last >= today and (first <= today or first == anchor)


def test_the_history_keeps_the_newest_lines():
    one = a()
    for number in range(MAX_EVENTS + 5):
        one = rules.with_event(one, "renewed", f"{number:03}")
    assert [line.at for line in one.history] == [f"{number:03}" for number in range(5, MAX_EVENTS + 5)]
