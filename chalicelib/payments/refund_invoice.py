"""Staff give money back that was paid on an invoice."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.errors import AmountNotPossible, GatewayNotConfigured, GatewayRefused
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Invalid, PortalError
from chalicelib.core.identity import Caller, StaffUser
from chalicelib.core.localisation import format_money
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_for_staff
from chalicelib.payments import rules, store
from chalicelib.payments.book import NotBooked
from chalicelib.payments.carry_out_refund import carry_out_refund
from chalicelib.payments.entity import Payment, Refund
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.schemas import NewRefund, RefundView

_MOST_PIECES = 20


@dataclass(frozen=True)
class _Wish:
    """``made`` and ``parts`` make the ids of the refund's pieces: the same request finds them again."""

    request: NewRefund
    made: datetime
    parts: tuple[str, ...]

    def refund_id(self, piece: int) -> str:
        return ids.derived_id("ref", self.made, *self.parts, str(piece))


def refund_invoice(user: StaffUser, caller: Caller, invoice_id: str, request: NewRefund) -> RefundView:
    """Give back what was paid on the invoice: of the payment that is named, or of the newest charges first.

    The invoice stays settled unless ``reopen``. Raises Invalid naming ``amount`` above what is left, or ``payment_id``;
    RefundFailed. What has no answer of the gateway is finished by an event, the reconciler, or the repeated request.
    """
    invoice = find_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    wish = _read(user, caller, invoice, request)
    for turn in range(TRIES):
        with lost_race(turn, rules.AlreadyBooked):
            return _refund(user, invoice, wish)
        invoice = find_for_staff(user.tenant_id, invoice_id)
    raise NotBooked


def _read(user: StaffUser, caller: Caller, invoice: Invoice, request: NewRefund) -> _Wish:
    parts = (user.tenant_id, user.staff_id, invoice.id, str(request.amount), caller.idempotency_key or "")
    raise_deferred()
    return _Wish(request, datetime.fromisoformat(invoice.created_at), parts)


def _refund(user: StaffUser, invoice: Invoice, wish: _Wish) -> RefundView:
    pieces = _known(invoice, wish) or _begin(user, invoice, wish)
    done = [_carry_out(user, piece) for piece in pieces]
    if all(piece.state == "failed" for piece, _ in done):
        raise next((refusal for _, refusal in done if refusal), rules.RefundFailed())
    return RefundView.of(invoice, [piece for piece, _ in done])


def _carry_out(user: StaffUser, piece: Refund) -> tuple[Refund, PortalError | None]:
    """One piece by itself: if the gateway refuses it, the others still go back, and the answer says which did."""
    try:
        return carry_out_refund(user, user.merchant, piece), None
    except (GatewayNotConfigured, GatewayRefused, AmountNotPossible) as refusal:
        return piece.model_copy(update={"state": "failed"}), refusal


def _known(invoice: Invoice, wish: _Wish) -> list[Refund]:
    """The pieces of the request that came before, or none."""
    (first,) = store.get_refunds(invoice.partition, [wish.refund_id(0)])
    if first is None:
        return []
    others = store.get_refunds(invoice.partition, [wish.refund_id(piece) for piece in range(1, first.pieces)])
    return [first, *(piece for piece in others if piece is not None)]


def _begin(user: StaffUser, invoice: Invoice, wish: _Wish) -> list[Refund]:
    """Keep what is to go back and mark it on the payments, all in one transaction: nobody else can give the same back."""
    split = _split(invoice, wish.request)
    refunds = [_new(invoice, payment, wish, piece, amount, len(split)) for piece, (payment, amount) in enumerate(split)]
    with transaction() as tx:
        for refund, (payment, amount) in zip(refunds, split, strict=True):
            store.refunds.add(tx, refund, rules.AlreadyBooked())
            store.payments.save(tx, payment.model_copy(update={"refunding": payment.refunding + amount}))
        changes: dict[str, str | int | bool | None] = {
            "invoice": invoice.id,
            "amount": wish.request.amount,
            "currency": invoice.currency,
            "reopen": wish.request.reopen,
        }
        record_change(tx, user, "refund.started", refunds[0].id, customer_id=invoice.customer_id, changes=changes)
    return [refund.model_copy(update={"version": 1}) for refund in refunds]


def _split(invoice: Invoice, request: NewRefund) -> list[tuple[Payment, int]]:
    """What goes back of which payment: newest charges first, then other money. Raises Invalid, or NothingToRefund."""
    offered = _offered(invoice, request.payment_id)
    split, wanted = [], request.amount
    for payment, left in offered[:_MOST_PIECES]:
        share = min(left, wanted)
        if share:
            split.append((payment, share))
        wanted -= share
    if wanted:
        most = request.amount - wanted
        if not most:
            raise rules.NothingToRefund
        raise Invalid([("amount", f"Please enter at most {format_money(most, invoice.currency, 'en')}, what is left.")])
    return split


def _offered(invoice: Invoice, payment_id: str | None) -> list[tuple[Payment, int]]:
    parts = {one.payment_id: one for one in invoice.settlements if one.method != "write_off"}
    if payment_id is not None and payment_id not in parts:
        raise Invalid([("payment_id", "This payment did not go to the invoice.")])
    wanted = [payment_id] if payment_id else list(parts)
    found = store.get_payments(invoice.partition, wanted) if wanted else []
    order = list(parts)
    newest_first = sorted(found, key=lambda one: (one.charge_id is not None, order.index(one.id)), reverse=True)
    return [
        (payment, max(0, min(payment.left, parts[payment.id].amount - parts[payment.id].refunded)))
        for payment in newest_first
    ]


def _new(invoice: Invoice, payment: Payment, wish: _Wish, piece: int, amount: int, pieces: int) -> Refund:
    now = clock.now()
    return Refund(
        tenant_id=invoice.tenant_id,
        customer_id=invoice.customer_id,
        id=wish.refund_id(piece),
        payment_id=payment.id,
        charge_id=payment.charge_id,
        attempt_id=payment.attempt_id,
        invoice_id=invoice.id,
        asked_amount=wish.request.amount,
        amount=amount,
        currency=invoice.currency,
        reopen=wish.request.reopen,
        pieces=pieces,
        asked_at=int(now.timestamp()),
        created_at=clock.stamp(now),
        check_at=clock.stamp(rules.next_check(now, 0)),
    )
