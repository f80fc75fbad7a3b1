"""The tenants table: settings, portal names as alias items, and document counters, each under its own key."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import JSON, Row, Table, table_name
from chalicelib.tenants.entity import PortalAlias, Series, Tenant


class TenantRow(Row):
    class Meta:
        table_name = table_name("tenants")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    organization = JSON(null=True)
    portal = JSON(null=True)
    portal_names = JSON(null=True)
    created_at = UnicodeAttribute(null=True)
    portal_name = UnicodeAttribute(null=True)
    series = UnicodeAttribute(null=True)
    last = NumberAttribute(null=True)


SETTINGS = "SETTINGS"
tenants = Table(TenantRow, Tenant, lambda tenant: {"pk": tenant.tenant_id, "sk": SETTINGS})
aliases = Table(TenantRow, PortalAlias, lambda alias: {"pk": f"PORTAL#{alias.portal_name}", "sk": "ALIAS"})
series = Table(TenantRow, Series, lambda counter: {"pk": counter.tenant_id, "sk": f"SEQ#{counter.series}"})


def get(tenant_id: str) -> Tenant | None:
    """The tenant, or None."""
    return tenants.get(tenant_id, SETTINGS)


def get_alias(portal_name: str) -> PortalAlias | None:
    """Whose portal has, or once had, this name."""
    return aliases.get(f"PORTAL#{portal_name}", "ALIAS")


def get_series(tenant_id: str, name: str) -> Series:
    """The counter of a series; a new one begins at 0."""
    return series.get(tenant_id, f"SEQ#{name}") or Series(tenant_id=tenant_id, series=name)
