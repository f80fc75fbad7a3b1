"""The harness finds what it is for: careless senders, each of which must be caught."""

import pytest

from chalicelib.adapters import aws, mailer
from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit import store as audit
from chalicelib.core import clock
from chalicelib.core.email_message import EmailMessage
from chalicelib.outbox import deliver, rules, store
from tests.faults.cases.outbox import no_more, plain
from tests.faults.harness import Fault, UseCase, run, single_faults


def sends_without_a_claim(message, request_id):
    """Nothing says that a try was made, so every lost answer is another mail."""
    entry = store.get(message["outbox_id"])
    if rules.is_settled(entry):
        return
    mailer.send(deliver._prepared(entry))
    store.keep(rules.finish(entry, clock.epoch()))


def marks_before_it_sends(message, request_id):
    """A crash between the two loses the mail."""
    entry = store.get(message["outbox_id"])
    if rules.is_settled(entry):
        return
    envelope = deliver._prepared(entry)
    store.keep(rules.finish(entry, clock.epoch()))
    mailer.send(envelope)


def claims_and_forgets(message, request_id):
    """A try that may have failed counts as done."""
    entry = store.get(message["outbox_id"])
    if entry.state != "pending":
        return
    mailer.send(deliver._prepared(store.keep(rules.claim(entry, "claim", clock.epoch()))))


def as_case(handler):
    return UseCase(
        "a careless sender", plain, lambda world, given: world.queue(handler, {"outbox_id": given}) and None, no_more
    )


@pytest.mark.parametrize(
    ("handler", "fault", "promise"),
    [
        (marks_before_it_sends, Fault.KILLED_BEFORE, "never sent"),
        (marks_before_it_sends, Fault.FAILS_BEFORE, "never sent"),
        (claims_and_forgets, Fault.KILLED_BEFORE, "left claimed"),
    ],
)
def test_a_careless_sender_is_caught(world, monkeypatch, handler, fault, promise):
    monkeypatch.setattr(deliver, "deliver_outbox", handler)
    assert promise in "\n".join(single_faults(world, as_case(handler), fault))


def test_a_sender_that_lets_the_sdk_repeat_is_caught(world, monkeypatch):
    real = aws.client
    monkeypatch.setattr(aws, "client", lambda service, **knobs: real(service, **{**knobs, "attempts": 3}))
    found = single_faults(world, as_case(deliver.deliver_outbox), Fault.ANSWERS_LOST_UNTIL_HEALED)
    assert "sent 4 times" in "\n".join(found)


def test_a_sender_without_a_claim_is_caught_by_two_lost_answers(world, monkeypatch):
    monkeypatch.setattr(deliver, "deliver_outbox", sends_without_a_claim)
    case = as_case(sends_without_a_claim)
    assert run(world, case, {2: Fault.ANSWER_LOST, 4: Fault.ANSWER_LOST}).broken == ["a mail was sent 3 times (I4)"]


def test_two_lost_answers_are_two_mails_at_most_and_an_alarm(world):
    plan = {4: Fault.ANSWER_LOST, 9: Fault.ANSWER_LOST}
    assert run(world, as_case(deliver.deliver_outbox), plan).broken == []
    assert len(world.post.sent) == 2
    assert [alarm["alarm"] for alarm in world.alarms.lines] == ["mail_unknown"]


def test_a_mail_that_nobody_ordered_is_caught(world):
    def writes_by_itself(world, given):
        message = EmailMessage(
            "ada@example.com", "Hello", "Hello", "<p>Hello</p>", "Acme", "en", reference="out_nowhere"
        )
        mailer.send(mailer.prepare(message))

    case = UseCase("a mail before its row", lambda world: None, writes_by_itself, no_more)
    assert any("nobody ordered" in line for line in run(world, case, {}).broken)


def test_a_careless_sender_looks_fine_without_faults(world, monkeypatch):
    monkeypatch.setattr(deliver, "deliver_outbox", sends_without_a_claim)
    assert run(world, as_case(sends_without_a_claim), {}).broken == []


def test_a_row_that_is_written_once_must_not_change(world):
    def rewrites(world, given):
        entry = audit.AuditEntry(
            id="aud_1", tenant_id="ten_acme", customer_id="", at=clock.stamp(clock.now()), actor_kind="machine",
            actor_id="x", action="x.y", subject_id="s", request_id="r",
        )  # fmt: skip
        with transaction() as tx:
            audit.table.overwrite(tx, entry)

    case = UseCase("an audit row is rewritten", lambda world: None, rewrites, lambda world, given: [])
    assert "Put of a row of audit" in run(world, case, {}).broken


def test_a_killed_process_makes_no_further_call(world):
    seen = []

    def stubborn(message, request_id):
        for _ in range(3):
            try:
                store.get("out_1")
            except BaseException as error:
                seen.append(type(error).__name__)
        raise RuntimeError

    case = UseCase(
        "a stubborn worker", lambda world: None, lambda world, given: world.queue(stubborn, {}) and None, lambda *_: []
    )
    run(world, case, {1: Fault.KILLED_AFTER})
    assert seen == ["Killed", "Killed", "Killed"]


def test_healing_twice_must_change_nothing(world):
    def grows(world, given):
        a_row = audit.AuditEntry(
            id=f"aud_{len(audit.table.query('ten_acme#'))}", tenant_id="ten_acme", customer_id="", at=clock.stamp(clock.now()),
            actor_kind="machine", actor_id="x", action="x.y", subject_id="s", request_id="r",
        )  # fmt: skip
        with transaction() as tx:
            audit.table.add(tx, a_row)

    case = UseCase("a use case that is not idempotent", lambda world: None, grows, lambda world, given: [])
    assert "healing twice changed ['audit'] (I9)" in run(world, case, {}).broken
