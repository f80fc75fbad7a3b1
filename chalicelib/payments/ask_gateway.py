"""Asking the gateway about an attempt: for money, for its end, or what became of it."""

from datetime import datetime

from chalicelib.adapters.gateways.models import ChargeRequest, CheckoutRequest, Outcome, RequiresAction
from chalicelib.gateway import ask
from chalicelib.payments.entity import PaymentAttempt


def ask_for_money(attempt: PaymentAttempt) -> Outcome:
    """Charge the saved method, or open the gateway's page; however often it is asked, it happens once.

    Raises GatewayUnavailable or NoAnswer if what happened is not known, GatewayNotConfigured, GatewayRefused or
    AmountNotPossible if surely nothing did.
    """
    if not attempt.on_page:
        return ask.charge_method(ChargeRequest.model_validate(attempt.ask))
    page = ask.start_checkout(CheckoutRequest.model_validate(attempt.ask))
    return RequiresAction(
        gateway_id=page.gateway_id, amount=attempt.charged, currency=attempt.currency, redirect_url=page.url
    )


def ask_what_became(attempt: PaymentAttempt) -> Outcome | None:
    """What the gateway knows of the attempt; None if it never heard of it."""
    return ask.find_attempt(
        attempt.tenant_id,
        attempt.id,
        datetime.fromisoformat(attempt.created_at),
        gateway_id=attempt.gateway_id,
        gateway_customer=attempt.gateway_customer,
    )


def ask_to_end(attempt: PaymentAttempt, gateway_id: str) -> Outcome:
    """End the attempt at the gateway, or hear what it has become."""
    return ask.expire_attempt(attempt.tenant_id, gateway_id)
