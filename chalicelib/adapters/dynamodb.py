"""DynamoDB for every store: one shared client, typed rows, pages, and transactions that keep all or nothing."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

import botocore.client
from pydantic import BaseModel
from pynamodb.attributes import Attribute, JSONAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model
from pynamodb.pagination import ResultIterator

from chalicelib.adapters import aws
from chalicelib.core import ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Conflict, PortalError, Unavailable
from chalicelib.settings import settings

# ---------------------------------------------------------------------------------------------------------------------
# The shared client
# ---------------------------------------------------------------------------------------------------------------------


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


def forget() -> None:
    """Drop the client, here and in every model, for tests that change what AWS is."""
    shared_client.cache_clear()
    for model in Row.__subclasses__():
        model._connection = None


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


# ---------------------------------------------------------------------------------------------------------------------
# Rows: how an entity lies in its table
# ---------------------------------------------------------------------------------------------------------------------


class Row(Model):
    """Base of every PynamoDB model: its table takes the stage's prefix, its client is the shared one."""

    version = NumberAttribute(default=0)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        connection = super()._get_connection()
        if connection.connection._client is None:
            connection.connection._client = shared_client()
        return connection


def table_name(name: str) -> str:
    """``invoices`` → ``client-portal-dev-invoices``."""
    return f"{settings().prefix}-{name}"


class JSON(JSONAttribute):
    """Nested values as one JSON text: a third of the CPU of nested maps, and integers stay integers."""


_JSON = json.JSONDecoder()
Raw = Mapping[str, Mapping[str, Any]]
"""An item as DynamoDB tells it: ``{"total": {"N": "132750"}}``."""


def _decoder(attribute: Attribute[Any]) -> Callable[[Mapping[str, Any]], Any]:
    """How one attribute is read. What PynamoDB does for any attribute, without its way through objects and defaults."""
    if isinstance(attribute, JSON):
        return lambda told: _JSON.decode(told["S"])
    if isinstance(attribute, UnicodeAttribute):
        return lambda told: told["S"]
    return lambda told: _plain(attribute.deserialize(attribute.get_value(dict(told))))


def _plain(value: Any) -> Any:
    return value.as_dict() if isinstance(value, MapAttribute) else value


Entity = TypeVar("Entity", bound=BaseModel)
Keys = Mapping[str, str | None]


@dataclass(frozen=True)
class Slot:
    """A place in a page: the sort-key parts of the last item, without any partition."""

    parts: dict[str, str]


_STRIDE = 200
"""Entities that a walk through a partition asks for at once."""


