"""Money that went back goes into the ledger: exactly once, whoever sent it back and whoever tells us."""

from dataclasses import dataclass, field

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import receive_payment
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_invoices
from chalicelib.invoices.settle import return_money
from chalicelib.payments import rules, store
from chalicelib.payments.book import NotBooked
from chalicelib.payments.entity import Allocation, LedgerEntry, Payment, Refund
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.tell import tell_of_refund


@dataclass(frozen=True)
class Back:
    """Money that went back. ``refund`` is ours; without one it was sent back in the gateway's own console.

    ``returned`` is what went back of which invoice, ``uncredited`` what was taken from the customer's credit.
    """

    gateway_id: str
    amount: int
    refund: Refund | None = None
    returned: dict[str, int] = field(default_factory=dict)
    uncredited: int = 0

    @property
    def reopen(self) -> bool:
        return self.refund is not None and self.refund.reopen


def refund_key(gateway_id: str) -> str:
    """The ledger's key of a refund: it can stand there only once."""
    return f"refund#{gateway_id}"


def book_refund(actor: Actor, merchant: Merchant, refund: Refund, gateway_id: str) -> Refund:
    """Book a refund of ours; one that is booked already changes nothing."""
    for turn in range(TRIES):
        if refund.state == "succeeded":
            return refund
        payment = store.get_payment(refund.partition, refund.payment_id)
        assert payment, "a refund is kept together with its payment"
        back = Back(gateway_id, refund.amount, refund, {refund.invoice_id: refund.amount})
        with lost_race(turn, rules.AlreadyBooked):
            _book(actor, merchant, payment, back)
        (known,) = store.get_refunds(refund.partition, [refund.id])
        refund = known or refund
    raise NotBooked


def book_foreign_refund(actor: Actor, merchant: Merchant, payment: Payment, gateway_id: str, amount: int) -> None:
    """Book a refund that was made in the gateway's own console: first of what had become credit and still is, then of the invoices.

    Raises NotBooked for more than there was: an earlier refund has failed, then, and the news of that is on its way.
    """
    for turn in range(TRIES):
        if store.get_entry(payment.partition, refund_key(gateway_id)):
            return None
        if payment.refunded + amount > payment.amount:
            raise NotBooked
        with lost_race(turn, rules.AlreadyBooked):
            return _book(actor, merchant, payment, _spread(payment, gateway_id, amount))
        payment = store.get_payment(payment.partition, payment.id) or payment
    raise NotBooked


def _spread(payment: Payment, gateway_id: str, amount: int) -> Back:
    there = find_customer(payment.tenant_id, payment.customer_id).credit.get(payment.currency, 0)
    uncredited = min(amount, payment.credited - payment.uncredited, max(there, 0))
    invoices = (
        find_invoices(payment.partition, [one.invoice_id for one in payment.invoices]) if payment.invoices else []
    )
    rooms = [_left_of(invoice, payment) for invoice in invoices]
    shares = rules.share_out(amount - uncredited, rooms)
    returned = {invoice.id: share for invoice, share in zip(invoices, shares, strict=True) if share}
    return Back(gateway_id, amount, None, returned, uncredited)


def _left_of(invoice: Invoice, payment: Payment) -> int:
    return sum(one.amount - one.refunded for one in invoice.settlements if one.payment_id == payment.id)


def _book(actor: Actor, merchant: Merchant, payment: Payment, back: Back) -> None:
    today = clock.today(merchant.organization.timezone)
    invoices = find_invoices(payment.partition, list(back.returned)) if back.returned else []
    by_credit = payment.method == "credit"
    reopened = sum(back.returned.values()) if back.reopen else 0
    with transaction() as tx:
        store.ledger.add(tx, _entry(payment, back, invoices, merchant), rules.AlreadyBooked())
        store.payments.save(tx, _given_back(payment, back))
        for invoice in invoices:
            return_money(tx, invoice, {payment.id: back.returned[invoice.id]}, today, reopen=back.reopen)
        credited = (back.amount if by_credit else 0) - back.uncredited
        if reopened or credited:
            receive_payment(
                tx, payment.tenant_id, payment.customer_id, payment.currency, settled=-reopened, credited=credited
            )
        _finish(tx, actor, payment, back)
        tell_of_refund(tx, merchant, payment, back.amount)


def _finish(tx: Transaction, actor: Actor, payment: Payment, back: Back) -> None:
    if back.refund:
        done = {"state": "succeeded", "gateway_id": back.gateway_id}
        store.refunds.save(tx, back.refund.model_copy(update=done), rules.AttemptChanged())
    changes: dict[str, str | int | bool | None] = {
        "refund": back.gateway_id,
        "amount": back.amount,
        "currency": payment.currency,
        "invoice": ", ".join(back.returned),
        "reopen": back.reopen,
    }
    record_change(tx, actor, "payment.refunded", payment.id, customer_id=payment.customer_id, changes=changes)


def _given_back(payment: Payment, back: Back) -> Payment:
    refunded = payment.refunded + back.amount
    reserved = back.refund.amount if back.refund and not back.refund.is_final else 0
    return payment.model_copy(
        update={
            "refunded": refunded,
            "refunding": payment.refunding - reserved,
            "uncredited": payment.uncredited + back.uncredited,
            "status": rules.status_of_payment(payment, refunded),
        }
    )


def _entry(payment: Payment, back: Back, invoices: list[Invoice], merchant: Merchant) -> LedgerEntry:
    numbers = {invoice.id: invoice.number or "" for invoice in invoices}
    returned = [Allocation(invoice_id=one, number=numbers[one], amount=amount) for one, amount in back.returned.items()]
    reopened = [one.model_copy(update={"amount": -one.amount}) for one in returned] if back.reopen else []
    source = {"card": "gateway", "sepa_debit": "gateway", "credit": "customer_credit"}.get(
        payment.method, payment.method
    )
    return LedgerEntry(
        tenant_id=payment.tenant_id,
        customer_id=payment.customer_id,
        key=refund_key(back.gateway_id),
        kind="refund",
        at=clock.stamp(clock.now()),
        date=clock.today(merchant.organization.timezone),
        amount=back.amount,
        currency=payment.currency,
        postings=rules.postings_of_refund(source, back.amount, sum(-one.amount for one in reopened), back.uncredited),
        allocations=reopened,
        returned=returned,
        payment_id=payment.id,
        charge_id=payment.charge_id,
    )
