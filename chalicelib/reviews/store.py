"""The reviews table: one row a person, in the customer's partition."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import Row, Slot, Table, table_name
from chalicelib.reviews.entity import Review


class ByTenant(GlobalSecondaryIndex["ReviewRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class ReviewRow(Row):
    class Meta:
        table_name = table_name("reviews")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_tenant_pk = UnicodeAttribute(null=True)
    by_tenant_sk = UnicodeAttribute(null=True)
    by_tenant = ByTenant()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    contact_id = UnicodeAttribute()
    id = UnicodeAttribute()
    author_name = UnicodeAttribute()
    rating = NumberAttribute()
    comment = UnicodeAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()


def _keys(one: Review) -> dict[str, str | None]:
    return {
        "pk": one.partition,
        "sk": one.contact_id,
        "by_tenant_pk": one.tenant_id,
        "by_tenant_sk": f"{one.updated_at}#{one.id}",
    }


table = Table(ReviewRow, Review, _keys)


def get(pk: str, contact_id: str) -> Review | None:
    """What this person thinks, or None."""
    return table.get(pk, contact_id)


def browse_tenant(tenant_id: str, limit: int, after: Slot | None) -> tuple[list[Review], Slot | None]:
    """A merchant's reviews, the newest words first; a moment behind the table."""
    return table.page(tenant_id, index="by_tenant", limit=limit, newest_first=True, after=after)
