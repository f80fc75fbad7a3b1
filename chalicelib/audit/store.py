"""The audit table: rows are added, never changed."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex

from chalicelib.adapters.dynamodb import JSON, Row, Slot, Table, table_name
from chalicelib.audit.entity import AuditEntry
from chalicelib.core.identity import partition


class ByTenantMonth(GlobalSecondaryIndex["AuditRow"]):
    class Meta:
        index_name = "by_tenant_month"
        projection = AllProjection()

    by_tenant_month_pk = UnicodeAttribute(hash_key=True)
    by_tenant_month_sk = UnicodeAttribute(range_key=True)


class ByClient(LocalSecondaryIndex["AuditRow"]):
    class Meta:
        index_name = "by_client"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    by_client_sk = UnicodeAttribute(range_key=True)


class AuditRow(Row):
    class Meta:
        table_name = table_name("audit")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_tenant_month_pk = UnicodeAttribute(null=True)
    by_tenant_month_sk = UnicodeAttribute(null=True)
    by_tenant_month = ByTenantMonth()
    by_client_sk = UnicodeAttribute(null=True)
    by_client = ByClient()
    id = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    at = UnicodeAttribute()
    actor_kind = UnicodeAttribute()
    actor_id = UnicodeAttribute()
    action = UnicodeAttribute()
    subject_id = UnicodeAttribute()
    changes = JSON()
    request_id = UnicodeAttribute()


def _keys(entry: AuditEntry) -> dict[str, str | None]:
    return {
        "pk": partition(entry.tenant_id, entry.customer_id),
        "sk": entry.id,
        "by_tenant_month_pk": f"{entry.tenant_id}#{entry.at[:7]}",
        "by_tenant_month_sk": entry.id,
        "by_client_sk": entry.id if entry.actor_kind == "client" else None,
    }


table = Table(AuditRow, AuditEntry, _keys)


def browse_clients(pk: str, limit: int, after: Slot | None) -> tuple[list[AuditEntry], Slot | None]:
    """What the people of one customer did, newest first."""
    return table.page(pk, index="by_client", limit=limit, newest_first=True, after=after)


def browse_month(tenant_id: str, month: str, limit: int, after: Slot | None) -> tuple[list[AuditEntry], Slot | None]:
    """Entries of one tenant in one month (``YYYY-MM``), newest first."""
    return table.page(f"{tenant_id}#{month}", index="by_tenant_month", limit=limit, newest_first=True, after=after)
