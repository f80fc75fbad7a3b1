"""A refund that was kept is carried out: at the gateway, or at once where the money never was there."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.errors import AmountNotPossible, GatewayNotConfigured, GatewayRefused
from chalicelib.adapters.gateways.models import Purpose, RefundRequest, RefundResult
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.gateway import ask
from chalicelib.payments import rules, store
from chalicelib.payments.book_refund import book_refund
from chalicelib.payments.entity import Refund

Look = Callable[[str, str], RefundResult | None]
"""(charge, refund) → what the gateway knows of it."""


def carry_out_refund(actor: Actor, merchant: Merchant, refund: Refund) -> Refund:
    """Have the money sent back and book it. One that was asked for before is asked for again under its own key.

    Raises GatewayUnavailable or NoAnswer if what happened is not known. What the gateway refuses ends the refund and is raised.
    """
    if refund.is_final:
        return refund
    if refund.charge_id is None:
        return book_refund(actor, merchant, refund, refund.id)
    if clock.epoch() - _begun(refund) > rules.RESEND_SECONDS:
        return look_up_refund(
            actor, merchant, refund, lambda charge, own: ask.find_refund(refund.tenant_id, charge, own)
        )
    if clock.epoch() > refund.asked_at:
        refund = _asked_again(refund)
    try:
        result = ask.refund_charge(_request(refund))
    except (GatewayNotConfigured, GatewayRefused, AmountNotPossible):
        give_up_refund(actor, refund)
        raise
    return keep_result(actor, merchant, refund, result)


def keep_result(actor: Actor, merchant: Merchant, refund: Refund, result: RefundResult) -> Refund:
    """Book what the gateway did; money that a bank has yet to take counts as gone, and comes back if it fails."""
    if result.status == "failed":
        return give_up_refund(actor, refund)
    return book_refund(actor, merchant, refund, result.gateway_id)


def look_up_refund(actor: Actor, merchant: Merchant, refund: Refund, look: Look) -> Refund:
    """Book a refund that the gateway made; one that it never heard of is given up, if nobody may still be asking."""
    result = look(refund.charge_id or "", refund.id)
    if result is not None:
        return keep_result(actor, merchant, refund, result)
    if clock.epoch() - refund.asked_at < rules.FIRST_CHECK.total_seconds():
        raise rules.PaymentPending
    return give_up_refund(actor, refund)


def give_up_refund(actor: Actor, refund: Refund) -> Refund:
    """Nothing went back: the payment may be given back anew. Raises Conflict if somebody was faster."""
    payment = store.get_payment(refund.partition, refund.payment_id)
    assert payment, "a refund is kept together with its payment"
    failed = refund.model_copy(update={"state": "failed"})
    with transaction() as tx:
        store.refunds.save(tx, failed, rules.AttemptChanged())
        store.payments.save(tx, payment.model_copy(update={"refunding": payment.refunding - refund.amount}))
        record_change(tx, actor, "refund.failed", refund.id, customer_id=refund.customer_id)
    return failed.model_copy(update={"version": refund.version + 1})


def _asked_again(refund: Refund) -> Refund:
    """Noted first, so that whoever gives it up at the same time is refused, or refuses us."""
    now = clock.now()
    later = {"asked_at": int(now.timestamp()), "check_at": clock.stamp(rules.next_check(now, 0))}
    with transaction() as tx:
        store.refunds.save(tx, refund.model_copy(update=later), rules.AttemptChanged())
    return refund.model_copy(update={**later, "version": refund.version + 1})


def _request(refund: Refund) -> RefundRequest:
    purpose = Purpose(tenant=refund.tenant_id, customer=refund.customer_id, attempt=refund.attempt_id or "")
    return RefundRequest(
        refund=refund.id, purpose=purpose, charge_id=refund.charge_id or "", amount=refund.amount, currency=refund.currency
    )  # fmt: skip


def _begun(refund: Refund) -> int:
    return int(datetime.fromisoformat(refund.created_at).timestamp())
