"""Lambdas that a queue, the clock or a route wakes: logged, metered, one message a waking."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalice.app import Blueprint, Rate

from chalicelib.adapters.dynamodb import Meter, meter
from chalicelib.core import ids
from chalicelib.core.deferred import defer
from chalicelib.entrypoints import logs
from chalicelib.entrypoints.collector import wake_collector
from chalicelib.settings import settings

_log = logging.getLogger("portal.worker")


class Worker:
    """Declares the single-purpose Lambdas of one slice.

    Middleware of Chalice never reaches a Lambda that is declared on a blueprint (aws/chalice#1566), so what every worker must
    do is this decorator. Each is assigned in its module under its own name: Lambda finds the handler by that.
    """

    def __init__(self, import_name: str) -> None:
        logs.set_up()  # such a Lambda's own module is what AWS imports, not app.py
        self.blueprint = Blueprint(import_name)

    def queue(self, queue: str, handler: Callable[[dict[str, Any], str], None]) -> Any:
        """``handler(message, request_id)`` for each message of ``{prefix}-{queue}``; what it raises, the queue delivers again.

        One message a waking: Chalice counts an answer of ``batchItemFailures`` as success and loses the message.
        """
        name = handler.__name__

        def wake(event: Any) -> None:
            for record in event:
                with _watched(name) as request_id:
                    handler(json.loads(record.body), request_id)

        wake.__name__ = name
        return self.blueprint.on_sqs_message(queue=f"{settings().prefix}-{queue}", batch_size=1, name=name)(wake)

    def schedule(self, minutes: int, handler: Callable[[str], None]) -> Any:
        """``handler(request_id)`` every so many minutes."""
        name = handler.__name__

        def wake(event: Any) -> None:
            with _watched(name) as request_id:
                handler(request_id)

        wake.__name__ = name
        rate = Rate(minutes, unit=Rate.MINUTES) if minutes < 60 else Rate(minutes // 60, unit=Rate.HOURS)
        return self.blueprint.schedule(rate, name=name)(wake)

    def function(self, handler: Callable[[dict[str, Any], str], dict[str, Any]]) -> Any:
        """``handler(payload, request_id)`` answers whoever invokes it."""
        name = handler.__name__

        def wake(event: dict[str, Any], context: Any) -> dict[str, Any]:
            with _watched(name) as request_id:
                return handler(event, request_id)

        wake.__name__ = name
        return self.blueprint.lambda_function(name=name)(wake)


@contextmanager
def _watched(name: str) -> Iterator[str]:
    started, used, outcome = time.perf_counter(), Meter(), "done"
    wake_collector()
    request_id = ids.new_id("req")
    token = meter.set(used)
    defer(None)
    try:
        yield request_id
    except Exception:
        outcome = "failed"
        _log.exception("worker failed", extra={"fields": {"worker": name, "request_id": request_id}})
        raise
    finally:
        meter.reset(token)
        fields = {
            "worker": name,
            "outcome": outcome,
            "request_id": request_id,
            "duration_ms": round((time.perf_counter() - started) * 1000, 1),
            "dynamodb_requests": used.requests,
            "dynamodb_units": used.units,
        }
        _log.info("worker", extra={"fields": fields})
