"""The erasures table: one row a person, in the customer's partition; staff see the newest request first."""

from collections.abc import Iterator

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.adapters.dynamodb import Row, Slot, Table, table_name
from chalicelib.erasures.entity import ErasureRequest


class ByTenant(GlobalSecondaryIndex["ErasureRow"]):
    class Meta:
        index_name = "by_tenant"
        projection = AllProjection()

    by_tenant_pk = UnicodeAttribute(hash_key=True)
    by_tenant_sk = UnicodeAttribute(range_key=True)


class ErasureRow(Row):
    class Meta:
        table_name = table_name("erasures")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_tenant_pk = UnicodeAttribute(null=True)
    by_tenant_sk = UnicodeAttribute(null=True)
    by_tenant = ByTenant()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    id = UnicodeAttribute()
    contact_id = UnicodeAttribute()
    status = UnicodeAttribute()
    side = UnicodeAttribute()
    requested_by = UnicodeAttribute()
    requested_at = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)


def _keys(one: ErasureRequest) -> dict[str, str | None]:
    return {
        "pk": one.partition,
        "sk": one.id,
        "by_tenant_pk": one.tenant_id,
        "by_tenant_sk": f"{one.requested_at}#{one.id}",
    }


table = Table(ErasureRow, ErasureRequest, _keys)


def get(pk: str, erasure_id: str) -> ErasureRequest | None:
    """The request, or None."""
    return table.get(pk, erasure_id)


def browse(pk: str, limit: int, after: Slot | None) -> tuple[list[ErasureRequest], Slot | None]:
    """Requests about people of one customer, in no order of time."""
    return table.page(pk, limit=limit, after=after)


def walk_requests(pk: str) -> Iterator[ErasureRequest]:
    """Every request about people of one customer."""
    return table.walk(pk)


def browse_tenant(tenant_id: str, limit: int, after: Slot | None) -> tuple[list[ErasureRequest], Slot | None]:
    """A merchant's requests, the newest first; a moment behind the table."""
    return table.page(tenant_id, index="by_tenant", limit=limit, newest_first=True, after=after)
