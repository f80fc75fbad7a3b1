"""The calendar renews subscriptions, bills each term once, and ends what was cancelled."""

import logging
from datetime import date, timedelta

from chalicelib.adapters.dynamodb import transaction
from chalicelib.customers.find import find_customer
from chalicelib.invoices import store as invoices
from chalicelib.invoices.find import find_whole
from chalicelib.subscriptions.renew import renew_subscriptions
from chalicelib.tenants.store import get_series, tenants
from tests.fixtures.invoices import actions, changes, mails
from tests.fixtures.people import a_client, a_customer, change_customer_row
from tests.fixtures.subscriptions import a_subscription, as_kept


def wake():
    renew_subscriptions("req_wake")


def bills(customer="cus_one"):
    return sorted(invoices.query_open(f"ten_acme#{customer}"), key=lambda one: one.number)


def said(bill, line=0):
    """A line's words; dates do not break."""
    return find_whole(bill.partition, bill.id).lines[line].description.replace("\u00a0", " ")


def test_the_next_term_is_billed_on_its_first_day_and_not_before(ada, time):
    one = a_subscription(quantity=2)
    wake()
    assert as_kept(one) == one
    time.move(days=16)
    wake()
    wake()
    kept = as_kept(one)
    assert (kept.term, kept.current_term_start, kept.current_term_end) == (3, date(2026, 4, 1), date(2026, 4, 30))
    assert kept.next_billing_date == date(2026, 5, 1)
    (bill,) = bills()
    assert (bill.total, bill.due_date, bill.subscription_id) == (23800, date(2026, 4, 15), one.id)
    assert said(bill) == "Team, 1 April 2026 – 30 April 2026"
    assert [mail.to for mail in mails()] == ["ada@example.com"]
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 23800}
    (entry,) = [entry for entry in changes() if entry.subject_id == one.id]
    assert (entry.action, entry.actor_id, entry.changes["invoice"]) == (
        "subscription.renewed",
        "renew_subscriptions",
        bill.id,
    )


def test_days_that_were_missed_are_caught_up_a_term_at_a_time(acme, time):
    one = a_subscription()
    time.move(days=100)
    wake()
    assert as_kept(one).current_term_end == date(2026, 6, 30)
    assert [said(bill) for bill in bills()] == [
        "Team, 1 April 2026 – 30 April 2026",
        "Team, 1 May 2026 – 31 May 2026",
        "Team, 1 June 2026 – 30 June 2026",
    ]
    assert get_series("ten_acme", "invoice").last == 3


def test_a_trial_becomes_live_when_it_ends_and_its_terms_count_from_there(acme, time):
    one = a_subscription(
        status="trial", trial=True, term=-1, setup_fee=5000, anchor=date(2026, 3, 20), next_billing_date=date(2026, 3, 20),
        current_term_start=date(2026, 3, 6), current_term_end=date(2026, 3, 19),
    )  # fmt: skip
    time.move(days=4)
    wake()
    kept = as_kept(one)
    assert (kept.status, kept.trial, kept.term, kept.current_term_end) == ("live", False, 0, date(2026, 4, 19))
    (bill,) = bills()
    assert bill.subtotal == 15000


def test_what_was_cancelled_ends_after_its_last_day_without_a_bill(acme, time):
    one = a_subscription(status="non_renewing", cancel_at=date(2026, 3, 31), next_billing_date=None)
    time.move(days=15)
    wake()
    assert as_kept(one) == one, "the last day is still its own"
    time.move(days=1)
    wake()
    wake()
    kept = as_kept(one)
    assert (kept.status, kept.cancel_at) == ("cancelled", date(2026, 3, 31))
    assert (bills(), actions(one.id)) == ([], ["subscription.cancelled"])


def test_the_day_is_the_merchants(acme, time):
    one = a_subscription(next_billing_date=date(2026, 3, 17))
    acme.organization = acme.organization.model_copy(update={"timezone": "Pacific/Auckland"})
    with transaction() as tx:
        tenants.save(tx, acme)
    wake()
    assert as_kept(one).term == 3, "it is the 17th in Auckland"


def test_one_that_cannot_be_billed_stops_no_other(acme, time, caplog):
    broken = a_subscription(customer_id="cus_gone", id="sub_broken")
    fine = [a_subscription(customer_id=customer) for customer in ("cus_one", "cus_two")]
    orphan = a_subscription("ten_gone", "cus_one")
    time.move(days=16)
    with caplog.at_level(logging.ERROR):
        wake()
    assert [as_kept(one).term for one in (*fine, broken, orphan)] == [3, 3, 2, 2]
    messages = {record.message for record in caplog.records}
    assert messages == {"a subscription could not be renewed", "subscriptions without a merchant"}
    a_customer("ten_acme", "cus_gone")
    wake()
    assert as_kept(broken).term == 3, "it is done as soon as it can be"


def test_a_free_term_is_billed_and_owed_by_nobody(acme, time):
    change_customer_row("cus_one", in_use=True)
    one = a_subscription(amount=0)
    time.move(days=16)
    wake()
    assert as_kept(one).term == 3
    assert (bills(), get_series("ten_acme", "invoice").last) == ([], 1)


def test_a_hundred_and_more_of_one_day_are_all_served(acme, time):
    for number in range(3):
        a_client("ten_acme", "cus_one", f"Reader{number}", "billing")
    many = [a_subscription(amount=0) for _ in range(20)]
    time.now += timedelta(days=16)
    wake()
    assert {as_kept(one).term for one in many} == {3}
