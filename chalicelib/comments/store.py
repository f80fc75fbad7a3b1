"""The comments table: one partition a customer, what is said of one thing beside each other."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import Row, Slot, Table, table_name
from chalicelib.comments.entity import Comment


class ByTenant(GlobalSecondaryIndex["CommentRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class CommentRow(Row):
    class Meta:
        table_name = table_name("comments")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_tenant_pk = UnicodeAttribute(null=True)
    by_tenant_sk = UnicodeAttribute(null=True)
    by_tenant = ByTenant()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    subject_kind = UnicodeAttribute()
    subject_id = UnicodeAttribute()
    author_kind = UnicodeAttribute()
    author_id = UnicodeAttribute()
    author_name = UnicodeAttribute()
    text = UnicodeAttribute()
    created_at = UnicodeAttribute()


def _keys(one: Comment) -> dict[str, str | None]:
    return {"pk": one.partition, "sk": one.key, "by_tenant_pk": one.tenant_id, "by_tenant_sk": one.id}


table = Table(CommentRow, Comment, _keys)


def browse(pk: str, subject_id: str, limit: int, after: Slot | None) -> tuple[list[Comment], Slot | None]:
    """What was said of one thing, newest first."""
    condition = CommentRow.sk.startswith(f"{subject_id}#")
    return table.page(pk, condition, limit=limit, newest_first=True, after=after)
