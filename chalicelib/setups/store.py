"""The setups table: one partition a customer; those without an end wait in the ``unsettled`` index, on 16 shards."""

import zlib
from collections.abc import Iterator

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Table, table_name
from chalicelib.setups.entity import Setup

SHARDS = 16


class Unsettled(GlobalSecondaryIndex["SetupRow"]):
    class Meta:
        index_name = "unsettled"
        projection = AllProjection()

    unsettled_pk = UnicodeAttribute(hash_key=True)
    unsettled_sk = UnicodeAttribute(range_key=True)


class SetupRow(Row):
    class Meta:
        table_name = table_name("setups")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    unsettled_pk = UnicodeAttribute(null=True)
    unsettled_sk = UnicodeAttribute(null=True)
    unsettled = Unsettled()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    state = UnicodeAttribute()
    replaces = UnicodeAttribute(null=True)
    contact_id = UnicodeAttribute()
    ask = JSON()
    gateway_id = UnicodeAttribute(null=True)
    redirect_url = UnicodeAttribute(null=True)
    method = JSON(null=True)
    created_at = UnicodeAttribute()
    checks = NumberAttribute()
    check_at = UnicodeAttribute()
    expires = NumberAttribute()


def _keys(one: Setup) -> dict[str, str | None]:
    waits = not one.is_settled
    return {
        "pk": one.partition,
        "sk": one.id,
        "unsettled_pk": f"{zlib.crc32(one.id.encode()) % SHARDS:02}" if waits else None,
        "unsettled_sk": f"{one.check_at}#{one.id}" if waits else None,
    }


table = Table(SetupRow, Setup, _keys)


def get(pk: str, setup_id: str) -> Setup | None:
    """The setup of this customer, or None."""
    return table.get(pk, setup_id)


def stream_unsettled(until: str) -> Iterator[Setup]:
    """Setups of all merchants that are to be looked at by this instant; a moment behind the table."""
    return table.stream_shards(SHARDS, SetupRow.unsettled_sk < until, "unsettled")
