"""Tables with entities in and out: single rows, pages, walks, and many rows of several tables in one request."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from pynamodb.attributes import Attribute
from pynamodb.expressions.condition import Condition
from pynamodb.pagination import ResultIterator

from chalicelib.adapters.dynamodb.client import shared_client
from chalicelib.adapters.dynamodb.rows import Raw, Row, decoder_of
from chalicelib.adapters.dynamodb.transactions import Transaction
from chalicelib.core.errors import Conflict, PortalError

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
        self, tx: Transaction, entity: Entity, otherwise: PortalError | None = None, *, witness: bool = False
    ) -> None:
        """Keep a new entity; ``otherwise`` is raised if its key is taken. ``witness``: its key is fresh and random."""
        row = self._row(entity, 1)
        tx.put(row, self._hash_attribute().does_not_exist(), otherwise or Conflict())
        if witness:
            tx.witness(row)

    def save(self, tx: Transaction, entity: Entity, otherwise: PortalError | None = None) -> None:
        """Keep a changed entity; ``otherwise`` is raised if somebody else changed it since it was read."""
        version = _version(entity)
        tx.put(self._row(entity, version + 1), self.row.version == version, otherwise or Conflict())

    def overwrite(self, tx: Transaction, entity: Entity) -> None:
        """Keep an entity whatever is there: only for rows that a single writer owns."""
        tx.put(self._row(entity, _version(entity) + 1), None, Conflict())

    def remove(self, tx: Transaction, entity: Entity, otherwise: PortalError | None = None) -> None:
        """Delete the row if nobody changed it since it was read."""
        tx.delete(self._row(entity, 0), self.row.version == _version(entity), otherwise or Conflict())

    def move(self, tx: Transaction, before: Entity, after: Entity, otherwise: PortalError | None = None) -> None:
        """Keep a changed entity under another key. Its version goes on counting: whoever read it at a key where it lay before,
        and lies again, is refused."""
        self.remove(tx, before, otherwise)
        row = self._row(after, _version(before) + 1)
        tx.put(row, self._hash_attribute().does_not_exist(), otherwise or Conflict())

    def unchanged(self, tx: Transaction, entity: Entity, otherwise: PortalError | None = None) -> None:
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
        return [(name, attributes[name].attr_name, decoder_of(attributes[name])) for name in names]


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
