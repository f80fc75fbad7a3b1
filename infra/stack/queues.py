"""Queues of the stateful stack, each with a dead-letter queue that is watched."""

from typing import Any

from infra.lambdas import LAMBDAS

_TRIES = 5
_FOURTEEN_DAYS = 14 * 24 * 3600


def queue_resources() -> dict[str, Any]:
    """For each queue a worker listens to: the queue, its dead letters, and an alarm for the first of them."""
    resources: dict[str, Any] = {}
    for worker in LAMBDAS:
        if worker.queue:
            resources |= _pair(worker.queue, worker.timeout)
    return resources


def _pair(queue: str, timeout: int) -> dict[str, Any]:
    title = f"{queue.capitalize()}Queue"
    dead = f"{queue.capitalize()}DeadQueue"
    return {
        title: _queue(
            {"Fn::Sub": f"${{Prefix}}-{queue}"},
            # AWS advises six times the worker's timeout; the local stage waits less for what failed.
            VisibilityTimeout={"Fn::If": ["Local", 30, 6 * timeout]},
            RedrivePolicy={"deadLetterTargetArn": {"Fn::GetAtt": [dead, "Arn"]}, "maxReceiveCount": _TRIES},
        ),
        dead: _queue({"Fn::Sub": f"${{Prefix}}-{queue}-dead"}, MessageRetentionPeriod=_FOURTEEN_DAYS),
    }


def _queue(name: dict[str, str], **properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::SQS::Queue",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {"QueueName": name, "SqsManagedSseEnabled": True, **properties},
    }
