"""The invoices table: one partition a customer, and an index for each way in which invoices are listed.

Every list is in the order of ``place`` (issue date, then id), newest first. A page begins below the place of the last
invoice of the page before, so a cursor holds that place and nothing else.
"""

import zlib
from collections.abc import Iterator

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Table, Transaction, table_name
from chalicelib.core.errors import Unavailable
from chalicelib.core.fields import Day
from chalicelib.core.identity import partition
from chalicelib.invoices.entity import Content, Invoice, WholeInvoice

SHARDS = 16
_LAST = "~"  # sorts behind every date and id
_CONTENT = "#content"
_TRIES = 3


class Issued(LocalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "issued"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    issued_sk = UnicodeAttribute(range_key=True)


class ByStatus(LocalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_status_sk = UnicodeAttribute(range_key=True)


class ByPlan(LocalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "by_plan"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_plan_sk = UnicodeAttribute(range_key=True)


class BySubscription(LocalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "by_subscription"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_subscription_sk = UnicodeAttribute(range_key=True)


class Open(LocalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "open"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    open_sk = UnicodeAttribute(range_key=True)


class ByTenant(GlobalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class TenantStatus(GlobalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "tenant_status"
        projection = AllProjection()

    tenant_status_pk = UnicodeAttribute(hash_key=True)
    tenant_status_sk = UnicodeAttribute(range_key=True)


class TenantPlan(GlobalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "tenant_plan"
        projection = AllProjection()

    tenant_plan_pk = UnicodeAttribute(hash_key=True)
    tenant_plan_sk = UnicodeAttribute(range_key=True)


class TenantDue(GlobalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "tenant_due"
        projection = AllProjection()

    tenant_due_pk = UnicodeAttribute(hash_key=True)
    tenant_due_sk = UnicodeAttribute(range_key=True)


class Due(GlobalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class ByCode(GlobalSecondaryIndex["InvoiceRow"]):
    class Meta:
        index_name = "by_code"
        projection = AllProjection()

    by_code_pk = UnicodeAttribute(hash_key=True)
    by_code_sk = UnicodeAttribute(range_key=True)


class InvoiceRow(Row):
    class Meta:
        table_name = table_name("invoices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    issued_sk = UnicodeAttribute(null=True)
    by_status_sk = UnicodeAttribute(null=True)
    by_plan_sk = UnicodeAttribute(null=True)
    by_subscription_sk = UnicodeAttribute(null=True)
    open_sk = UnicodeAttribute(null=True)
    by_tenant_pk = UnicodeAttribute(null=True)
    by_tenant_sk = UnicodeAttribute(null=True)
    tenant_status_pk = UnicodeAttribute(null=True)
    tenant_status_sk = UnicodeAttribute(null=True)
    tenant_plan_pk = UnicodeAttribute(null=True)
    tenant_plan_sk = UnicodeAttribute(null=True)
    tenant_due_pk = UnicodeAttribute(null=True)
    tenant_due_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    by_code_pk = UnicodeAttribute(null=True)
    by_code_sk = UnicodeAttribute(null=True)
    issued = Issued()
    by_status = ByStatus()
    by_plan = ByPlan()
    by_subscription = BySubscription()
    open = Open()
    by_tenant = ByTenant()
    tenant_status = TenantStatus()
    tenant_plan = TenantPlan()
    tenant_due = TenantDue()
    due = Due()
    by_code = ByCode()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    number = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    issue_date = UnicodeAttribute()
    date_chosen = BooleanAttribute()
    due_date = UnicodeAttribute()
    currency = UnicodeAttribute()
    subtotal = NumberAttribute()
    tax_total = NumberAttribute()
    total = NumberAttribute()
    settled = NumberAttribute()
    refunded = NumberAttribute()
    written_off = NumberAttribute(null=True)
    settlements = JSON()
    notes = UnicodeAttribute(null=True)
    terms = UnicodeAttribute(null=True)
    subscription_id = UnicodeAttribute(null=True)
    plan_code = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    issued_at = UnicodeAttribute(null=True)
    viewed_at = UnicodeAttribute(null=True)
    voided_at = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    verification_code = UnicodeAttribute(null=True)
    document_key = UnicodeAttribute(null=True)
    sha256 = UnicodeAttribute(null=True)
    generation = NumberAttribute()
    attempt_id = UnicodeAttribute(null=True)
    edition = NumberAttribute()


class ContentRow(Row):
    """Beside its invoice, in no index: lists never read it, and what changes an invoice's state never writes it."""

    class Meta:
        table_name = table_name("invoices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    lines = JSON()
    taxes = JSON()
    snapshot = JSON(null=True)


def place(invoice: Invoice) -> str:
    """Where the invoice stands in every list; no two have the same place."""
    return f"{invoice.issue_date}#{invoice.id}"


def _keys(invoice: Invoice) -> dict[str, str | None]:
    issued = invoice.status != "draft"
    group = "open" if invoice.is_open else invoice.status
    here = place(invoice)
    return {
        "pk": invoice.partition,
        "sk": invoice.id,
        "issued_sk": here if issued else None,
        "by_status_sk": f"{group}#{here}",
        "by_plan_sk": f"{invoice.plan_code}#{here}" if issued and invoice.plan_code else None,
        "by_subscription_sk": f"{invoice.subscription_id}#{here}" if issued and invoice.subscription_id else None,
        "open_sk": f"{invoice.due_date}#{invoice.id}" if invoice.is_open else None,
        "by_tenant_pk": invoice.tenant_id,
        "by_tenant_sk": here,
        "tenant_status_pk": f"{invoice.tenant_id}#{invoice.status}",
        "tenant_status_sk": here,
        "tenant_plan_pk": f"{invoice.tenant_id}#{invoice.plan_code}" if invoice.plan_code else None,
        "tenant_plan_sk": here if invoice.plan_code else None,
        **_due_keys(invoice),
        "by_code_pk": f"{invoice.tenant_id}#{invoice.verification_code}" if invoice.verification_code else None,
        "by_code_sk": invoice.id if invoice.verification_code else None,
    }


def _due_keys(invoice: Invoice) -> dict[str, str | None]:
    """Only invoices that may still become overdue stand in the indexes by due date: settled ones leave them, marked ones too."""
    waits = invoice.is_open and invoice.status != "overdue"
    shard = f"{zlib.crc32(invoice.id.encode()) % SHARDS:02}"
    return {
        "due_pk": shard if waits else None,
        "due_sk": f"{invoice.due_date}#{invoice.id}" if waits else None,
        "tenant_due_pk": invoice.tenant_id if waits else None,
        "tenant_due_sk": f"{invoice.due_date}#{invoice.id}" if waits else None,
    }


def _content_keys(content: Content) -> dict[str, str | None]:
    return {"pk": partition(content.tenant_id, content.customer_id), "sk": f"{content.id}{_CONTENT}"}


table = Table(InvoiceRow, Invoice, _keys)
contents = Table(ContentRow, Content, _content_keys)


def get(pk: str, invoice_id: str) -> Invoice | None:
    """The invoice without its content, or None."""
    return table.get(pk, invoice_id)


def get_whole(pk: str, invoice_id: str) -> WholeInvoice | None:
    """The invoice with its content, in one request, or None.

    A draft that is changed at this very moment may be read half old, half new: the edition tells, and it is read again.
    """
    for _ in range(_TRIES):
        rows = {row["sk"]["S"]: row for row in table.raw(pk, InvoiceRow.sk.between(invoice_id, invoice_id + _CONTENT))}
        if invoice_id not in rows:
            return None
        invoice = table.read(rows[invoice_id])
        content = contents.read(rows[invoice_id + _CONTENT]) if invoice_id + _CONTENT in rows else None
        if content and content.version == invoice.edition:
            return together(invoice, content)
    raise Unavailable


def walk_whole(pk: str, after: str | None = None) -> Iterator[WholeInvoice]:
    """A customer's invoices and drafts with their content, in the order of their ids, from behind the id ``after``."""
    head: Invoice | None = None
    for row in table.walk_raw(pk, InvoiceRow.sk > after + _CONTENT if after else None):
        if not row["sk"]["S"].endswith(_CONTENT):
            head = table.read(row)
        elif head:
            content = contents.read(row)
            fits = (content.id, content.version) == (head.id, head.edition)
            found = together(head, content) if fits else get_whole(pk, content.id)
            if found:  # a draft that is changed or goes at this very moment
                yield found


def together(invoice: Invoice, content: Content) -> WholeInvoice:
    """Both parts as one; they were validated when they were read."""
    parts = {"lines": content.lines, "taxes": content.taxes, "snapshot": content.snapshot}
    return WholeInvoice.model_construct(**{**dict(invoice), **parts})


def add_whole(tx: Transaction, invoice: WholeInvoice) -> None:
    """Keep a new invoice with its content."""
    table.add(tx, invoice.model_copy(update={"edition": 1}))
    contents.add(tx, invoice.content)


def save_whole(tx: Transaction, invoice: WholeInvoice) -> None:
    """Keep an invoice whose content changed too; the commit raises Conflict if it changed since it was read."""
    table.save(tx, invoice.model_copy(update={"edition": invoice.edition + 1}))
    contents.save(tx, invoice.content)


def move_whole(tx: Transaction, before: WholeInvoice, after: WholeInvoice) -> None:
    """Keep a draft under another customer's key."""
    table.move(tx, before, after.model_copy(update={"edition": before.edition + 1}))
    contents.move(tx, before.content, after.content)


# Streams: invoices newest first, read page by page as far as the reader goes, from below ``after`` (a place).


def stream_issued(pk: str, after: str | None, page: int) -> Iterator[Invoice]:
    """A customer's issued invoices."""
    return _stream("issued", pk, "", after, page)


def stream_group(pk: str, group: str, after: str | None, page: int) -> Iterator[Invoice]:
    """A customer's invoices that are kept as ``draft``, ``open``, ``paid`` or ``void``."""
    return _stream("by_status", pk, f"{group}#", after, page)


def stream_plan(pk: str, plan_code: str, after: str | None, page: int) -> Iterator[Invoice]:
    """A customer's issued invoices of one plan."""
    return _stream("by_plan", pk, f"{plan_code}#", after, page)


def stream_subscription(pk: str, subscription_id: str, after: str | None, page: int) -> Iterator[Invoice]:
    """A customer's issued invoices of one subscription."""
    return _stream("by_subscription", pk, f"{subscription_id}#", after, page)


def stream_tenant(tenant_id: str, after: str | None, page: int) -> Iterator[Invoice]:
    """A merchant's invoices, drafts too."""
    return _stream("by_tenant", tenant_id, "", after, page)


def stream_tenant_status(tenant_id: str, status: str, after: str | None, page: int) -> Iterator[Invoice]:
    """A merchant's invoices that are kept under this status."""
    return _stream("tenant_status", f"{tenant_id}#{status}", "", after, page)


def stream_tenant_plan(tenant_id: str, plan_code: str, after: str | None, page: int) -> Iterator[Invoice]:
    """A merchant's invoices of one plan."""
    return _stream("tenant_plan", f"{tenant_id}#{plan_code}", "", after, page)


def _stream(index: str, pk: str, prefix: str, after: str | None, page: int) -> Iterator[Invoice]:
    key = getattr(InvoiceRow, f"{index}_sk")
    condition = _up_to(key, prefix, after)
    size = page + 1 if after else page  # the condition includes ``after`` itself
    found = table.stream(pk, condition, index=index, page=size, newest_first=True)
    return (invoice for invoice in found if after is None or place(invoice) < after)


def _up_to(key: UnicodeAttribute, prefix: str, after: str | None) -> Condition | None:
    if prefix:
        return key.between(prefix, f"{prefix}{after or _LAST}")
    return key <= after if after else None


def query_open(pk: str, *, due_from: Day | None = None, due_before: Day | None = None) -> list[Invoice]:
    """A customer's open invoices by due date, those due first at the beginning."""
    condition = None
    if due_from is not None:
        condition = InvoiceRow.open_sk >= str(due_from)
    if due_before is not None:
        condition = InvoiceRow.open_sk < str(due_before)
    return table.query(pk, condition, index="open")


def query_tenant_unmarked(tenant_id: str, due_before: Day) -> list[Invoice]:
    """A merchant's open invoices that are past due and not marked yet: those of the last hour."""
    return table.query(tenant_id, InvoiceRow.tenant_due_sk < str(due_before), index="tenant_due")


def stream_unmarked(due_before: Day) -> Iterator[Invoice]:
    """Open invoices of all merchants that are past due and not marked yet, the oldest of each shard first."""
    return table.stream_shards(SHARDS, InvoiceRow.due_sk < str(due_before), "due")


def find_by_code(tenant_id: str, code: str) -> Invoice | None:
    """The merchant's invoice with this verification code, or None."""
    found = table.query(f"{tenant_id}#{code}", index="by_code", limit=1)
    return found[0] if found else None
