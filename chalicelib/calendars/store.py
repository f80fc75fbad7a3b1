"""The calendars table: one row a person, in the customer's partition; found by the digest of its address, too."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import Row, Table, table_name
from chalicelib.calendars.entity import Feed


class ByDigest(GlobalSecondaryIndex["FeedRow"]):
    class Meta:
        index_name = "by_digest"
        projection = AllProjection()

    by_digest_pk = UnicodeAttribute(hash_key=True)
    by_digest_sk = UnicodeAttribute(range_key=True)


class FeedRow(Row):
    class Meta:
        table_name = table_name("calendars")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_digest_pk = UnicodeAttribute(null=True)
    by_digest_sk = UnicodeAttribute(null=True)
    by_digest = ByDigest()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    contact_id = UnicodeAttribute()
    email = UnicodeAttribute()
    access = NumberAttribute()
    epoch = NumberAttribute()
    digest = UnicodeAttribute()
    created_at = UnicodeAttribute()


def _keys(feed: Feed) -> dict[str, str | None]:
    return {
        "pk": feed.partition,
        "sk": feed.contact_id,
        "by_digest_pk": feed.digest,
        "by_digest_sk": feed.contact_id,
    }


table = Table(FeedRow, Feed, _keys)


def get(pk: str, contact_id: str) -> Feed | None:
    """The feed of this person, or None."""
    return table.get(pk, contact_id)


def find_by_digest(digest: str) -> Feed | None:
    """The feed whose address this may be, or None; a moment behind the table, so whoever finds it reads the row itself."""
    return next(iter(table.query(digest, index="by_digest")), None)
