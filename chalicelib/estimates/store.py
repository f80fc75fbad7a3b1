"""The estimates table: one partition a customer; the head of an estimate, and a row for each revision and each paper behind it.

Lists are in the order of ``place`` (date, then id), newest first; neither revisions nor papers are in an index, so lists never read them.
"""

import zlib
from collections.abc import Iterator
from itertools import groupby

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Raw, Row, Table, Transaction, table_name
from chalicelib.core.errors import Unavailable
from chalicelib.core.fields import Day
from chalicelib.core.identity import partition
from chalicelib.estimates.entity import OPEN_STATUSES, Estimate, Paper, Revision, WholeEstimate
from chalicelib.estimates.rules import as_offered

SHARDS = 16
SHARED = ("expiry_date", "currency", "subtotal", "tax_total", "total")
"""What the head of an estimate repeats of its newest revision, for lists."""
_LAST = "~"  # sorts behind every date and id
_TRIES = 3


class Issued(LocalSecondaryIndex["EstimateRow"]):
    class Meta:
        index_name = "issued"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    issued_sk = UnicodeAttribute(range_key=True)


class ByStatus(LocalSecondaryIndex["EstimateRow"]):
    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_status_sk = UnicodeAttribute(range_key=True)


class ByTenant(GlobalSecondaryIndex["EstimateRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class Due(GlobalSecondaryIndex["EstimateRow"]):
    class Meta:
        index_name = "due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class EstimateRow(Row):
    class Meta:
        table_name = table_name("estimates")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    issued_sk = UnicodeAttribute(null=True)
    by_status_sk = UnicodeAttribute(null=True)
    by_tenant_pk = UnicodeAttribute(null=True)
    by_tenant_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    issued = Issued()
    by_status = ByStatus()
    by_tenant = ByTenant()
    due = Due()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    number = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    revision = NumberAttribute()
    date = UnicodeAttribute()
    expiry_date = UnicodeAttribute()
    currency = UnicodeAttribute()
    subtotal = NumberAttribute()
    tax_total = NumberAttribute()
    total = NumberAttribute()
    created_at = UnicodeAttribute()
    sent_at = UnicodeAttribute(null=True)
    viewed_at = UnicodeAttribute(null=True)
    answer = JSON(null=True)
    certificate_sha256 = UnicodeAttribute(null=True)
    invoice_id = UnicodeAttribute(null=True)
    invoice_issued = BooleanAttribute()
    offered = JSON(null=True)
    edition = NumberAttribute()


class RevisionRow(Row):
    class Meta:
        table_name = table_name("estimates")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    estimate_id = UnicodeAttribute()
    revision = NumberAttribute()
    date = UnicodeAttribute()
    expiry_date = UnicodeAttribute()
    currency = UnicodeAttribute()
    lines = JSON()
    taxes = JSON()
    subtotal = NumberAttribute()
    tax_total = NumberAttribute()
    total = NumberAttribute()
    notes = UnicodeAttribute(null=True)
    terms = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    sent_at = UnicodeAttribute(null=True)
    seller = JSON(null=True)
    buyer = JSON(null=True)
    content_sha256 = UnicodeAttribute(null=True)
    terms_sha256 = UnicodeAttribute(null=True)
    answer = JSON(null=True)


class PaperRow(Row):
    class Meta:
        table_name = table_name("estimates")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    estimate_id = UnicodeAttribute()
    revision = NumberAttribute()
    kind = UnicodeAttribute()
    language = UnicodeAttribute()
    accent = UnicodeAttribute()
    logo_key = UnicodeAttribute(null=True)
    url = UnicodeAttribute(null=True)
    document_key = UnicodeAttribute()
    sha256 = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()


def place(estimate: Estimate) -> str:
    """Where the estimate stands in every list; no two have the same place."""
    return f"{estimate.date}#{estimate.id}"


def _keys(estimate: Estimate) -> dict[str, str | None]:
    """Its group is what clients see: one whose next revision is prepared is where it was before."""
    shown = as_offered(estimate)
    is_open = estimate.status in OPEN_STATUSES
    group = "open" if is_open else shown.status if shown else "draft"
    shard = f"{zlib.crc32(estimate.id.encode()) % SHARDS:02}"
    return {
        "pk": estimate.partition,
        "sk": estimate.id,
        "issued_sk": place(estimate) if shown else None,
        "by_status_sk": f"{group}#{place(estimate)}",
        "by_tenant_pk": estimate.tenant_id,
        "by_tenant_sk": place(estimate),
        "due_pk": shard if is_open else None,
        "due_sk": f"{estimate.expiry_date}#{estimate.id}" if is_open else None,
    }


def _revision_keys(one: Revision) -> dict[str, str | None]:
    return {"pk": partition(one.tenant_id, one.customer_id), "sk": f"{one.estimate_id}#{one.revision:03}"}


table = Table(EstimateRow, Estimate, _keys)
revisions = Table(RevisionRow, Revision, _revision_keys)
papers = Table(PaperRow, Paper, lambda one: {"pk": partition(one.tenant_id, one.customer_id), "sk": one.name})


def get(pk: str, estimate_id: str) -> Estimate | None:
    """The estimate without its revisions, or None."""
    return table.get(pk, estimate_id)


def get_whole(pk: str, estimate_id: str) -> WholeEstimate | None:
    """The estimate with its revisions, in one request, or None.

    One that is changed at this very moment may be read half old, half new: the edition tells, and it is read again.
    """
    for _ in range(_TRIES):
        rows = {
            row["sk"]["S"]: row for row in table.raw(pk, EstimateRow.sk.between(estimate_id, f"{estimate_id}#{_LAST}"))
        }
        if estimate_id not in rows:
            return None
        head = table.read(rows.pop(estimate_id))
        if whole := _together(head, [rows[key] for key in sorted(rows)]):
            return whole
    raise Unavailable


def walk_whole(pk: str, after: str | None = None) -> Iterator[WholeEstimate]:
    """A customer's estimates with their revisions, in the order of their ids, from behind the id ``after``."""
    rows = table.walk_raw(pk, EstimateRow.sk > f"{after}#{_LAST}" if after else None)
    for estimate_id, group in groupby(rows, lambda row: row["sk"]["S"].partition("#")[0]):
        head, *behind = group
        whole = _together(table.read(head), behind) or get_whole(pk, estimate_id)
        if whole:
            yield whole


def _together(head: Estimate, behind: list[Raw]) -> WholeEstimate | None:
    """All as one, or None if head and newest revision were not written together; they were validated when they were read."""
    offered = [revisions.read(row) for row in behind if "kind" not in row]
    if offered and (offered[-1].revision, offered[-1].version) == (head.revision, head.edition):
        filed = [papers.read(row) for row in behind if "kind" in row]
        return WholeEstimate.model_construct(**{**dict(head), "revisions": offered, "papers": filed})
    return None


def add_whole(tx: Transaction, estimate: WholeEstimate) -> None:
    """Keep a new estimate with its first revision."""
    table.add(tx, estimate.model_copy(update={"edition": 1}))
    revisions.add(tx, estimate.newest)


def save_whole(tx: Transaction, estimate: WholeEstimate) -> None:
    """Keep an estimate whose newest revision changed too; the commit raises Conflict if it changed since it was read."""
    table.save(tx, estimate.model_copy(update={"edition": estimate.edition + 1}))
    revisions.save(tx, estimate.newest)


def add_revision(tx: Transaction, estimate: WholeEstimate) -> None:
    """Keep an estimate with a new revision; those before stay as they are."""
    table.save(tx, estimate.model_copy(update={"edition": 1}))
    revisions.add(tx, estimate.newest)


def stream_offered(pk: str, after: str | None, page: int) -> Iterator[Estimate]:
    """A customer's estimates that were ever sent, newest first, from below ``after`` (a place)."""
    return _stream("issued", pk, "", after, page)


def stream_group(pk: str, group: str, after: str | None, page: int) -> Iterator[Estimate]:
    """A customer's estimates that are kept as ``draft``, ``open`` or under one of the other statuses."""
    return _stream("by_status", pk, f"{group}#", after, page)


def stream_tenant(tenant_id: str, after: str | None, page: int) -> Iterator[Estimate]:
    """A merchant's estimates, drafts too."""
    return _stream("by_tenant", tenant_id, "", after, page)


def _stream(index: str, pk: str, prefix: str, after: str | None, page: int) -> Iterator[Estimate]:
    key = getattr(EstimateRow, f"{index}_sk")
    condition = key.between(prefix or "0", f"{prefix}{after or _LAST}")
    found = table.stream(pk, condition, index=index, page=page + 1, newest_first=True)
    return (one for one in found if after is None or place(one) < after)


def stream_due(before: Day) -> Iterator[Estimate]:
    """Estimates of all merchants that wait for an answer and whose last day lies before ``before``."""
    return table.stream_shards(SHARDS, EstimateRow.due_sk < str(before), "due")
