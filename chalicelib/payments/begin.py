"""An attempt begins: kept before the gateway hears of it, so that nothing is charged that nobody knows of."""

from datetime import timedelta
from typing import Any

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import ChargeRequest, CheckoutRequest, CustomerRequest, Language, Purpose
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import PortalUser
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import note_gateway_ref
from chalicelib.gateway import ask
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.settle import attach_attempt
from chalicelib.payments import rules, store
from chalicelib.payments.entity import PaymentAttempt
from chalicelib.payments.wish import Wish
from chalicelib.settings import settings


def begin_attempt(user: PortalUser, invoice: Invoice, wish: Wish) -> tuple[PaymentAttempt, Invoice]:
    """Keep a new attempt as the invoice's live one; answers both as they are then. Raises Conflict if the invoice changed."""
    new_ref = None
    if wish.method is None:
        customer = find_customer(user.tenant_id, user.customer_id)
        new_ref = None if customer.gateway_ref else ask_for_customer(user, customer)
        request: ChargeRequest | CheckoutRequest = _checkout(user, invoice, wish, customer.gateway_ref or new_ref)
    else:
        request = _charge(user, invoice, wish)
    attempt = _attempt(user, invoice, wish, request)
    with transaction() as tx:
        store.attempts.add(tx, attempt, rules.AttemptChanged())
        attached = attach_attempt(tx, invoice, attempt.id)
        if new_ref:
            note_gateway_ref(tx, user.tenant_id, user.customer_id, new_ref)
        changes: dict[str, str | int | bool | None] = {
            "invoice": invoice.id,
            "amount": attempt.amount,
            "currency": attempt.currency,
            "method": attempt.method_id,
        }
        record_change(tx, user, "payment.started", attempt.id, changes=changes)
    return attempt.model_copy(update={"version": 1}), attached


def ask_for_customer(user: PortalUser, customer: Customer) -> str:
    """The gateway's id of the customer, made anew if it knows none (any more)."""
    request = CustomerRequest(
        tenant=user.tenant_id,
        customer=customer.id,
        name=customer.display_name,
        email=customer.email or None,
        language=_language(customer.language),
        known_id=customer.gateway_ref,
    )
    return ask.ensure_customer(user.tenant_id, request)


def _attempt(
    user: PortalUser, invoice: Invoice, wish: Wish, request: ChargeRequest | CheckoutRequest
) -> PaymentAttempt:
    now = clock.now()
    return PaymentAttempt(
        tenant_id=user.tenant_id,
        customer_id=user.customer_id,
        id=wish.attempt_id,
        invoice_id=invoice.id,
        invoice_number=invoice.number or "",
        generation=invoice.generation,
        amount=wish.amount,
        currency=invoice.currency,
        method_id=wish.method.id if wish.method else None,
        save_method=wish.save,
        contact_id=user.contact_id,
        ask=request.model_dump(mode="json"),
        asked_at=int(now.timestamp()),
        closes_at=int(request.expires_at.timestamp()) if isinstance(request, CheckoutRequest) else None,
        created_at=clock.stamp(now),
        check_at=clock.stamp(rules.next_check(now, 0)),
    )


def _charge(user: PortalUser, invoice: Invoice, wish: Wish) -> ChargeRequest:
    assert wish.method
    return ChargeRequest(
        gateway_customer=wish.method.gateway_customer,
        method_id=wish.method.gateway_id,
        method_type=wish.method.type,
        return_url=_return_url(wish),
        **_common(user, invoice, wish),
    )


def _checkout(user: PortalUser, invoice: Invoice, wish: Wish, gateway_customer: str | None) -> CheckoutRequest:
    return CheckoutRequest(
        gateway_customer=gateway_customer,
        save_method=wish.save,
        success_url=_return_url(wish),
        cancel_url=_return_url(wish),
        expires_at=clock.now().replace(microsecond=0) + timedelta(seconds=rules.PAGE_SECONDS),
        language=_language(user.language),
        **_common(user, invoice, wish),
    )


def _common(user: PortalUser, invoice: Invoice, wish: Wish) -> dict[str, Any]:
    word = {"en": "Invoice", "de": "Rechnung"}[_language(user.language)]
    return {
        "purpose": Purpose(tenant=user.tenant_id, customer=user.customer_id, attempt=wish.attempt_id),
        "amount": wish.amount,
        "currency": invoice.currency,
        "description": f"{word} {invoice.number}",
    }


def _return_url(wish: Wish) -> str:
    return f"{settings().site_url}{wish.return_path}?attempt={wish.attempt_id}"


def _language(language: str) -> Language:
    return "de" if language == "de" else "en"
