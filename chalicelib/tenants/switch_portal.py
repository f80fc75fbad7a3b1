"""Staff switch the client portal on or off; it acts on every client's next request."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.tenants import store
from chalicelib.tenants.find import find_tenant
from chalicelib.tenants.schemas import PortalStateView


def enable_portal(user: StaffUser) -> PortalStateView:
    """Switch the client portal on."""
    user.must_be("admin")
    return _switch(user, enabled=True)


def disable_portal(user: StaffUser) -> PortalStateView:
    """Switch the client portal off: nobody signs in, whoever is signed in is out."""
    user.must_be("owner")
    return _switch(user, enabled=False)


def _switch(user: StaffUser, *, enabled: bool) -> PortalStateView:
    tenant = find_tenant(user.tenant_id)
    if tenant.portal.enabled != enabled:
        tenant.portal = tenant.portal.model_copy(update={"enabled": enabled})
        with transaction() as tx:
            store.tenants.save(tx, tenant)
            record_change(tx, user, "portal.enabled" if enabled else "portal.disabled", tenant.tenant_id)
    return PortalStateView(enabled=enabled)
