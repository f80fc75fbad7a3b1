"""Records as files: JSON, one a line, and a table for spreadsheets; pure."""

import json
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel

from chalicelib.core.csv_cells import write_sheet
from chalicelib.core.money import decimal_string
from chalicelib.exports.kinds import Kind

MONEY = frozenset(
    "amount asked_amount credit credited refunded refunding settled setup_fee subtotal tax_total total uncredited "
    "written_off".split()
)
"""Columns that a table writes as decimal numbers of the record's own currency; JSON has minor units everywhere."""
_LINE = ("description", "quantity", "unit_price", "tax_rate", "tax_category", "amount")


def record_of(kind: Kind, entity: BaseModel) -> dict[str, Any]:
    """What is told of an entity, in the order in which it is declared."""
    told = entity.model_dump(mode="json", include=set(kind.fields) - set(kind.parts))
    for name, part in kind.parts.items():
        value = getattr(entity, name)
        if isinstance(value, list):
            told[name] = [record_of(part, one) for one in value]
        else:
            told[name] = None if value is None else record_of(part, value)
    return {name: told[name] for name in kind.fields}


def as_lines(records: Sequence[dict[str, Any]]) -> bytes:
    """One JSON object a line, UTF-8."""
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


def as_table(kind: Kind, records: Sequence[dict[str, Any]]) -> bytes:
    """CSV: parts of addresses and the like have columns of their own, lists stand as JSON in one cell."""
    columns = columns_of(kind)
    return _csv([columns, *([_cell(record, column) for column in columns] for record in records)])


def columns_of(kind: Kind) -> list[str]:
    """The columns of a kind's table: ``billing_address.city`` is the city of the billing address."""
    return [column for name in kind.fields for column in _columns(name, kind.entity.model_fields[name].annotation)]


def lines_table(kind: Kind, records: Sequence[dict[str, Any]]) -> bytes:
    """The lines of invoices, or of the revisions of estimates, as a table of their own."""
    if kind.name == "invoices":
        head, holders = ["invoice_id", "number"], [([one["id"], one["number"]], one) for one in records]
    else:
        head = ["estimate_id", "number", "revision"]
        holders = [
            ([one["id"], one["number"], revision["revision"]], revision)
            for one in records
            for revision in one["revisions"]
        ]
    rows = [
        [*names, holder["currency"], position, *(_money(line, name, holder) for name in _LINE)]
        for names, holder in holders
        for position, line in enumerate(holder["lines"], 1)
    ]
    return _csv([[*head, "currency", "line", *_LINE], *rows])


def _columns(name: str, annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and not get_args(annotation):
        fields = annotation.model_fields
        return [column for part in fields for column in _columns(f"{name}.{part}", fields[part].annotation)]
    return [name]


def _cell(record: dict[str, Any], column: str) -> str | int | None:
    value: Any = record
    for part in column.split("."):
        value = value[part]
    if column in MONEY and isinstance(value, int):
        return decimal_string(value, record["currency"])
    return _plain(value)


def _money(line: dict[str, Any], name: str, holder: dict[str, Any]) -> str | int | None:
    if name in ("unit_price", "amount"):
        return decimal_string(line[name], holder["currency"])
    return _plain(line[name])


def _plain(value: Any) -> str | int | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return None if value is None else str(value)


def _csv(rows: list[Any]) -> bytes:
    return write_sheet(rows).encode()