class Table(Generic[Entity]):
    """A typed view of one table: entities in and out, keys made in one place from the entity alone.

    ``keys`` answers the values of ``pk``, ``sk`` and every index key (None: the row stays out of that index). An entity has a
    field ``version: int``, 0 before it is first kept; each save asks that the row still has the version that was read.
    """

    def __init__(self, row: type[Row], entity: type[Entity], keys: Callable[[Entity], Keys]) -> None:
        self.row = row
        self.entity = entity
        self.keys = keys
        self._fields = [name for name in entity.model_fields if name in row.get_attributes()]

    def get(self, pk: str, sk: str | None = None) -> Entity | None:
        """The entity at this key, read consistently, or None."""
        found = self.row._get_connection().get_item(pk, sk, consistent_read=True)
        return self.read(found["Item"]) if "Item" in found else None

    def raw(self, pk: str, condition: Condition) -> list[Raw]:
        """Items of the table itself as they lie there, read consistently: for a partition that holds rows of several kinds."""
        return list(self.walk_raw(pk, condition))

    def walk_raw(self, pk: str, condition: Condition | None) -> Iterator[Raw]:
        """As ``raw``, as far as the reader goes: for partitions that may be long."""
        asked = {"range_key_condition": condition, "consistent_read": True}
        yield from ResultIterator(self.row._get_connection().query, (pk,), asked)

    def query(
        self, pk: str, condition: Condition | None = None, *, index: str | None = None, limit: int | None = None,
        newest_first: bool = False, where: Condition | None = None, consistent: bool | None = None,
    ) -> list[Entity]:  # fmt: skip
        """The entities of one partition (of an index, if named), in key order; ``limit`` counts items answered."""
        items, _ = self.page(
            pk, condition, index=index, limit=limit, newest_first=newest_first, where=where, consistent=consistent
        )
        return items

    def page(
        self, pk: str, condition: Condition | None = None, *, index: str | None = None, limit: int | None = None,
        newest_first: bool = False, where: Condition | None = None, after: Slot | None = None,
        consistent: bool | None = None,
    ) -> tuple[list[Entity], Slot | None]:  # fmt: skip
        """One page and where the next one begins; a local index and the table itself are read consistently."""
        consistent = (index is None or index in self._local_indexes) if consistent is None else consistent
        asked = {
            "range_key_condition": condition,
            "filter_condition": where,
            "index_name": index,
            "limit": limit + 1 if limit and where is None else None,
            "scan_index_forward": not newest_first,
            "consistent_read": consistent,
            "exclusive_start_key": self._start(pk, index, after) if after else None,
        }
        result: ResultIterator[Raw] = ResultIterator(self.row._get_connection().query, (pk,), asked, limit=limit)
        items = [self.read(item) for item in result]
        last = result.last_evaluated_key
        return items, Slot(self._slot(last, index)) if last and items else None

    def walk(self, pk: str, after: str | None = None, condition: Condition | None = None) -> Iterator[Entity]:
        """Every entity of a partition in the order of its sort keys, from behind ``after``, as far as the reader goes."""
        return self.stream(pk, condition, after=Slot({str(self.row._range_keyname): after}) if after else None)

    def stream(
        self, pk: str, condition: Condition | None = None, *, index: str | None = None, page: int | None = None,
        newest_first: bool = False, after: Slot | None = None,
    ) -> Iterator[Entity]:  # fmt: skip
        """The entities of one partition (of an index, if named), in key order, read ``page`` by page as far as the reader goes."""
        while True:
            entities, after = self.page(
                pk, condition, index=index, limit=page or _STRIDE, newest_first=newest_first, after=after
            )
            yield from entities
            if after is None:
                return

    def stream_shards(self, shards: int, condition: Condition, index: str) -> Iterator[Entity]:
        """The entities of an index whose key is a number of a shard, one shard after the other."""
        for shard in range(shards):
            yield from self.stream(f"{shard:02}", condition, index=index)

    @cached_property
    def _local_indexes(self) -> set[str]:
        schema = self.row._get_schema()
        return {index["index_name"] for index in schema["local_secondary_indexes"]}

    def _slot(self, last: Mapping[str, Mapping[str, str]], index: str | None) -> dict[str, str]:
        return {name: value["S"] for name, value in last.items() if name != self._hash_name(index)}

    def _start(self, pk: str, index: str | None, after: Slot) -> dict[str, dict[str, str]]:
        return {self._hash_name(index): {"S": pk}, **{name: {"S": value} for name, value in after.parts.items()}}

    def _hash_name(self, index: str | None) -> str:
        if index is None:
            return str(self.row._hash_keyname)
        return str(self.row._indexes[index]._hash_key_attribute().attr_name)

    def add(
        self, tx: "Transaction", entity: Entity, otherwise: PortalError | None = None, *, witness: bool = False
    ) -> None:
        """Keep a new entity; ``otherwise`` is raised if its key is taken. ``witness``: its key is fresh and random."""
        row = self._row(entity, 1)
        tx.put(row, self._hash_attribute().does_not_exist(), otherwise or Conflict())
        if witness:
            tx.witness(row)

    def save(self, tx: "Transaction", entity: Entity, otherwise: PortalError | None = None) -> None:
        """Keep a changed entity; ``otherwise`` is raised if somebody else changed it since it was read."""
        version = _version(entity)
        tx.put(self._row(entity, version + 1), self.row.version == version, otherwise or Conflict())

    def overwrite(self, tx: "Transaction", entity: Entity) -> None:
        """Keep an entity whatever is there: only for rows that a single writer owns."""
        tx.put(self._row(entity, _version(entity) + 1), None, Conflict())

    def remove(self, tx: "Transaction", entity: Entity, otherwise: PortalError | None = None) -> None:
        """Delete the row if nobody changed it since it was read."""
        tx.delete(self._row(entity, 0), self.row.version == _version(entity), otherwise or Conflict())

    def move(self, tx: "Transaction", before: Entity, after: Entity, otherwise: PortalError | None = None) -> None:
        """Keep a changed entity under another key. Its version goes on counting: whoever read it at a key where it lay before,
        and lies again, is refused."""
        self.remove(tx, before, otherwise)
        row = self._row(after, _version(before) + 1)
        tx.put(row, self._hash_attribute().does_not_exist(), otherwise or Conflict())

    def unchanged(self, tx: "Transaction", entity: Entity, otherwise: PortalError | None = None) -> None:
        """Ask that the row is still as it was read, without writing it."""
        row = self._row(entity, 0)
        tx.check(row, self.row.version == _version(entity), otherwise or Conflict())

    def _hash_attribute(self) -> Attribute[Any]:
        return getattr(self.row, str(self.row._hash_keyname))  # type: ignore[no-any-return]

    def _row(self, entity: Entity, version: int) -> Row:
        values = entity.model_dump(mode="json", include=set(self._fields))
        kept = {name: value for name, value in values.items() if value is not None}
        keys = {name: value for name, value in self.keys(entity).items() if value is not None}
        return self.row(**{**kept, **keys, "version": version})

    def read(self, item: Raw) -> Entity:
        """The entity that lies in this item."""
        values = {
            name: decode(item[key]) for name, key, decode in self._decoders if key in item and "NULL" not in item[key]
        }
        return self.entity.model_validate(values)

    @cached_property
    def _decoders(self) -> list[tuple[str, str, Callable[[Mapping[str, Any]], Any]]]:
        attributes = self.row.get_attributes()
        names = [*self._fields, *({"version"} & set(self.entity.model_fields) - set(self._fields))]
        return [(name, attributes[name].attr_name, _decoder(attributes[name])) for name in names]


