"""One hook on all wires: it numbers every remote call, and lets the one that is asked for fail as wires do."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import botocore.endpoint
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from chalicelib.settings import settings
from infra.provider import Provider


class Fault(IntEnum):
    """What can happen to a call. The last two end the process: every later call of it ends it again."""

    FAILS_BEFORE = 1
    ANSWER_LOST = 2
    THROTTLED = 3
    SERVER_ERROR = 4
    KILLED_BEFORE = 5
    KILLED_AFTER = 6
    ANSWERS_LOST_UNTIL_HEALED = 7


DEATHS = (Fault.KILLED_BEFORE, Fault.KILLED_AFTER, Fault.ANSWERS_LOST_UNTIL_HEALED)
"""Whoever called gets no answer, whatever it repeats by itself."""


class Killed(BaseException):
    """The process is gone; nothing may catch this but who started it."""


@dataclass(frozen=True)
class Failures:
    """How a wire tells its caller: each answers what the wire would, or raises what it would raise."""

    unreachable: Callable[[], Any]
    lost: Callable[[], Any]
    throttled: Callable[[], Any]
    broken: Callable[[], Any]


@dataclass
class Wires:
    """The calls of one use case, from 1, and the fault that hits one or more of them."""

    plan: dict[int, Fault] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    broken_from: int | None = None
    dead: bool = False
    listening: bool = False

    def arm(self, plan: dict[int, Fault]) -> None:
        """Number calls from 1 and let these fail."""
        self.plan, self.calls, self.forbidden = dict(plan), [], []
        self.broken_from, self.dead, self.listening = None, False, True

    def restart(self) -> None:
        """A new process takes over from one that was killed."""
        self.dead = False

    def heal(self) -> None:
        """From now on every call works, and none is numbered."""
        self.plan, self.broken_from, self.dead, self.listening = {}, None, False, False

    def notice(self, forbidden: list[str]) -> None:
        """Remember what the use case must not have done."""
        if self.listening:
            self.forbidden += forbidden

    def call(self, name: str, do: Callable[[], Any], failures: Failures) -> Any:
        """Pass the call on, unless its number is due."""
        if self.dead:
            raise Killed
        if not self.listening:
            return do()
        self.calls.append(name)
        fault = self.plan.get(len(self.calls))
        if fault is Fault.ANSWERS_LOST_UNTIL_HEALED:
            self.broken_from = len(self.calls)
        if self.broken_from is not None:
            do()
            return failures.lost()
        return do() if fault is None else self._fail(fault, do, failures)

    def _fail(self, fault: Fault, do: Callable[[], Any], failures: Failures) -> Any:
        if fault in (Fault.ANSWER_LOST, Fault.KILLED_AFTER):
            do()
        if fault in (Fault.KILLED_BEFORE, Fault.KILLED_AFTER):
            self.dead = True
            raise Killed
        told = {
            Fault.FAILS_BEFORE: failures.unreachable,
            Fault.ANSWER_LOST: failures.lost,
            Fault.THROTTLED: failures.throttled,
            Fault.SERVER_ERROR: failures.broken,
        }
        return told[fault]()


_APPEND_ONLY = ("audit", "ledger")
_THROTTLES = {
    "s3": ("SlowDown", 503),
    "sesv2": ("TooManyRequestsException", 429),
    "lambda": ("TooManyRequestsException", 429),
}


def hook_aws(wires: Wires, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hook every HTTP attempt to AWS, inside the SDK's own retries; nobody sleeps between those."""
    real = botocore.endpoint.Endpoint._do_get_response

    def attempt(self: Any, request: Any, model: Any, context: Any) -> Any:
        service = model.service_model.service_name
        url = self.host
        name = f"{service}.{model.name}"
        if service == "dynamodb":
            content = json.loads(request.body)
            name = f"{name} {'+'.join(_tables_of(content))}"
            wires.notice(_forbidden(model.name, content))
        throttle = _THROTTLES.get(service, ("ThrottlingException", 400))
        failures = Failures(
            unreachable=lambda: (None, EndpointConnectionError(endpoint_url=url)),
            lost=lambda: (None, ReadTimeoutError(endpoint_url=url)),
            throttled=lambda: (_refusal(url, *throttle), None),
            broken=lambda: (_refusal(url, "InternalServerError", 500), None),
        )
        return wires.call(name, lambda: real(self, request, model, context), failures)

    monkeypatch.setattr(botocore.endpoint.Endpoint, "_do_get_response", attempt)
    monkeypatch.setattr("botocore.retries.quota.RetryQuota.acquire", lambda *_: True)
    monkeypatch.setattr("time.sleep", lambda seconds: None)


def hook_gateway(wires: Wires, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hook every HTTP attempt to the payment provider."""
    real = Provider.transport

    def attempt(self: Provider, method: str, url: str, headers: Any, body: bytes) -> Any:
        name = f"stripe.{method} /{url.split('/v1/', 1)[-1].split('?')[0].split('/')[0]}"
        failures = Failures(
            unreachable=_no_connection,
            lost=_no_connection,
            throttled=lambda: (429, {}, b'{"error": {"type": "rate_limit_error"}}'),
            broken=lambda: (500, {}, b'{"error": {"type": "api_error"}}'),
        )
        return wires.call(name, lambda: real(self, method, url, headers, body), failures)

    monkeypatch.setattr(Provider, "transport", attempt)


def _no_connection() -> Any:
    raise OSError("the connection is gone")


class _Empty:
    """The body of an answer that says all in its status."""

    def stream(self, **_: Any) -> list[bytes]:
        return [b"{}"]


def _refusal(url: str, code: str, status: int) -> tuple[AWSResponse, dict[str, Any]]:
    told = {"Code": code, "Message": "injected"}
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0}
    return AWSResponse(url, status, {}, _Empty()), {"Error": told, "ResponseMetadata": metadata}


def _tables_of(content: dict[str, Any]) -> list[str]:
    """Names of the tables that a request to DynamoDB speaks of, without the stage's prefix."""
    names = [content["TableName"]] if "TableName" in content else list(content.get("RequestItems", {}))
    names += [next(iter(item.values()))["TableName"] for item in content.get("TransactItems", [])]
    return sorted({name.removeprefix(f"{settings().prefix}-") for name in names})


def _forbidden(operation: str, content: dict[str, Any]) -> list[str]:
    """What no use case may do: scan a table, or change what is written once (I13)."""
    found = [f"{operation} of a whole table"] if operation == "Scan" else []
    writes = [(kind, item) for entry in content.get("TransactItems", []) for kind, item in entry.items()]
    writes += [(operation, content)] if "TableName" in content else []
    for kind, item in writes:
        (table,) = _tables_of(item)
        fresh = "attribute_not_exists" in item.get("ConditionExpression", "")
        changes = kind.startswith(("Update", "Delete")) or (kind.startswith("Put") and not fresh)
        if table in _APPEND_ONLY and changes:
            found.append(f"{kind} of a row of {table}")
    return found
