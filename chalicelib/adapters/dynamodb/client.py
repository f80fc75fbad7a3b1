"""One client of DynamoDB for all models, and the meter of what a request asks of it."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import botocore.client
from pynamodb.exceptions import PynamoDBException

from chalicelib.adapters import aws
from chalicelib.settings import settings


@dataclass
class Meter:
    """What one request or message asked of DynamoDB, for its log line and for the budgets of the pages."""

    requests: int = 0
    units: float = 0.0
    operations: list[str] = field(default_factory=list)


meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


@cache
def shared_client() -> Any:
    """One botocore client for all models (PynamoDB makes one each: seconds of a cold start)."""
    config = botocore.client.Config(
        parameter_validation=False,
        connect_timeout=1,
        read_timeout=3,
        retries={"total_max_attempts": 3, "mode": "standard"},
    )
    client = aws.session().create_client("dynamodb", region_name=settings().region, config=config)
    client.meta.events.register("provide-client-params.dynamodb.*", _ask_for_capacity)
    client.meta.events.register("after-call.dynamodb.*", _count)
    return client


def _ask_for_capacity(params: dict[str, Any], **_: Any) -> dict[str, Any]:
    return {**params, "ReturnConsumedCapacity": "TOTAL"}


def _count(parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
    current = meter.get()
    if current is None:
        return
    current.requests += 1
    current.operations.append(model.name)
    capacity = parsed.get("ConsumedCapacity") or []
    for entry in [capacity] if isinstance(capacity, Mapping) else capacity:
        current.units += entry.get("CapacityUnits", 0.0)


def code_of(error: PynamoDBException) -> str:
    """What DynamoDB called the error, or nothing if no answer came: PynamoDB's own way fails then, on an answer of None."""
    answer = getattr(error.cause, "response", None) or {}
    return str(answer.get("Error", {}).get("Code", ""))
