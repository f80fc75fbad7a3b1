"""Exports in the jobs table, in the partition of their tenant or customer; a row goes with the file it tells of."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import JSON, Row, Table, table_name, transaction
from chalicelib.exports.entity import PREFIXES, Export, Latest, Sort


class ExportRow(Row):
    class Meta:
        table_name = table_name("jobs")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute(null=True)
    period = JSON(null=True)
    language = UnicodeAttribute(null=True)
    id = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    requested_by = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute(null=True)
    folder = UnicodeAttribute(null=True)
    upload_id = UnicodeAttribute(null=True)
    pieces = NumberAttribute(null=True)
    offset = NumberAttribute(null=True)
    place = JSON(null=True)
    rows = NumberAttribute(null=True)
    files = NumberAttribute(null=True)
    progress = NumberAttribute(null=True)
    claim = UnicodeAttribute(null=True)
    lease_until = NumberAttribute(null=True)
    tries = NumberAttribute(null=True)
    size = NumberAttribute(null=True)
    sha256 = UnicodeAttribute(null=True)
    expires = NumberAttribute(null=True)
    export_id = UnicodeAttribute(null=True)


_LATEST: dict[Sort, str] = {"archive": "EXPORT", "pack": "EXPORT", "own": "OWN"}


def _place_of_latest(one: Latest) -> str:
    return _LATEST["own" if one.export_id.startswith(f"{PREFIXES['own']}_") else "archive"]


exports = Table(ExportRow, Export, lambda export: {"pk": export.partition, "sk": export.id})
latest = Table(ExportRow, Latest, lambda one: {"pk": one.partition, "sk": _place_of_latest(one)})


def get(pk: str, export_id: str, *sorts: Sort) -> Export | None:
    """The export of this partition if it is of one of these sorts (of any, if none is named), or None."""
    prefixes = tuple(f"{PREFIXES[sort]}_" for sort in sorts or PREFIXES)
    return exports.get(pk, export_id) if export_id.startswith(prefixes) else None


def get_latest(pk: str, sort: Sort) -> Latest | None:
    """Which one of this sort is the newest here, or None before the first."""
    return latest.get(pk, _LATEST[sort])


def browse(pk: str) -> list[Export]:
    """Whatever was asked for here and is known still."""
    return [one for prefix in PREFIXES.values() for one in exports.query(pk, ExportRow.sk.startswith(f"{prefix}_"))]


def browse_latest(pk: str) -> list[Latest]:
    """Which ones are the newest here."""
    return [one for one in (get_latest(pk, "pack"), get_latest(pk, "own")) if one]


def keep(export: Export) -> Export:
    """Keep a changed export if it is still as it was read, and answer it as it is now.

    An error says nothing (the answer may be what was lost): it was kept if it has our claim and the next version.
    """
    try:
        with transaction() as tx:
            exports.save(tx, export)
    except Exception:
        kept = get(export.partition, export.id)
        if kept is None or (kept.version, kept.claim) != (export.version + 1, export.claim):
            raise
    return export.model_copy(update={"version": export.version + 1})
