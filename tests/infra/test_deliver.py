"""Delivering ends when nothing waits, and says so when it cannot."""

import io

import pytest

from infra.aws import Refused
from infra.local import deliver
from infra.local.deliver import Desk
from infra.names import Names
from tests.infra.recorder import RecordedAws

SCHEDULED = [
    "client-portal-local-expire_estimates",
    "client-portal-local-mark_overdue_invoices",
    "client-portal-local-reconcile_checkouts",
    "client-portal-local-reconcile_payments",
    "client-portal-local-renew_subscriptions",
    "client-portal-local-sweep_outbox",
]


class Answer(io.BytesIO):
    """A Lambda's payload."""


def stack(waiting: dict[str, list[int]], error: str | None = None) -> RecordedAws:
    """Queues whose lengths, asked one after the other, are these; the last one stays."""

    def attributes(params):
        lengths = waiting.get(params["QueueUrl"].rsplit("client-portal-local-")[-1], [0])
        length = lengths.pop(0) if len(lengths) > 1 else lengths[0]
        kinds = ("", "NotVisible", "Delayed")
        return {"Attributes": {f"ApproximateNumberOfMessages{kind}": str(length if not kind else 0) for kind in kinds}}

    def invoke(params):
        told = (
            b'{"errorType": "ValueError", "errorMessage": "broken"}'
            if error in (params["FunctionName"], "all")
            else b"null"
        )
        return {"Payload": Answer(told), "StatusCode": 200} | ({"FunctionError": "Unhandled"} if error else {})

    return RecordedAws(
        {
            "sqs.GetQueueUrl": lambda params: {"QueueUrl": f"https://sqs/{params['QueueName']}"},
            "sqs.GetQueueAttributes": attributes,
            "lambda.Invoke": invoke,
        }
    )


def desk(aws: RecordedAws, seconds: float = 5) -> Desk:
    return Desk(aws, Names("local"), seconds)


def test_queues_are_emptied_before_the_clocks_work_is_done():
    aws = stack({"outbox": [2, 1, 0]})
    desk(aws).deliver()
    assert sorted(call["FunctionName"] for call in aws.asked("lambda.Invoke")) == SCHEDULED
    before = aws.plan()[: aws.plan().index("lambda.Invoke")]
    assert before.count("sqs.GetQueueAttributes") >= 3


def test_what_the_clocks_work_queues_is_delivered_too_and_the_clock_runs_again():
    aws = stack({"outbox": [0, 3, 0]})
    desk(aws).deliver()
    assert len(aws.asked("lambda.Invoke")) == 2 * len(SCHEDULED)


def test_a_queue_that_does_not_empty_fails_aloud():
    with pytest.raises(Refused, match="1 messages still wait"):
        desk(stack({"render": [1]}), 0.2).deliver()


def test_dead_letters_fail_aloud_and_old_ones_are_told_apart():
    with pytest.raises(Refused, match="2 messages lie in dead-letter queues, 2 of them now"):
        desk(stack({"outbox-dead": [0, 2]})).deliver()
    with pytest.raises(Refused, match="2 messages lie in dead-letter queues, all of them earlier"):
        desk(stack({"outbox-dead": [2]})).deliver()


def test_a_failing_scheduled_lambda_fails_aloud():
    with pytest.raises(Refused, match="failed: ValueError: broken"):
        desk(stack({}, "all")).deliver()


def test_every_queue_and_every_scheduled_lambda_is_looked_after():
    assert set(deliver._QUEUES) == {"feedback", "outbox", "render", "exports", "erasures"}
    assert sorted(f"client-portal-local-{name}" for name in deliver._SCHEDULED) == SCHEDULED
