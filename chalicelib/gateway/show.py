"""Staff look at the merchant's account at the gateway."""

from chalicelib.core.identity import StaffUser
from chalicelib.gateway import store
from chalicelib.gateway.schemas import GatewayView
from chalicelib.settings import settings


def show_gateway(user: StaffUser) -> GatewayView:
    """Whether payments are set up, and for which account."""
    user.must_be("owner")
    return GatewayView.of(store.get(user.tenant_id), webhook_url(user.tenant_id))


def webhook_url(tenant_id: str) -> str:
    """Where the gateway sends its events."""
    return f"{settings().api_url}/webhooks/stripe/{tenant_id}"
