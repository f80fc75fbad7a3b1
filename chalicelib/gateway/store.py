"""The gateway's item in the tenants table."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import Row, Table, table_name
from chalicelib.gateway.entity import Connection


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
    webhook_url = UnicodeAttribute()
    connected_at = UnicodeAttribute()


_GATEWAY = "GATEWAY"
table = Table(ConnectionRow, Connection, lambda connection: {"pk": connection.tenant_id, "sk": _GATEWAY})


def get(tenant_id: str) -> Connection | None:
    """The merchant's connection, or None."""
    return table.get(tenant_id, _GATEWAY)
