"""A deployment's merchant and its first person, by the product's own verbs; settings and AWS stand in the environment."""

from chalicelib.core import clock
from chalicelib.core.errors import Invalid, PortalError
from chalicelib.core.identity import Machine, StaffUser
from chalicelib.core.portal import Merchant, Organization, PortalSettings
from chalicelib.gateway.connect import connect_account
from chalicelib.staff.create import create_staff
from chalicelib.staff.schemas import NewStaff
from chalicelib.tenants.create import create_tenant
from infra.aws import Refused, say


def open_merchant(organization: Organization, portal: PortalSettings, owner: NewStaff) -> str:
    """Make the merchant and mail its owner an invitation; answers the tenant's id. Raises Refused."""
    try:
        tenant = create_tenant(organization, portal)
        merchant = Merchant(tenant_id=tenant.tenant_id, organization=organization, portal=portal)
        create_staff(operator_of(merchant), owner)
    except PortalError as refused:
        raise Refused(_reason(refused)) from refused
    return tenant.tenant_id


def connect(tenant_id: str, api_key: str, webhook_secret: str | None) -> None:
    """Connect the merchant's account at the gateway. A refused key is told, not fatal: the console can do this too."""
    try:
        account = connect_account(Machine(tenant_id, "operator", "-"), api_key, webhook_secret)
    except PortalError as refused:
        say(
            f"The gateway was not connected: {_reason(refused)} The owner can connect it in the console, under Organisation."
        )
        return
    say(f"Connected the gateway's account {account.account_id}")


def _reason(refused: PortalError) -> str:
    return " ".join(message for _, message in refused.errors) if isinstance(refused, Invalid) else str(refused)


def operator_of(merchant: Merchant) -> StaffUser:
    """Whoever runs the deployment, as the audit will name them."""
    return StaffUser(
        merchant=merchant,
        staff_id="operator",
        email="",
        name="Operator",
        role="owner",
        session_id="-",
        request_id="-",
        authenticated_at=clock.epoch(),
    )
