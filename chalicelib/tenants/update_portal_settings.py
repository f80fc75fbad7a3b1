"""Staff change what their portal offers, its name included; old names redirect for ever."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.tenants import store
from chalicelib.tenants.entity import PortalAlias, Tenant
from chalicelib.tenants.find import find_tenant
from chalicelib.tenants.rules import PortalNameTaken
from chalicelib.tenants.schemas import PortalSettingsChange, PortalSettingsView
from chalicelib.tenants.show_portal_settings import view_of


def update_portal_settings(user: StaffUser, change: PortalSettingsChange) -> PortalSettingsView:
    """Change any of the settings. Raises PortalNameTaken."""
    tenant = find_tenant(user.tenant_id)
    user.must_be("admin")
    tenant.portal = change.applied_to(tenant.portal)
    with transaction() as tx:
        _take_name(tx, tenant)
        store.tenants.save(tx, tenant)
        changed = ", ".join(sorted(change.model_fields_set))
        record_change(tx, user, "portal_settings.updated", tenant.tenant_id, changes={"fields": changed})
    return view_of(tenant.tenant_id, tenant.portal)


def _take_name(tx: Transaction, tenant: Tenant) -> None:
    """A name the tenant had before is its own still; any other must be free."""
    name = tenant.portal.portal_name
    if name not in tenant.portal_names:
        tenant.portal_names.append(name)
        store.aliases.add(tx, PortalAlias(portal_name=name, tenant_id=tenant.tenant_id), PortalNameTaken())
