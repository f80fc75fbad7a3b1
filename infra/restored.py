"""Whether restored tables are what they were: keys and indexes, books that balance, documents that exist."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from infra.aws import Aws, say
from infra.names import Names
from infra.tables import Table, create_arguments

Row = dict[str, dict[str, Any]]
_WITH_DOCUMENTS = ("invoices", "payments")


class Copied(Protocol):
    """A table and the name of its copy."""

    @property
    def table(self) -> Table: ...

    @property
    def source(self) -> str: ...

    @property
    def target(self) -> str: ...


def findings(aws: Aws, names: Names, copies: Sequence[Copied]) -> list[str]:
    """A sentence for each thing that is wrong; how many rows came back is told, not judged."""
    dynamodb = aws.client("dynamodb")
    found, kept = [], dict[str, list[Row]]()
    for copy in copies:
        found += _form(dynamodb, copy, names)
        rows = list(rows_of(dynamodb, copy.target))
        say(f"{copy.target} has {len(rows)} rows")
        found += [f"{copy.target}: a row has no {key}" for key in _keys(copy.table) for row in rows if key not in row]
        kept[copy.table.name] = rows if copy.table.name in ("ledger", *_WITH_DOCUMENTS) else []
    found += _books(kept)
    return found + _documents(aws, names, kept)


def rows_of(dynamodb: Any, name: str) -> Iterator[Row]:
    """Every row of a table, read consistently: an operator's tool may, the product never does."""
    for page in dynamodb.get_paginator("scan").paginate(TableName=name, ConsistentRead=True):
        yield from page["Items"]


def _keys(table: Table) -> list[str]:
    return [table.hash_key, *filter(None, [table.range_key])]


def _form(dynamodb: Any, copy: Copied, names: Names) -> list[str]:
    """Keys and indexes must be those that the product declares."""
    told = dynamodb.describe_table(TableName=copy.target)["Table"]
    declared = create_arguments(copy.table, names.prefix)
    wrong = [] if told["KeySchema"] == declared["KeySchema"] else [f"{copy.target} has other keys"]
    for kind in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes"):
        has = {index["IndexName"]: index["KeySchema"] for index in told.get(kind) or []}
        wants = {index["IndexName"]: index["KeySchema"] for index in declared.get(kind, [])}
        wrong += [] if has == wants else [f"{copy.target} has other {kind}"]
    return wrong


def _books(kept: dict[str, list[Row]]) -> list[str]:
    """Every booking comes to zero, and what is settled of an invoice is what was booked for it."""
    ledger = kept.get("ledger", [])
    wrong = [
        f"the booking {row['sk']['S']} does not balance"
        for row in ledger
        if sum(posting["amount"] for posting in json.loads(row["postings"]["S"]))
    ]
    if not {"ledger", "invoices"} <= kept.keys():
        return wrong
    booked: Counter[tuple[str, str]] = Counter()
    for row in (one for one in ledger if one["kind"]["S"] != "void"):
        for part in json.loads(row["allocations"]["S"]):
            booked[row["pk"]["S"], part["invoice_id"]] += part["amount"]
    for row in (one for one in kept["invoices"] if "settled" in one):
        settled, told = int(row["settled"]["N"]), booked[row["pk"]["S"], row["sk"]["S"]]
        if settled != told:
            wrong.append(f"of invoice {row['sk']['S']} {settled} are settled and {told} are booked")
    return wrong


def _documents(aws: Aws, names: Names, kept: dict[str, list[Row]]) -> list[str]:
    """Every document that a row names is in the bucket, not only in one of its old versions."""
    wanted = {
        row["document_key"]["S"]: row["sk"]["S"]
        for name in _WITH_DOCUMENTS
        for row in kept.get(name, [])
        if "document_key" in row and "sha256" in row
    }
    if not wanted:
        return []
    pages = aws.client("s3").get_paginator("list_objects_v2").paginate(Bucket=names.bucket("documents"))
    there = {file["Key"] for page in pages for file in page.get("Contents", [])}
    return [f"the document of {wanted[key]} is missing: {key}" for key in sorted(wanted.keys() - there)]
