"""What was left lying is queued again; nothing waits for ever."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core import clock
from chalicelib.outbox import rules, store
from chalicelib.outbox.add import add_rendering
from chalicelib.outbox.sweep import sweep_outbox
from tests.faults.harness import outbox_rows
from tests.outbox.letters import a_mail, row


def a_rendering():
    with transaction() as tx:
        add_rendering(tx, "ten_acme", "cus_1", {"invoice_id": "inv_1"})
    return next(entry.id for entry in outbox_rows() if entry.kind == "render")


def queued(post):
    return {queue: [message["outbox_id"] for message in post.waiting(queue)] for queue in ("outbox", "render")}


def test_rows_of_both_kinds_are_queued_again_after_five_minutes(post, time):
    mail, rendering = a_mail(), a_rendering()
    assert queued(post) == {"outbox": [mail], "render": [rendering]}
    time.move(minutes=4, seconds=59)
    sweep_outbox("req_test")
    assert queued(post) == {"outbox": [], "render": []}
    time.move(seconds=2)
    sweep_outbox("req_test")
    assert queued(post) == {"outbox": [mail], "render": [rendering]}


def test_what_is_settled_is_left_alone(post, time):
    a_mail()
    post.deliver()
    time.move(minutes=6)
    sweep_outbox("req_test")
    assert queued(post) == {"outbox": [], "render": []}


def test_a_living_claim_is_left_alone_and_one_that_ran_out_is_not(post, time):
    mail = a_mail()
    post.waiting("outbox")
    time.move(minutes=6)
    store.keep(rules.claim(row(mail), "another worker", clock.epoch()))
    sweep_outbox("req_test")
    assert queued(post)["outbox"] == []
    time.move(seconds=rules.LEASE_SECONDS)
    sweep_outbox("req_test")
    assert queued(post)["outbox"] == [mail]


@pytest.mark.parametrize(("tries", "end"), [(0, "refused"), (1, "unknown")])
def test_after_three_days_it_is_given_up(post, time, alarms, tries, end):
    mail = a_mail()
    if tries:
        store.keep(rules.give_back(rules.claim(row(mail), "x", clock.epoch()), "ReadTimeoutError", counted=True))
    post.waiting("outbox")
    time.move(days=3, seconds=1)
    sweep_outbox("req_test")
    assert (row(mail).state, row(mail).failure, row(mail).text) == (end, "too_old", None)
    assert row(mail).expires == clock.epoch() + rules.KEEP_SECONDS
    told = {
        "alarm": f"mail_{end}",
        "event": f"outbox.{end}",
        "outbox_id": mail,
        "tenant": "ten_acme",
        "failure": "too_old",
    }
    assert alarms == [told]
    assert queued(post)["outbox"] == []


def test_more_rows_than_a_page_holds_are_all_found(post, time, monkeypatch):
    monkeypatch.setattr(store, "SHARDS", 1)
    monkeypatch.setattr(store, "PAGE", 3)
    mails = {a_mail() for _ in range(7)}
    post.waiting("outbox")
    time.move(minutes=6)
    sweep_outbox("req_test")
    assert set(queued(post)["outbox"]) == mails


def test_on_the_third_day_it_is_still_tried_and_a_task_that_is_given_up_is_told_as_one(post, time, alarms):
    task = a_rendering()
    queued(post)
    time.move(days=3)
    sweep_outbox("req_test")
    assert (queued(post)["render"], alarms) == ([task], [])
    time.move(seconds=1)
    sweep_outbox("req_test")
    assert (row(task).state, queued(post)["render"]) == ("refused", [])
    assert [one["alarm"] for one in alarms] == ["task_given_up"]


def test_whoever_took_it_up_meanwhile_keeps_it(post, time, monkeypatch, alarms):
    """The index may lag: it lists as waiting what a worker has just taken, or finished."""
    mail = a_mail()
    post.waiting("outbox")
    listed = [row(mail)]
    time.move(days=4)
    store.keep(rules.claim(row(mail), "a worker", clock.epoch()))
    monkeypatch.setattr(store, "browse_waiting", lambda shard, before: listed if shard == 0 else [])
    sweep_outbox("req_test")
    assert (row(mail).state, alarms) == ("claimed", [])
    store.keep(rules.finish(row(mail), clock.epoch()))
    sweep_outbox("req_test")
    assert (row(mail).state, alarms) == ("done", [])
    listed[0] = listed[0].model_copy(update={"id": "out_00000000000000000000000000"})
    sweep_outbox("req_test")
    assert alarms == []
