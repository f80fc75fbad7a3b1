"""Opening a merchant's account at the gateway, in the Lambdas that may read its keys."""

import json
from functools import lru_cache

from chalicelib.adapters import secrets
from chalicelib.adapters.gateways import PaymentGateway
from chalicelib.adapters.gateways.errors import GatewayNotConfigured
from chalicelib.settings import settings


def open_gateway(tenant_id: str) -> PaymentGateway:
    """The merchant's gateway. Raises GatewayNotConfigured."""
    kept = secrets.tenant_secret(tenant_id, "gateway")
    if kept is None:
        raise GatewayNotConfigured
    return driver_of(json.loads(kept)["api_key"])  # rule: json, what we kept ourselves


@lru_cache(maxsize=32)
def driver_of(api_key: str) -> PaymentGateway:
    """A driver under this key; kept, so that a warm Lambda keeps its connection."""
    from chalicelib.adapters.gateways import stripe  # 650 ms: only where the gateway is called

    return stripe.StripeGateway(api_key, api_base=settings().stripe_api_base)
