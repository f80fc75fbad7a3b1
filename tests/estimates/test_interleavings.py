"""Two answer, staff edit, the calendar wakes, in every order: one answer, one certificate, one bill (I7, I8)."""

import pytest

from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Caller
from chalicelib.customers.find import find_customer
from chalicelib.estimates import store
from chalicelib.estimates.answer import accept_estimate, decline_estimate
from chalicelib.estimates.expire import expire_estimates
from chalicelib.estimates.revise import revise_estimate
from chalicelib.estimates.rules import EstimateState, certificate_of, hash_of
from chalicelib.estimates.schemas import AcceptanceRequest, DeclineRequest, EstimateChange
from chalicelib.estimates.send import send_estimate
from chalicelib.estimates.update import update_estimate
from chalicelib.estimates.view import view_estimate
from chalicelib.invoices import store as invoices
from tests.fixtures.estimates import EXPIRY, TODAY, a_sent_estimate, an_estimate, as_kept
from tests.fixtures.interleave import explore, hook
from tests.fixtures.people import change_portal
from tests.fixtures.snapshots import Tables

CALLER = Caller("192.0.2.7", None, None, {}, None, "Firefox", "req_1", None, {}, b"")


@pytest.fixture
def race(acme, ada, staff, monkeypatch):
    """Run works against each other on an estimate, in all orders."""
    change_portal("ten_acme", invoice_on_acceptance="sent")
    monkeypatch.setattr(store, "SHARDS", 1)
    hook(monkeypatch, lambda name: "Transact" in name)  # what was read since the last write is as old as the turn
    user, books = ada.user, staff("accountant").user

    def run(one, *works):
        start = Tables()

        def prepare():
            start.restore()
            return [lambda work=work: work(user, books, one) for work in works]

        count = 0
        for outcome in explore(prepare):
            count += 1
            for runner in outcome.runners:
                assert runner.error is None or isinstance(runner.error, Conflict), (outcome.story, runner.error)
            yield outcome, as_kept(one), invoices.query_open(one.partition)
        assert count > 1

    return run


def accept(user, books, one):
    return accept_estimate(user, CALLER, one.id, AcceptanceRequest())


def decline(user, books, one):
    return decline_estimate(user, CALLER, one.id, DeclineRequest(reason="Too dear"))


def view(user, books, one):
    view_estimate(user, one.id)


def wake(user, books, one):
    expire_estimates("req_wake")


def send(user, books, one):
    return send_estimate(books, one.id)


def edit(user, books, one):
    return update_estimate(books, one.id, EstimateChange(notes="Later"))


def revise(user, books, one):
    return revise_estimate(books, one.id, EstimateChange())


@pytest.mark.parametrize("works", [(accept, accept), (accept, decline), (decline, decline)])
def test_i7_one_answer_and_the_loser_is_told_which(race, works):
    for outcome, kept, bills in race(a_sent_estimate(), *works):
        errors = [runner.error for runner in outcome.runners if runner.error]
        assert [type(error) for error in errors] == [EstimateState], outcome.story
        assert errors[0].state == kept.status, outcome.story
        assert len(bills) == (kept.answer.kind == "accepted"), outcome.story
        customer = find_customer("ten_acme", "cus_one")
        assert (customer.outstanding.get("EUR", 0), customer.offers) == (sum(bill.total for bill in bills), None)
        if bills:
            assert kept.certificate_sha256 == hash_of(certificate_of(kept)), outcome.story


def test_being_seen_at_the_same_moment_refuses_no_answer(race):
    for outcome, kept, bills in race(a_sent_estimate(), accept, view):
        assert (kept.status, len(bills)) == ("invoiced", 1), outcome.story
        assert [runner.error for runner in outcome.runners] == [None, None], outcome.story


def test_the_calendar_beside_an_answer_on_the_last_day_after_midnight(race, time):
    """Whoever asks after the last day is refused, whether the calendar has come to it or not."""
    one = a_sent_estimate()
    time.move(days=(EXPIRY - TODAY).days + 1)
    for outcome, kept, bills in race(one, accept, wake):
        assert outcome.runners[0].error.state == "expired", outcome.story
        assert (kept.status, bills) == ("expired", []), outcome.story


def test_what_is_sent_is_what_its_sender_read(race):
    for outcome, kept, _ in race(an_estimate(), send, edit):
        sent, edited = (runner.error is None for runner in outcome.runners)
        assert (kept.status == "sent") == sent, outcome.story
        assert sent or edited, outcome.story
        assert kept.newest.notes == ("Later" if edited else ""), outcome.story


def test_accepting_beside_sending_once_more_takes_nothing_back(race):
    for outcome, kept, bills in race(a_sent_estimate(), accept, send):
        assert (kept.status, len(bills)) == ("invoiced", 1), outcome.story


def test_two_revisions_at_once_are_one(race, ada, staff):
    one = a_sent_estimate()
    decline(ada.user, None, one)
    for outcome, kept, _ in race(one, revise, revise):
        assert [type(r.error) for r in outcome.runners].count(type(None)) == 1, outcome.story
        assert [revision.revision for revision in kept.revisions] == [1, 2], outcome.story


def test_a_naive_answer_is_found(race, monkeypatch):
    """Rows saved whatever they are: the second answer replaces the first."""
    for table in (store.table, store.revisions):
        monkeypatch.setattr(type(table), "save", lambda self, tx, entity, otherwise=None: self.overwrite(tx, entity))
    winners = [
        sum(runner.error is None for runner in outcome.runners)
        for outcome, _, _ in race(a_sent_estimate(), decline, decline)
    ]
    assert max(winners) > 1
