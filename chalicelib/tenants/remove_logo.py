"""Staff take their organisation's logo away again."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.tenants import store
from chalicelib.tenants.find import find_tenant
from chalicelib.tenants.schemas import OrganizationView


def remove_logo(user: StaffUser) -> OrganizationView:
    """Show no logo from now on; nothing changes if there is none.

    The picture stays where it is: invoices that were issued with it are rendered with it, and mails that were sent show it.
    """
    tenant = find_tenant(user.tenant_id)
    user.must_be("admin")
    raise_deferred()
    if tenant.organization.logo_key is not None:
        tenant.organization = tenant.organization.model_copy(update={"logo_key": None})
        with transaction() as tx:
            store.tenants.save(tx, tenant)
            record_change(tx, user, "organization.logo_removed", tenant.tenant_id)
    return OrganizationView.of(tenant.merchant)
