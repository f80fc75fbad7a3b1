"""Workers that get the same message at once, in every order of their calls: one mail goes out."""

import pytest

from chalicelib.core.errors import Conflict
from chalicelib.outbox import store
from chalicelib.outbox.deliver import deliver_outbox
from chalicelib.outbox.sweep import sweep_outbox
from chalicelib.outbox.tasks import finish_task
from tests.fixtures import aws
from tests.fixtures.interleave import explore, hook
from tests.outbox.letters import a_mail, row


@pytest.fixture
def race(post, time, monkeypatch):
    """Run works against each other on a fresh mail, in all orders; how many orders there were."""
    hook(monkeypatch, lambda name: name.startswith(("dynamodb", "sesv2")))
    monkeypatch.setattr(store, "SHARDS", 1)

    def run(*works, check):
        count = 0
        current = {}

        def prepare():
            aws._empty()
            aws._keep_secrets()
            time.now = aws.NOON
            current["mail"] = a_mail()
            post.waiting("outbox")
            time.move(minutes=6)
            return [lambda work=work: work(current["mail"]) for work in works]

        for outcome in explore(prepare):
            count += 1
            errors = [runner.error for runner in outcome.runners if runner.error]
            assert all(isinstance(error, Conflict) for error in errors), outcome.story
            check(current["mail"], outcome)
        return count

    return run


def deliver(outbox_id):
    deliver_outbox({"outbox_id": outbox_id}, "req_test")


def sweep(outbox_id):
    sweep_outbox("req_test")


def test_i4_two_workers_at_once_send_one_mail(race, post):
    def check(mail, outcome):
        assert (len(post.sent), row(mail).state, row(mail).tries) == (1, "done", 1), outcome.story

    assert race(deliver, deliver, check=check) > 10


def test_i4_a_sweep_beside_a_worker_sends_no_second_mail(race, post):
    def check(mail, outcome):
        post.deliver()
        assert (len(post.sent), row(mail).state) == (1, "done"), outcome.story

    assert race(deliver, sweep, check=check) > 3


def test_a_task_that_two_workers_finish_at_once_is_finished(race):
    def check(mail, outcome):
        assert row(mail).state == "done", outcome.story

    assert race(finish_task, finish_task, check=check) > 3
