"""The outbox table; rows that still want something stand in the ``pending`` index, spread over 16 shards."""

import zlib
from collections.abc import Callable, Iterator

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Table, Transaction, table_name, transaction
from chalicelib.outbox.entity import OutboxEntry

SHARDS = 16
PAGE = 100


class Pending(GlobalSecondaryIndex["OutboxRow"]):
    class Meta:
        index_name = "pending"
        projection = AllProjection()

    pending_pk = UnicodeAttribute(hash_key=True)
    pending_sk = UnicodeAttribute(range_key=True)


class ByReader(GlobalSecondaryIndex["OutboxRow"]):
    """Sparse: of a mail that was sent it is not kept to whom."""

    class Meta:
        index_name = "by_reader"
        projection = AllProjection()

    by_reader_pk = UnicodeAttribute(hash_key=True)
    by_reader_sk = UnicodeAttribute(range_key=True)


class OutboxRow(Row):
    class Meta:
        table_name = table_name("outbox")

    pk = UnicodeAttribute(hash_key=True)
    pending_pk = UnicodeAttribute(null=True)
    pending_sk = UnicodeAttribute(null=True)
    pending = Pending()
    by_reader_pk = UnicodeAttribute(null=True)
    by_reader_sk = UnicodeAttribute(null=True)
    by_reader = ByReader()
    id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()
    created_at = UnicodeAttribute()
    state = UnicodeAttribute()
    tries = NumberAttribute()
    claim = UnicodeAttribute(null=True)
    claimed_at = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)
    to = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    text = UnicodeAttribute(null=True)
    html = UnicodeAttribute(null=True)
    sender_name = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    reply_to = UnicodeAttribute(null=True)
    documents = JSON()
    despite_complaint = BooleanAttribute(null=True)
    farewell = BooleanAttribute(null=True)
    sealed = UnicodeAttribute(null=True)
    task = JSON()
    failure = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)


def _keys(entry: OutboxEntry) -> dict[str, str | None]:
    waiting = entry.state in ("pending", "claimed")
    return {
        "pk": entry.id,
        "pending_pk": f"{zlib.crc32(entry.id.encode()) % SHARDS:02}" if waiting else None,
        "pending_sk": f"{entry.created_at}#{entry.id}" if waiting else None,
        "by_reader_pk": f"{entry.tenant_id}#{entry.to}" if entry.to else None,
        "by_reader_sk": entry.id if entry.to else None,
    }


table = Table(OutboxRow, OutboxEntry, _keys)


def browse_waiting(shard: int, before: str) -> Iterator[OutboxEntry]:
    """Rows of one shard that were made before this instant and still want something, oldest first."""
    return table.stream(f"{shard:02}", OutboxRow.pending_sk < before, index="pending", page=PAGE)


def browse_to(tenant_id: str, email: str) -> Iterator[OutboxEntry]:
    """Mails to this address that wait or ended badly; a moment behind the table."""
    return table.stream(f"{tenant_id}#{email}", index="by_reader", page=PAGE)


def get(outbox_id: str) -> OutboxEntry | None:
    """The row, or None: never kept, or gone with its time."""
    return table.get(outbox_id)


def keep(entry: OutboxEntry, also: Callable[[Transaction], None] = lambda _: None) -> OutboxEntry:
    """Keep a changed row, if it is still as it was read, and what ``also`` adds; answers it as it is now.

    An error says nothing (the answer may be what was lost): so the row is read again, and it was kept if it has our
    claim and the next version. Raises the error otherwise.
    """
    try:
        with transaction() as tx:
            table.save(tx, entry)
            also(tx)
    except Exception:
        kept = get(entry.id)
        if kept is None or (kept.version, kept.claim, kept.state) != (entry.version + 1, entry.claim, entry.state):
            raise
    return entry.model_copy(update={"version": entry.version + 1})
