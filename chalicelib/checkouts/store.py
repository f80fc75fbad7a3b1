"""The checkouts table: a row a checkout; those without an end wait in the ``unsettled`` index, on 16 shards."""

import zlib
from collections.abc import Iterator

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Table, table_name
from chalicelib.checkouts.entity import Checkout

SHARDS = 16


class Unsettled(GlobalSecondaryIndex["CheckoutRow"]):
    class Meta:
        index_name = "unsettled"
        projection = AllProjection()

    unsettled_pk = UnicodeAttribute(hash_key=True)
    unsettled_sk = UnicodeAttribute(range_key=True)


class CheckoutRow(Row):
    class Meta:
        table_name = table_name("checkouts")

    pk = UnicodeAttribute(hash_key=True)
    unsettled_pk = UnicodeAttribute(null=True)
    unsettled_sk = UnicodeAttribute(null=True)
    unsettled = Unsettled()
    tenant_id = UnicodeAttribute()
    id = UnicodeAttribute()
    state = UnicodeAttribute()
    plan = JSON()
    quantity = NumberAttribute()
    language = UnicodeAttribute()
    person = JSON(null=True)
    company = JSON()
    billing_address = JSON()
    total = NumberAttribute()
    digest = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    gateway_customer = UnicodeAttribute()
    ask = JSON()
    gateway_id = UnicodeAttribute(null=True)
    redirect_url = UnicodeAttribute(null=True)
    taken = JSON(null=True)
    paid_on = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    checks = NumberAttribute()
    check_at = UnicodeAttribute()
    expires = NumberAttribute()


def _keys(one: Checkout) -> dict[str, str | None]:
    waits = not one.is_settled
    return {
        "pk": f"{one.tenant_id}#{one.id}",
        "unsettled_pk": f"{zlib.crc32(one.id.encode()) % SHARDS:02}" if waits else None,
        "unsettled_sk": f"{one.check_at}#{one.id}" if waits else None,
    }


table = Table(CheckoutRow, Checkout, _keys)


def get(tenant_id: str, checkout_id: str) -> Checkout | None:
    """The checkout of this merchant, or None."""
    return table.get(f"{tenant_id}#{checkout_id}")


def stream_unsettled(until: str) -> Iterator[Checkout]:
    """Checkouts of all merchants that are to be looked at by this instant; a moment behind the table."""
    return table.stream_shards(SHARDS, CheckoutRow.unsettled_sk < until, "unsettled")