def _version(entity: BaseModel) -> int:
    return int(getattr(entity, "version", 0))


def get_many(keys: Iterable[tuple[Table[Any], str, str | None]]) -> list[Any]:
    """Entities of up to 100 keys, of several tables, in ONE consistent request; None where there is none."""
    wanted = list(keys)
    request: dict[str, dict[str, Any]] = {}
    for table, pk, sk in wanted:
        entry = request.setdefault(table.row.Meta.table_name, {"Keys": [], "ConsistentRead": True})
        key = _raw_key(table.row, pk, sk)
        if key not in entry["Keys"]:
            entry["Keys"].append(key)
    found: dict[tuple[str, str, str | None], Any] = {}
    while request:
        answer = shared_client().batch_get_item(RequestItems=request)
        for name, items in answer["Responses"].items():
            for item in items:
                found[_identity(name, item)] = item
        request = answer.get("UnprocessedKeys") or {}
    rows = [(table, found.get((table.row.Meta.table_name, pk, sk))) for table, pk, sk in wanted]
    return [None if item is None else table.read(item) for table, item in rows]


def _raw_key(row: type[Row], pk: str, sk: str | None) -> dict[str, dict[str, str]]:
    key = {str(row._hash_keyname): {"S": pk}}
    return key if sk is None else {**key, str(row._range_keyname): {"S": sk}}


def _identity(name: str, item: Mapping[str, Mapping[str, str]]) -> tuple[str, str, str | None]:
    return name, item["pk"]["S"], item["sk"]["S"] if "sk" in item else None


# ---------------------------------------------------------------------------------------------------------------------
# Transactions
# ---------------------------------------------------------------------------------------------------------------------

_TRIES = 4
_ORDER = ("ConditionCheck", "Delete", "Put", "Update")  # PynamoDB sends them grouped like this


@dataclass
class _Write:
    """One item of a transaction and what to say if its condition does not hold."""

    kind: str
    arguments: dict[str, Any]
    otherwise: PortalError


