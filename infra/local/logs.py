"""Prints what the stack's Lambdas logged, oldest first. Runs in ``.venv``; wishes come on standard input as JSON."""

import json
import sys
from typing import Any

from botocore.exceptions import ClientError

from infra.aws import Aws
from infra.lambdas import LAMBDAS
from infra.names import LOCAL, Names


def lines(aws: Aws, names: Names) -> list[str]:
    """All lines of all Lambdas, with the Lambda's name in front."""
    told = sorted((event for worker in LAMBDAS for event in _events(aws, names, worker.name)), key=_when)
    return [f"{event['name']:<22} {event['message'].rstrip()}" for event in told]


def _events(aws: Aws, names: Names, name: str) -> list[dict[str, Any]]:
    pages = aws.client("logs").get_paginator("filter_log_events")
    try:
        found = pages.paginate(logGroupName=f"/aws/lambda/{names.function(name)}").build_full_result()["events"]
    except ClientError:
        return []
    return [{**event, "name": name} for event in found]


def _when(event: dict[str, Any]) -> int:
    return int(event["timestamp"])


if __name__ == "__main__":
    wishes = json.load(sys.stdin)
    json.dump(lines(Aws(wishes["region"], wishes["endpoint"]), Names(LOCAL)), sys.stdout)
