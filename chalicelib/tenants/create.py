"""A merchant comes into being, with the name of its portal; done by whoever runs the deployment."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.identity import Machine
from chalicelib.core.portal import Organization, PortalSettings
from chalicelib.tenants import store
from chalicelib.tenants.entity import PortalAlias, Tenant
from chalicelib.tenants.rules import PortalNameTaken, TenantExists


def create_tenant(organization: Organization, portal: PortalSettings, *, tenant_id: str | None = None) -> Tenant:
    """Keep a new merchant. Raises PortalNameTaken: a name belongs to one tenant for ever."""
    tenant = Tenant(
        tenant_id=tenant_id or ids.new_id("ten"),
        organization=organization,
        portal=portal,
        portal_names=[portal.portal_name],
        created_at=clock.stamp(clock.now()),
    )
    alias = PortalAlias(portal_name=portal.portal_name, tenant_id=tenant.tenant_id)
    with transaction() as tx:
        store.tenants.add(tx, tenant, TenantExists())
        store.aliases.add(tx, alias, PortalNameTaken())
        record_change(tx, Machine(tenant.tenant_id, "operator", "-"), "tenant.created", tenant.tenant_id)
    return tenant.model_copy(update={"version": 1})
