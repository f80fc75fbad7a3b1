"""Staff change their organisation; documents that were issued before keep what they say."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.tenants import store
from chalicelib.tenants.find import find_tenant
from chalicelib.tenants.schemas import OrganizationChange, OrganizationView


def update_organization(user: StaffUser, change: OrganizationChange) -> OrganizationView:
    """Change any of the merchant's details."""
    tenant = find_tenant(user.tenant_id)
    user.must_be("admin")
    tenant.organization = change.applied_to(tenant.organization)
    with transaction() as tx:
        store.tenants.save(tx, tenant)
        changed = ", ".join(sorted(change.model_fields_set))
        record_change(tx, user, "organization.updated", tenant.tenant_id, changes={"fields": changed})
    return OrganizationView.of(tenant.merchant)
