"""What may be paid and what becomes of an attempt."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.payments import rules
from chalicelib.payments.entity import FINAL


def check(amount: int, balance: int = 10000, **more: object) -> None:
    wish: dict = {"part_payment": False, "minimum": 0, "minimum_currency": "EUR", **more}
    rules.check_amount(amount, balance, "EUR", **wish)


def test_the_whole_balance_may_always_be_paid():
    check(10000)
    check(10000, minimum=50000, part_payment=True)


def test_more_than_the_balance_names_the_amount():
    with pytest.raises(Invalid) as refused:
        check(10001)
    assert refused.value.errors == (("amount", "Please enter at most €100.00, the open amount."),)


def test_a_part_needs_the_setting():
    with pytest.raises(rules.PartPaymentNotOffered):
        check(9999)
    check(9999, part_payment=True)


def test_a_part_below_the_minimum_names_the_amount():
    check(2500, part_payment=True, minimum=2500)
    with pytest.raises(Invalid) as refused:
        check(2499, part_payment=True, minimum=2500)
    assert refused.value.errors == (("amount", "Please enter at least €25.00."),)


def test_the_minimum_is_in_the_merchants_currency_only():
    check(1, part_payment=True, minimum=2500, minimum_currency="USD")


def test_a_minimum_above_the_balance_means_the_balance():
    with pytest.raises(Invalid):
        check(9999, part_payment=True, minimum=20000)
    check(10000, part_payment=True, minimum=20000)


def test_staff_do_not_record_the_future():
    today = date(2026, 3, 16)
    rules.check_offline(today, today)
    with pytest.raises(Invalid) as refused:
        rules.check_offline(today + timedelta(days=1), today)
    assert [path for path, _ in refused.value.errors] == ["date"]


@pytest.mark.parametrize(
    ("amount", "credit", "used"),
    [
        (11900, 0, 0),
        (11900, 2000, 2000),
        (11900, 11900, 11900),
        (11900, 99999, 11900),
        (11900, 11850, 11800),
        (100, 50, 0),
        (50, 20, 0),
    ],
)
def test_credit_is_used_as_far_as_it_goes_but_no_few_cents_are_left_to_charge(amount, credit, used):
    assert rules.credit_to_use(amount, credit) == used


def test_the_first_invoices_are_filled_first():
    assert rules.share_out(150, [100, 0, 100, 100]) == [100, 0, 50, 0]
    assert rules.share_out(0, [100]) == [0]


def test_money_that_arrives_after_all_ends_everything_but_what_succeeded():
    assert [rules.may_become(state, "succeeded") for state in FINAL] == [False, True, True]
    for state in FINAL:
        assert not any(
            rules.may_become(state, wanted) for wanted in ("pending", "requires_action", "failed", "expired")
        )


def test_the_bank_may_ask_and_then_take_its_time():
    assert rules.may_become("pending", "requires_action")
    assert rules.may_become("requires_action", "pending")


def test_the_reconciler_looks_less_and_less_often():
    now = datetime(2026, 3, 16, tzinfo=UTC)
    pauses = [rules.next_check(now, checks) - now for checks in (0, 1, 2, 5, 500)]
    assert [pause.total_seconds() / 60 for pause in pauses] == [10, 20, 40, 320, 360]


@pytest.mark.parametrize(("amount", "settled"), [(100, 100), (100, 60), (100, 0)])
def test_postings_come_to_zero_and_name_what_was_owed(amount, settled):
    postings = rules.postings_of("gateway", amount, settled)
    assert sum(posting.amount for posting in postings) == 0
    assert {posting.account: posting.amount for posting in postings if posting.account == "receivable"} == (
        {"receivable": -settled} if settled else {}
    )
    assert all(posting.amount for posting in postings)


def test_receipts_are_numbered():
    assert rules.payment_number(7) == "R-00007"
