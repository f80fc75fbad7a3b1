"""Puts what the portal asks into Stripe's parameters. The same request always gives the same parameters."""

from hashlib import sha256
from typing import Any

from chalicelib.adapters.gateways.models import (
    ChargeRequest,
    CheckoutRequest,
    CustomerRequest,
    Purpose,
    RefundRequest,
    SetupRequest,
)
from chalicelib.adapters.gateways.stripe_amounts import to_stripe

Params = dict[str, Any]


def customer_params(request: CustomerRequest) -> Params:
    params: Params = {
        "name": request.name,
        "preferred_locales": [request.language],
        "metadata": {"tenant": request.tenant, "customer": request.customer},
    }
    return params | ({"email": request.email} if request.email else {})


def customer_key(request: CustomerRequest) -> str:
    """Follows the particulars: a corrected name is another request, not a misuse of the first one's key."""
    digest = sha256(request.model_dump_json(exclude={"known_id"}).encode()).hexdigest()
    return f"customer-{request.customer}-{digest[:16]}"


def charge_params(request: ChargeRequest) -> Params:
    """A payment intent confirmed at once. Bank debits rest on a mandate, so nobody has to be there."""
    absent = request.off_session or request.method_type == "sepa_debit"
    return {
        "amount": to_stripe(request.amount, request.currency),
        "currency": request.currency.lower(),
        "customer": request.gateway_customer,
        "payment_method": request.method_id,
        "payment_method_types": [request.method_type],
        "description": request.description,
        "metadata": metadata_of(request.purpose),
        "confirm": True,
        "return_url": request.return_url,
        "expand": ["latest_charge"],
        **({"off_session": True} if absent else {}),
    }


def checkout_params(request: CheckoutRequest) -> Params:
    metadata = metadata_of(request.purpose)
    price = {
        "currency": request.currency.lower(),
        "unit_amount": to_stripe(request.amount, request.currency),
        "product_data": {"name": request.description},
    }
    intent: Params = {"metadata": metadata, "description": request.description}
    if request.save_method:
        intent["setup_future_usage"] = "off_session"
    payer = {"customer": request.gateway_customer} if request.gateway_customer else {"customer_email": request.email}
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "payment_intent_data": intent,
        # The client pays what the invoice says, in its currency: no conversion on the page.
        "adaptive_pricing": {"enabled": False},
        **_page(request, metadata),
        **{name: value for name, value in payer.items() if value},
    }


def setup_params(request: SetupRequest) -> Params:
    metadata = metadata_of(request.purpose)
    return {
        "mode": "setup",
        "customer": request.gateway_customer,
        "setup_intent_data": {"metadata": metadata},
        **_page(request, metadata),
    }


def _page(request: CheckoutRequest | SetupRequest, metadata: dict[str, str]) -> Params:
    return {
        "payment_method_types": list(request.method_types),
        "client_reference_id": request.purpose.attempt,
        "metadata": metadata,
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": int(request.expires_at.timestamp()),
        "locale": request.language,
    }


def refund_params(request: RefundRequest) -> Params:
    return {
        "charge": request.charge_id,
        "amount": to_stripe(request.amount, request.currency),
        "metadata": {**metadata_of(request.purpose), "refund": request.refund},
    }


def metadata_of(purpose: Purpose) -> dict[str, str]:
    return purpose.model_dump()
