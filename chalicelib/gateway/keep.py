"""Checking a merchant's keys at the gateway and keeping them: runs in the Lambda that may."""

import json

from chalicelib.adapters import secrets
from chalicelib.adapters.gateways.errors import GatewayNotConfigured, GatewayRefused
from chalicelib.gateway.open import driver_of
from chalicelib.gateway.schemas import ConnectRequest, ConnectResult


def keep_keys(tenant_id: str, request: ConnectRequest) -> ConnectResult:
    """Keep the keys if they are good. The secret of the events goes first: no charge is made whose event cannot be read."""
    try:
        gateway = driver_of(request.api_key)
        account = gateway.show_account()
    except GatewayNotConfigured:
        return ConnectResult(refused="api_key", reason="The payment service does not accept this key.")
    if account.livemode is not request.livemode:
        mode = "live" if request.livemode else "test"
        return ConnectResult(refused="api_key", reason=f"Please enter a key of the {mode} mode.")
    secret = request.webhook_secret or _known_secret(tenant_id, request, account.id)
    if secret is None:
        try:
            secret = gateway.register_webhook(request.webhook_url).secret
        except (GatewayNotConfigured, GatewayRefused):
            reason = "The endpoint could not be registered with this key: please do so at the payment service and enter its secret."
            return ConnectResult(refused="webhook_secret", reason=reason)
    keys = {"api_key": request.api_key, "webhook_secret": secret, "account": account.id}
    secrets.keep_tenant_secret(tenant_id, "webhook-secret", secret)
    secrets.keep_tenant_secret(tenant_id, "gateway", json.dumps(keys))
    return ConnectResult(account=account)


def _known_secret(tenant_id: str, request: ConnectRequest, account_id: str) -> str | None:
    """A new key of the same account keeps the endpoint that is registered there."""
    if request.known_account != account_id:
        return None
    kept = secrets.tenant_secret(tenant_id, "gateway")
    return str(json.loads(kept)["webhook_secret"]) if kept else None  # rule: json, what we kept ourselves
