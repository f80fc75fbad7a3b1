"""The messages table: one partition a customer; staff see first what was last written in."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Slot, Table, table_name
from chalicelib.messages.entity import Message


class ByTenant(GlobalSecondaryIndex["MessageRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class MessageRow(Row):
    class Meta:
        table_name = table_name("messages")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_tenant_pk = UnicodeAttribute(null=True)
    by_tenant_sk = UnicodeAttribute(null=True)
    by_tenant = ByTenant()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    author_id = UnicodeAttribute()
    author_name = UnicodeAttribute()
    subject = UnicodeAttribute()
    body = UnicodeAttribute()
    replies = JSON()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()


def _keys(one: Message) -> dict[str, str | None]:
    return {
        "pk": one.partition,
        "sk": one.id,
        "by_tenant_pk": one.tenant_id,
        "by_tenant_sk": f"{one.updated_at}#{one.id}",
    }


table = Table(MessageRow, Message, _keys)


def get(pk: str, message_id: str) -> Message | None:
    """The conversation, or None."""
    return table.get(pk, message_id)


def browse(pk: str, limit: int, after: Slot | None) -> tuple[list[Message], Slot | None]:
    """A customer's conversations, newest first."""
    return table.page(pk, limit=limit, newest_first=True, after=after)


def browse_tenant(tenant_id: str, limit: int, after: Slot | None) -> tuple[list[Message], Slot | None]:
    """A merchant's conversations, the one that was last written in first; a moment behind the table."""
    return table.page(tenant_id, index="by_tenant", limit=limit, newest_first=True, after=after)
