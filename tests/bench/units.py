"""Request units of DynamoDB on demand, computed from item sizes.

AWS, "DynamoDB read and write operations": a read costs one unit for each 4 KB begun if strongly consistent, half of one if not, twice in a
transaction; a query rounds the sum of its items, a get each item. A write costs one unit for each KB begun of the larger of the
item before and after, twice in a transaction, and once more for each index whose entry changes.
"""

from math import ceil
from typing import Any

from infra.tables import TABLES

_KB = 1024
_TABLES = {table.name: table for table in TABLES}


def size_of(value: dict[str, Any]) -> int:
    """Bytes of an item (or a part of one): its names and values."""
    return sum(len(name.encode()) + _value(one) for name, one in value.items())


def _value(told: dict[str, Any]) -> int:
    ((kind, value),) = told.items()
    if kind == "S":
        return len(value.encode())
    if kind == "N":
        return ceil(len(value.lstrip("-").replace(".", "")) / 2) + 1
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "B":
        return len(value) * 3 // 4
    if kind == "L":
        return 3 + sum(1 + _value(one) for one in value)
    return 3 + size_of(value) if kind == "M" else sum(len(one) for one in value)


def units_of(operation: str, asked: dict[str, Any], answered: dict[str, Any]) -> tuple[float, float]:
    """Read and write units of one request."""
    if operation == "GetItem":
        return _read(size_of(answered.get("Item", {})), asked.get("ConsistentRead", False)), 0
    if operation == "Query":
        return _read(sum(map(size_of, answered.get("Items", []))), asked.get("ConsistentRead", False)), 0
    if operation == "BatchGetItem":
        tables = asked["RequestItems"]
        found = answered.get("Responses", {})
        return sum(_batch(tables[name], found.get(name, [])) for name in tables), 0
    if operation == "TransactWriteItems":
        return 0, 2 * sum(_write(*part) for part in asked["TransactItems"] for part in part.items())
    return 0, _write({"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete"}[operation], asked)


def _read(size: int, consistent: bool) -> float:
    return max(1, ceil(size / (4 * _KB))) * (1 if consistent else 0.5)


def _batch(asked: dict[str, Any], found: list[dict[str, Any]]) -> float:
    consistent = asked.get("ConsistentRead", False)
    missing = len(asked["Keys"]) - len(found)
    return sum(_read(size_of(item), consistent) for item in found) + missing * _read(0, consistent)


def _write(verb: str, part: dict[str, Any]) -> float:
    """A put is known whole; of an update only the change is, so it counts as a small row's: one unit, no index."""
    if verb == "ConditionCheck":
        return 1
    item = part.get("Item", {})
    table = _TABLES[part["TableName"].rpartition("-")[2]]
    entries = [index for index in (*table.local, *table.everywhere) if {index.hash_key, index.range_key} <= set(item)]
    return max(1, ceil(size_of(item) / _KB)) * (1 + len(entries))
