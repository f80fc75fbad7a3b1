"""Exports in the jobs table, in the partition of their tenant; a row goes with the file it tells of."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import JSON, Row, Table, table_name, transaction
from chalicelib.exports.entity import Export, Latest


class ExportRow(Row):
    class Meta:
        table_name = table_name("jobs")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
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


_LATEST = "EXPORT"
exports = Table(ExportRow, Export, lambda export: {"pk": export.tenant_id, "sk": export.id})
latest = Table(ExportRow, Latest, lambda one: {"pk": one.tenant_id, "sk": _LATEST})


def get(tenant_id: str, export_id: str) -> Export | None:
    """The export, or None."""
    return exports.get(tenant_id, export_id) if export_id.startswith("exp_") else None


def get_latest(tenant_id: str) -> Latest | None:
    """Which export is the newest, or None before the first."""
    return latest.get(tenant_id, _LATEST)


def keep(export: Export) -> Export:
    """Keep a changed export if it is still as it was read, and answer it as it is now.

    An error says nothing (the answer may be what was lost): it was kept if it has our claim and the next version.
    """
    try:
        with transaction() as tx:
            exports.save(tx, export)
    except Exception:
        kept = get(export.tenant_id, export.id)
        if kept is None or (kept.version, kept.claim) != (export.version + 1, export.claim):
            raise
    return export.model_copy(update={"version": export.version + 1})
