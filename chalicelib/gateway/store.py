"""The gateway's item in the tenants table, and what is next to be compared with its books, beside the open attempts."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import Row, Table, table_name
from chalicelib.gateway.entity import BooksDue, Connection


class ConnectionRow(Row):
    class Meta:
        table_name = table_name("tenants")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    account_id = UnicodeAttribute()
    account_name = UnicodeAttribute()
    livemode = BooleanAttribute()
    country = UnicodeAttribute()
    default_currency = UnicodeAttribute()
    charges_enabled = BooleanAttribute()
    debits_enabled = BooleanAttribute(null=True)
    webhook_url = UnicodeAttribute()
    connected_at = UnicodeAttribute()


_GATEWAY = "GATEWAY"
table = Table(ConnectionRow, Connection, lambda connection: {"pk": connection.tenant_id, "sk": _GATEWAY})


def get(tenant_id: str) -> Connection | None:
    """The merchant's connection, or None."""
    return table.get(tenant_id, _GATEWAY)


class Unsettled(GlobalSecondaryIndex["BooksRow"]):
    class Meta:
        index_name = "unsettled"
        projection = AllProjection()

    unsettled_pk = UnicodeAttribute(hash_key=True)
    unsettled_sk = UnicodeAttribute(range_key=True)


class BooksRow(Row):
    """It lies where the reconciler finds what is due: no index knows all tenants, and none is needed."""

    class Meta:
        table_name = table_name("attempts")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    unsettled_pk = UnicodeAttribute()
    unsettled_sk = UnicodeAttribute()
    unsettled = Unsettled()
    tenant_id = UnicodeAttribute()
    day = UnicodeAttribute()
    check_at = UnicodeAttribute()


BOOKS = "BOOKS"
_WAITING = "books"


def _books_keys(due: BooksDue) -> dict[str, str | None]:
    place = f"{due.check_at}#{due.tenant_id}"
    return {"pk": due.tenant_id, "sk": BOOKS, "unsettled_pk": _WAITING, "unsettled_sk": place}


books = Table(BooksRow, BooksDue, _books_keys)


def query_books(until: str) -> list[BooksDue]:
    """Merchants whose books are to be compared by this instant; a moment behind the table."""
    return books.query(_WAITING, BooksRow.unsettled_sk < until, index="unsettled")