class Transaction:
    """Writes that are kept together or not at all, then the things to do once they are.

    DynamoDB says which item failed by its position, and PynamoDB regroups the items by kind: so the writes are sorted the
    same way before they are sent, and each keeps its own error.
    """

    def __init__(self) -> None:
        self.writes: list[_Write] = []
        self._witness: Row | None = None
        self._afterwards: list[Callable[[], None]] = []

    def put(self, row: Row, condition: Condition | None, otherwise: PortalError) -> None:
        """Write the whole row."""
        kwargs = row.get_save_kwargs_from_instance(condition=condition)
        self.writes.append(_Write("Put", kwargs, otherwise))

    def delete(self, row: Row, condition: Condition | None, otherwise: PortalError) -> None:
        """Delete the row."""
        kwargs = row.get_delete_kwargs_from_instance(condition=condition)
        self.writes.append(_Write("Delete", kwargs, otherwise))

    def update(self, row: Row, actions: list[Any], condition: Condition | None, otherwise: PortalError) -> None:
        """Change attributes of the row. Never a bare counter of money: a repeated ADD counts twice."""
        kwargs = row.get_update_kwargs_from_instance(actions=actions, condition=condition)
        self.writes.append(_Write("Update", kwargs, otherwise))

    def check(self, row: Row, condition: Condition, otherwise: PortalError) -> None:
        """Ask something of a row that is not written."""
        kwargs = row.get_delete_kwargs_from_instance(condition=condition)
        self.writes.append(_Write("ConditionCheck", kwargs, otherwise))

    def witness(self, row: Row) -> None:
        """A row of this transaction under a fresh random key: if it is there, the transaction was kept (a lost answer)."""
        self._witness = self._witness or row

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do this once the writes are kept; it must not matter for long if it fails."""
        self._afterwards.append(action)

    def commit(self) -> None:
        """Keep everything. Raises the error of the first item whose condition fails; Unavailable if AWS is away."""
        if self.writes:
            _send(self)
        for action in self._afterwards:
            action()

    def was_kept(self) -> bool:
        """Whether the witness is in its table."""
        if self._witness is None:
            return False
        row = self._witness
        try:
            type(row).get(row.pk, getattr(row, "sk", None), consistent_read=True)  # type: ignore[attr-defined]
        except type(row).DoesNotExist:
            return False
        return True


@contextmanager
def transaction() -> Iterator[Transaction]:
    """Collect writes, then keep them all at the end of the block, unless it raised."""
    raise_deferred()
    tx = Transaction()
    yield tx
    tx.commit()


def _send(tx: Transaction) -> None:
    """Send until it is kept or cleanly refused; a lock held by another transaction is waited for a little."""
    writes = sorted(tx.writes, key=lambda write: _ORDER.index(write.kind))
    token = ids.new_secret()[:36]
    for attempt in range(_TRIES):
        try:
            _transact(writes, token)
        except TransactWriteError as error:
            if tx.was_kept():
                return
            _raise_refusal(writes, error)
            if not _was_locked(error):
                raise Unavailable from error
            time.sleep(0.03 * 2**attempt)
        else:
            return
    raise Unavailable


def _transact(writes: list[_Write], token: str) -> None:
    connection = Connection(region=settings().region)
    connection._client = shared_client()
    groups = {kind: [write.arguments for write in writes if write.kind == kind] for kind in _ORDER}
    connection.transact_write_items(
        condition_check_items=groups["ConditionCheck"],
        delete_items=groups["Delete"],
        put_items=groups["Put"],
        update_items=groups["Update"],
        client_request_token=token,
    )


def _raise_refusal(writes: list[_Write], error: TransactWriteError) -> None:
    for write, reason in zip(writes, error.cancellation_reasons, strict=False):
        if reason is not None and reason.code == "ConditionalCheckFailed":
            raise write.otherwise from error


def _was_locked(error: TransactWriteError) -> bool:
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    return "TransactionConflict" in codes or code_of(error) == "TransactionInProgressException"


def code_of(error: PynamoDBException) -> str:
    """What DynamoDB called the error, or nothing if no answer came: PynamoDB's own way fails then, on an answer of None."""
    answer = getattr(error.cause, "response", None) or {}
    return str(answer.get("Error", {}).get("Code", ""))
