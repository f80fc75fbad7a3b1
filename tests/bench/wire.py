"""The wire to AWS, tapped: what was asked and answered, what that costs, how deep it is nested, and all of it again from a can."""

import io
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from moto.core.botocore_stubber import BotocoreStubber

from tests.bench.units import units_of

_WAIT = 0.05  # so that what is asked at once overlaps, whatever the machine does meanwhile


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    url: str
    target: str
    asked: bytes
    status: int
    headers: dict[str, str]
    answered: bytes
    began: float = 0.0
    ended: float = 0.0

    @property
    def key(self) -> tuple[str, str]:
        """What a repetition of the same use case asks again: the operation and where, not the values in it."""
        if not self.target:
            return self.url, ""
        told = json.loads(self.asked)
        return self.target, f"{_tables(told)}{told.get('IndexName', '')}"

    @property
    def operation(self) -> str:
        return self.target.rpartition(".")[2]

    @property
    def is_dynamodb(self) -> bool:
        return self.target.startswith("DynamoDB")


def _tables(told: dict[str, Any]) -> str:
    if "TransactItems" in told:
        return ",".join(sorted(part["TableName"] for item in told["TransactItems"] for part in item.values()))
    return str(told.get("TableName") or sorted(told.get("RequestItems", ())))


@dataclass
class Tape:
    """What went over the wire while it was recorded, in order of the answers."""

    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def dynamodb(self) -> list[Exchange]:
        return [exchange for exchange in self.exchanges if exchange.is_dynamodb]

    @property
    def reads(self) -> int:
        return sum(exchange.operation in ("GetItem", "BatchGetItem", "Query") for exchange in self.dynamodb)

    @property
    def writes(self) -> int:
        return len(self.dynamodb) - self.reads

    @property
    def depth(self) -> int:
        """How many requests stood one after another: the longest row of which each began after the last had ended."""
        depth, free = 0, 0.0
        for exchange in sorted(self.dynamodb, key=lambda one: one.ended):
            if exchange.began >= free:
                depth, free = depth + 1, exchange.ended
        return depth

    @property
    def read_bytes(self) -> int:
        return sum(len(exchange.answered) for exchange in self.dynamodb)

    @property
    def units(self) -> tuple[float, float]:
        """Read and write request units as AWS bills them, from the sizes of the items."""
        costs = [units_of(one.operation, json.loads(one.asked), json.loads(one.answered)) for one in self.dynamodb]
        return sum(cost[0] for cost in costs), sum(cost[1] for cost in costs)


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch, *, slow: bool = False) -> Iterator[Tape]:
    """Record what moto is asked. ``slow``: each answer takes a while, so that ``depth`` means something."""
    tape, process = Tape(), BotocoreStubber.process_request

    def tapped(self: BotocoreStubber, request: Any) -> Any:
        asked = request.body.read() if isinstance(request.body, io.IOBase) else request.body or b""
        request.body = asked
        began = time.perf_counter()
        time.sleep(_WAIT if slow else 0)
        answer = process(self, request)
        if answer is not None:
            target = request.headers.get("X-Amz-Target", b"")
            status, headers, body = answer
            tape.exchanges.append(
                Exchange(
                    request.url,
                    _text(target),
                    _bytes(asked),
                    status,
                    dict(headers),
                    _bytes(body),
                    began,
                    time.perf_counter(),
                )
            )
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(BotocoreStubber, "process_request", tapped)
        yield tape


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


class _Raw(io.BytesIO):
    """An answer's body as botocore streams it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        while part := self.read(65536):
            yield part


@contextmanager
def replayed(tape: Tape, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Answer from the tape, at no cost of an emulator. Yields a function that rewinds it for the next repetition."""
    cans: dict[tuple[str, str], list[Exchange]] = defaultdict(list)
    for exchange in tape.exchanges:
        cans[exchange.key].append(exchange)
    turn: dict[tuple[str, str], int] = defaultdict(int)

    def answer(self: BotocoreStubber, event_name: str, request: Any, **_: Any) -> AWSResponse:
        asked = request.body.read() if isinstance(request.body, io.IOBase) else request.body or b""
        target = _text(request.headers.get("X-Amz-Target", b""))
        key = Exchange(request.url, target, _bytes(asked), 0, {}, b"").key
        found = cans[key][turn[key]]
        turn[key] += 1
        return AWSResponse(request.url, found.status, found.headers, _Raw(found.answered))  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(BotocoreStubber, "__call__", answer)
        yield turn.clear
