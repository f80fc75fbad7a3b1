"""The same tests on a second engine: DynamoDB is MiniStack over HTTP here, everything else moto as elsewhere.

The two emulators differ where it matters: MiniStack honours request tokens, applies writes of many threads one by one, and is another
reading of DynamoDB's conditions, indexes and pages. It never answers TransactionConflict, so ``together`` puts some in.
"""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import boto3
import pytest
from moto.dynamodb.models.dynamo_type import DynamoType
from pynamodb.exceptions import CancellationReason, TransactWriteError, VerboseClientError

from chalicelib.adapters import aws as clients
from chalicelib.adapters import dynamodb, secrets
from chalicelib.adapters.dynamodb import transactions
from chalicelib.core.errors import PortalError
from chalicelib.settings import settings
from infra.aws import Aws
from infra.local import processes
from infra.local.place import Place
from infra.local.services import EMULATOR, endpoint, start_emulator
from infra.tables import TABLES, create_arguments
from tests.faults import harness
from tests.fixtures import aws, books
from tests.payments.conftest import desk  # noqa: F401

THREADS = 20
_CONFLICT_EVERY = 5
_NAMES = re.compile(r'"([a-z_-]+)"')
Work = Callable[[], Any]


class Engine:
    """DynamoDB as MiniStack has it, past the product's own client."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client = Aws(settings().region, url).client("dynamodb")
        self.keys: dict[str, list[str]] = {}
        self.touched: set[str] = set()
        for table in TABLES:
            self.client.create_table(**create_arguments(table, settings().prefix))
            keys = [table.hash_key, *filter(None, [table.range_key])]
            self.keys[f"{settings().prefix}-{table.name}"] = keys

    def note(self, params: dict[str, Any], **_: Any) -> None:
        """Tables that the product spoke of: the others need not be emptied."""
        self.touched.update(name for name in _NAMES.findall(params["body"].decode()) if name in self.keys)

    def rows(self, name: str) -> list[dict[str, Any]]:
        pages = self.client.get_paginator("scan").paginate(TableName=name, ConsistentRead=True)
        return [row for page in pages for row in page["Items"]]

    def empty(self) -> None:
        for name in self.touched:
            keys = [{key: row[key] for key in self.keys[name]} for row in self.rows(name)]
            deletes = [{"DeleteRequest": {"Key": key}} for key in keys]
            for start in range(0, len(deletes), 25):
                self.client.batch_write_item(RequestItems={name: deletes[start : start + 25]})
        self.touched.clear()


class Kept:
    """What the fixtures that look past the wire ask of moto's tables."""

    def __init__(self, engine: Engine) -> None:
        self.tables = {name: _Rows(engine, name) for name in engine.keys}


@dataclass
class _Rows:
    engine: Engine
    name: str

    def all_items(self) -> "list[_Row]":
        return [_Row(row) for row in self.engine.rows(self.name)]


@dataclass
class _Row:
    row: dict[str, Any]

    @property
    def range_key(self) -> DynamoType | None:
        return DynamoType(self.row["sk"]) if "sk" in self.row else None

    def to_json(self) -> dict[str, Any]:
        return {"Attributes": self.row}


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, _region: None) -> Iterator[Engine]:
    """MiniStack for this process, and all tables in it."""
    place, port = Place(tmp_path_factory.mktemp("engine")), processes.free_port(None)
    start_emulator(place, port)
    yield Engine(endpoint(port))
    processes.stop(place, EMULATOR, 0.5)  # what it would save is of no use to anybody


@pytest.fixture(scope="module")
def wired(engine: Engine) -> Iterator[None]:
    """The product's client speaks to MiniStack as long as a module of these tests runs: making one takes a while."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("AWS_ENDPOINT_URL_DYNAMODB", engine.url), ("AWS_ACCESS_KEY_ID", "test")):
            patch.setenv(name, value)
        patch.setattr(boto3, "DEFAULT_SESSION", None)  # like the product's, it knows other credentials already
        _forget()
        dynamodb.shared_client().meta.events.register("before-call.dynamodb.*", engine.note)
        for module in (books, harness):
            patch.setattr(module, "backend", lambda service: Kept(engine))
        yield
    _forget()


def _forget() -> None:
    clients.forget_clients()
    dynamodb.forget()


@pytest.fixture
def cloud(engine: Engine, wired: None, time: aws.Time) -> None:
    """In place of the fixture of the same name, so that everything that stands on it stands on MiniStack."""
    aws._empty()
    engine.empty()
    secrets.forget()
    aws._keep_secrets()


@dataclass
class Ending:
    """How one of many went: what it answered, or the refusal of ours that it raised."""

    result: Any = None
    refusal: PortalError | None = None
    error: BaseException | None = None


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Ending]]:
    """Run works at the same time, each in a thread of its own; any error but a refusal fails the test."""
    real = transactions._transact

    def run(*works: Work) -> list[Ending]:
        monkeypatch.setattr(transactions, "_transact", _jostled(real))
        endings, start = [Ending() for _ in works], threading.Barrier(len(works))
        threads = [
            threading.Thread(target=_live, args=(start, work, ending))
            for work, ending in zip(works, endings, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        monkeypatch.setattr(transactions, "_transact", real)
        assert not any(thread.is_alive() for thread in threads), "somebody is still at it"
        for ending in endings:
            if ending.error:
                raise ending.error
        return endings

    return run


def _jostled(real: Callable[..., None]) -> Callable[..., None]:
    """Every fifth transaction is told TransactionConflict once, as DynamoDB tells those that meet at a row."""
    turn, told_already = count(1), set[str]()

    def transact(writes: Any, token: str) -> None:
        if next(turn) % _CONFLICT_EVERY == 0 and token not in told_already:
            told_already.add(token)
            told: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "x"}}
            reasons = [CancellationReason(code="TransactionConflict")]
            cause = VerboseClientError(told, "TransactWriteItems", {}, cancellation_reasons=reasons)
            raise TransactWriteError("x", cause)
        real(writes, token)

    return transact


def _live(start: threading.Barrier, work: Work, ending: Ending) -> None:
    try:
        start.wait(30)
        ending.result = work()
    except PortalError as refusal:
        ending.refusal = refusal
    except BaseException as error:
        ending.error = error
