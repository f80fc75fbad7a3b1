"""The gateway tells that money went back: a refund, ours or made in its own console, or a dispute."""

from chalicelib.adapters.gateways.webhooks import GatewayEvent
from chalicelib.core.identity import Actor, partition
from chalicelib.core.portal import Merchant
from chalicelib.gateway import ask
from chalicelib.payments import store
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.book import NotBooked
from chalicelib.payments.book_dispute import book_dispute
from chalicelib.payments.book_refund import book_foreign_refund, book_refund, refund_key
from chalicelib.payments.entity import EntryKind, Payment, Refund
from chalicelib.payments.reverse_refund import reverse_refund
from chalicelib.payments.rules import EventNotOurs

RETURNS = ("refund_made", "refund_pending", "refund_failed", "dispute_opened", "dispute_closed")
_ENDS: dict[str, EntryKind] = {"won": "dispute_won", "lost": "dispute_lost"}


def handle_return(actor: Actor, merchant: Merchant, event: GatewayEvent) -> bool:
    """Book it once; whether it concerned a payment of ours. Raises NotBooked if its charge is yet to be booked, EventNotOurs."""
    payment = _payment_of(merchant.tenant_id, event)
    if payment is None:
        return False
    _check(payment, event)
    if event.kind.startswith("dispute"):
        return _dispute(actor, merchant, payment, event)
    refund = _refund_of(payment, event)
    if event.kind == "refund_failed" and refund is not None and refund.state == "failed":
        return True
    assert event.refund_id and event.amount is not None, "the reader asks for these"
    if refund is not None:
        book_refund(actor, merchant, refund, event.refund_id)
    else:
        book_foreign_refund(actor, merchant, payment, event.refund_id, event.amount)
    if event.kind == "refund_failed":
        _reverse(actor, merchant, payment, event.refund_id)
    return True


def _payment_of(tenant_id: str, event: GatewayEvent) -> Payment | None:
    """By the attempt that our own refunds name, else by the charge. Of a charge that is ours and not booked yet we hear too early."""
    purpose, charge_id = event.purpose, event.charge_id or ""
    if purpose is not None:
        attempt = store.get_attempt(partition(tenant_id, purpose.customer), purpose.attempt)
        if attempt is not None and attempt.payment_id and attempt.charge_id == charge_id:
            return store.get_payment(attempt.partition, attempt.payment_id)
    entry = store.find_charge(tenant_id, charge_id)
    if entry is not None:
        return store.get_payment(partition(tenant_id, entry.customer_id), entry.payment_id or "")
    face = ask.show_charge(tenant_id, charge_id)
    if face is None or face.purpose is None or face.purpose.tenant != tenant_id:
        return None
    raise NotBooked


def _check(payment: Payment, event: GatewayEvent) -> None:
    if event.currency != payment.currency or not 0 < (event.amount or 0) <= payment.amount:
        raise_alarm("payment.event_refused", payment.tenant_id, gateway_event=event.id, payment=payment.id)
        raise EventNotOurs


def _refund_of(payment: Payment, event: GatewayEvent) -> Refund | None:
    name = event.metadata.get("refund", "")
    if not name.startswith("ref_"):
        return None
    (refund,) = store.get_refunds(payment.partition, [name])
    return refund if refund and (refund.payment_id, refund.amount) == (payment.id, event.amount) else None


def _reverse(actor: Actor, merchant: Merchant, payment: Payment, gateway_id: str) -> None:
    known = store.get_payment(payment.partition, payment.id) or payment
    booked = store.get_entry(payment.partition, refund_key(gateway_id))
    if booked is None:
        raise NotBooked
    reverse_refund(actor, merchant, known, booked, gateway_id)


def _dispute(actor: Actor, merchant: Merchant, payment: Payment, event: GatewayEvent) -> bool:
    """An inquiry (``warning_…``) moves no money."""
    assert event.dispute_id and event.amount is not None, "the reader asks for these"
    status = event.status or ""
    if status.startswith("warning") or (event.kind == "dispute_closed" and status not in _ENDS):
        return False
    end = _ENDS[status] if event.kind == "dispute_closed" else None
    book_dispute(actor, merchant, payment, event.dispute_id, event.amount, end)
    return True
