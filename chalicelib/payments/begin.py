"""An attempt begins: kept before the gateway hears of it, so that nothing is charged that nobody knows of."""

from datetime import timedelta
from typing import Any

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import (
    ChargeRequest,
    CheckoutRequest,
    CustomerRequest,
    Language,
    Purpose,
)
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.customers.entity import Customer
from chalicelib.customers.totals import reserve_credit
from chalicelib.gateway import ask
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.settle import attach_attempt
from chalicelib.payments import rules, store
from chalicelib.payments.bill import Bill
from chalicelib.payments.book import book_credit
from chalicelib.payments.entity import PaymentAttempt
from chalicelib.payments.method_types import offered_types
from chalicelib.payments.payer import Payer
from chalicelib.payments.wish import Wish
from chalicelib.settings import settings


def begin_attempt(payer: Payer, bill: Bill, wish: Wish) -> tuple[PaymentAttempt, list[Invoice]]:
    """Keep a new attempt as the live one of its invoices and reserve its credit: all of it or nothing.

    Answers the attempt and the invoices as they are then. Raises Conflict if one changed, CreditTaken if the credit did.
    """
    new_ref = None
    if wish.method is None:
        known_ref = bill.customer.gateway_ref
        new_ref = None if known_ref else ask_for_customer(bill.customer)
        request: ChargeRequest | CheckoutRequest = _checkout(payer, bill, wish, known_ref or new_ref)
    else:
        request = _charge(payer, bill, wish)
    attempt = _attempt(payer, bill, wish, request)
    with transaction() as tx:
        store.attempts.add(tx, attempt, rules.AttemptChanged())
        attached = [attach_attempt(tx, invoice, attempt.id) for invoice in bill.invoices]
        reserve_credit(tx, payer.tenant_id, payer.customer_id, bill.currency, attempt.credit, gateway_ref=new_ref)
        changes: dict[str, str | int | bool | None] = {
            "invoice": ", ".join(attempt.invoice_ids),
            "amount": attempt.amount,
            "credit": attempt.credit,
            "currency": attempt.currency,
            "method": attempt.method_id,
        }
        record_change(tx, payer.actor, "payment.started", attempt.id, customer_id=payer.customer_id, changes=changes)
    return attempt.model_copy(update={"version": 1}), attached


def pay_by_credit(payer: Payer, bill: Bill, wish: Wish) -> PaymentAttempt:
    """The credit covers everything: the gateway is not asked, and it is booked at once."""
    return book_credit(payer.actor, payer.merchant, _attempt(payer, bill, wish, None), bill)


def ask_for_customer(customer: Customer) -> str:
    """The gateway's id of the customer, made anew if it knows none (any more)."""
    request = CustomerRequest(
        tenant=customer.tenant_id,
        customer=customer.id,
        name=customer.display_name,
        email=customer.email or None,
        language=_language(customer.language),
        known_id=customer.gateway_ref,
    )
    return ask.ensure_customer(customer.tenant_id, request)


def _attempt(payer: Payer, bill: Bill, wish: Wish, request: ChargeRequest | CheckoutRequest | None) -> PaymentAttempt:
    now = clock.now()
    return PaymentAttempt(
        tenant_id=payer.tenant_id,
        customer_id=payer.customer_id,
        id=wish.attempt_id,
        parts=wish.parts,
        amount=wish.amount,
        credit=wish.credit,
        currency=bill.currency,
        method_id=wish.method.id if wish.method else None,
        save_method=wish.save,
        contact_id=payer.contact_id,
        ask=request.model_dump(mode="json") if request else {},
        asked_at=int(now.timestamp()),
        closes_at=int(request.expires_at.timestamp()) if isinstance(request, CheckoutRequest) else None,
        created_at=clock.stamp(now),
        check_at=clock.stamp(rules.next_check(now, 0)),
    )


def _charge(payer: Payer, bill: Bill, wish: Wish) -> ChargeRequest:
    assert wish.method
    return ChargeRequest(
        gateway_customer=wish.method.gateway_customer,
        method_id=wish.method.gateway_id,
        method_type=wish.method.type,
        return_url=_return_url(payer, wish),
        off_session=wish.off_session,
        **_common(payer, bill, wish),
    )


def _checkout(payer: Payer, bill: Bill, wish: Wish, gateway_customer: str | None) -> CheckoutRequest:
    return CheckoutRequest(
        gateway_customer=gateway_customer,
        save_method=wish.save,
        success_url=_return_url(payer, wish),
        cancel_url=_return_url(payer, wish),
        expires_at=clock.now().replace(microsecond=0) + timedelta(seconds=rules.PAGE_SECONDS),
        language=_language(payer.language),
        method_types=offered_types(payer.tenant_id, bill.currency),
        **_common(payer, bill, wish),
    )


def _common(payer: Payer, bill: Bill, wish: Wish) -> dict[str, Any]:
    language = _language(payer.language)
    return {
        "purpose": Purpose(tenant=payer.tenant_id, customer=payer.customer_id, attempt=wish.attempt_id),
        "amount": wish.amount - wish.credit,
        "currency": bill.currency,
        "description": _description(language, [part.number for part in wish.parts]),
    }


def _description(language: Language, numbers: list[str]) -> str:
    """The gateway's page shows it: at most three numbers, then how many more."""
    one, many = {"en": ("Invoice", "Invoices"), "de": ("Rechnung", "Rechnungen")}[language]
    more = f" + {len(numbers) - 3}" if len(numbers) > 3 else ""
    return f"{one if len(numbers) == 1 else many} {', '.join(numbers[:3])}{more}"


def _return_url(payer: Payer, wish: Wish) -> str:
    return f"{settings().site_of(payer.tenant_id)}{wish.return_path}?attempt={wish.attempt_id}"


def _language(language: str) -> Language:
    return "de" if language == "de" else "en"
