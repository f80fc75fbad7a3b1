"""The calendar meets itself and a client at one subscription, in every order: one term, one bill, one ending (I7, I8)."""

import pytest

from chalicelib.core import ids
from chalicelib.core.errors import Conflict
from chalicelib.core.portal import Cancellation
from chalicelib.customers.find import find_customer
from chalicelib.invoices import store as invoices
from chalicelib.subscriptions import renew, store
from chalicelib.subscriptions.cancel import cancel_subscription
from chalicelib.subscriptions.change import change_subscription
from chalicelib.subscriptions.pause import pause_subscription
from chalicelib.subscriptions.renew import renew_subscriptions
from chalicelib.subscriptions.schemas import CancellationRequest, ChangeRequest
from chalicelib.subscriptions.undo_cancel import undo_cancellation
from infra.merchants import operator_of
from tests.fixtures.interleave import explore, hook
from tests.fixtures.people import change_portal
from tests.fixtures.snapshots import Tables
from tests.fixtures.subscriptions import a_subscription, as_kept


@pytest.fixture
def race(acme, ada, time, monkeypatch):
    """Run works against each other on a subscription whose next term begins today, in all orders."""
    change_portal("ten_acme", cancellation=Cancellation(immediately=True, end_of_term=True))
    monkeypatch.setattr(store, "SHARDS", 1)
    hook(monkeypatch, lambda name: "Transact" in name)  # what was read since the last write is as old as the turn
    one, user = a_subscription(), ada.user
    time.move(days=16)

    def run(*works):
        start = Tables()

        def prepare():
            start.restore()
            return [lambda work=work: work(user, one) for work in works]

        count = 0
        for outcome in explore(prepare):
            count += 1
            for runner in outcome.runners:
                assert runner.error is None or isinstance(runner.error, Conflict), (outcome.story, runner.error)
            renew_subscriptions("req_heal")
            yield outcome, as_kept(one), invoices.query_open(one.partition)
        assert count > 1

    return run


def wake(user, one):
    renew_subscriptions("req_wake")


def cancel(user, one):
    return cancel_subscription(user, one.id, CancellationRequest(when="end_of_term", reason="unused"))


def cancel_now(user, one):
    return cancel_subscription(user, one.id, CancellationRequest(when="now", reason="unused"))


def pause(user, one):
    return pause_subscription(operator_of(user.merchant), one.id)


def enlarge(user, one):
    return change_subscription(operator_of(user.merchant), one.id, ChangeRequest(quantity=2, when="now"))


def undo(user, one):
    return undo_cancellation(user, one.id)


def test_i8_two_wakings_bill_a_term_once(race):
    for outcome, kept, bills in race(wake, wake):
        assert (kept.term, len(bills)) == (3, 1), outcome.story
        assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": bills[0].total}, outcome.story


def test_whoever_cancels_while_it_renews_is_told_what_it_is(race):
    """Before: nothing more is billed. After: the new term is the last one. Never a bill that nobody knew of."""
    for outcome, kept, bills in race(wake, cancel):
        told = outcome.results[1]
        if told is None:
            assert (kept.status, len(bills)) == ("live", 1), outcome.story
        else:
            assert len(bills) == (str(told.cancel_at) == "2026-04-30"), outcome.story
            assert kept.cancel_at == told.cancel_at, outcome.story


def test_what_is_ended_now_is_not_billed_afterwards(race):
    for outcome, kept, bills in race(wake, cancel_now):
        told = outcome.results[1]
        assert (kept.status == "cancelled") == (told is not None), outcome.story
        assert len(bills) == (kept.term == 3), outcome.story


def test_undoing_beside_cancelling_leaves_one_of_the_two(race):
    for outcome, kept, _ in race(cancel_now, undo):
        assert outcome.runners[1].error is not None, outcome.story
        assert (kept.status == "cancelled") == (outcome.runners[0].error is None), outcome.story


def test_a_naive_calendar_is_found(race, monkeypatch):
    """A bill under an id of its own each time, beside a subscription that is saved whatever it is: two bills."""
    made = renew.draft_of_term
    monkeypatch.setattr(renew, "draft_of_term", lambda *args: made(*args).model_copy(update={"id": ids.new_id("inv")}))
    monkeypatch.setattr(type(store.table), "save", lambda self, tx, entity, otherwise=None: self.overwrite(tx, entity))
    counts = {len(bills) for _, _, bills in race(wake, wake)}
    assert max(counts) > 1


def test_i8_a_change_meets_the_renewal_and_each_term_is_billed_at_its_price(race):
    """Before: the term that begins is of the new price. After: what it costs more is a bill of its own. Both come to the same."""
    for outcome, kept, bills in race(wake, enlarge):
        told = outcome.results[1]
        assert kept.term == 3, outcome.story
        assert kept.quantity == (2 if told else 1), outcome.story
        assert sum(bill.subtotal for bill in bills) == (20000 if told else 10000), outcome.story
        assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": sum(bill.total for bill in bills)}


def test_whoever_pauses_while_it_renews_is_told_what_is_paid_for(race):
    for outcome, kept, bills in race(wake, pause):
        told = outcome.results[1]
        if told is None:
            assert (kept.status, len(bills)) == ("live", 1), outcome.story
        else:
            assert (kept.status, kept.next_billing_date) == ("paused", None), outcome.story
            assert len(bills) == (str(told.current_term_end) == "2026-04-30"), outcome.story
