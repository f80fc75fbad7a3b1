"""A client's bank takes a charge back for a while, or for ever: disputes, as the gateway tells of them."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.invoices.find import find_invoices
from chalicelib.invoices.settle import mark_payment
from chalicelib.payments import rules, store
from chalicelib.payments.book import NotBooked
from chalicelib.payments.entity import EntryKind, LedgerEntry, Payment, PaymentStatus, Posting
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.tell import tell_staff_of_dispute

_SIDES: dict[EntryKind, tuple[str, str]] = {
    "dispute": ("gateway", "dispute"),
    "dispute_won": ("dispute", "gateway"),
    "dispute_lost": ("dispute", "dispute_loss"),
}
"""From which account to which the money goes."""


def book_dispute(
    actor: Actor, merchant: Merchant, payment: Payment, dispute_id: str, amount: int, end: EntryKind | None = None
) -> None:
    """Book that a dispute was opened and, with ``end``, how it ended; each once, in whatever order the news comes."""
    _book_once(actor, merchant, payment, "dispute", dispute_id, amount)
    if end is not None:
        _book_once(actor, merchant, payment, end, dispute_id, amount)


def _book_once(
    actor: Actor, merchant: Merchant, payment: Payment, kind: EntryKind, dispute_id: str, amount: int
) -> None:
    for turn in range(TRIES):
        if store.get_entry(payment.partition, f"{kind}#{dispute_id}"):
            return None
        known = store.get_payment(payment.partition, payment.id) or payment
        with lost_race(turn, rules.AlreadyBooked), transaction() as tx:
            return _book(tx, actor, merchant, known, _entry(merchant, known, kind, dispute_id, amount))
    raise NotBooked


def _book(tx: Transaction, actor: Actor, merchant: Merchant, payment: Payment, entry: LedgerEntry) -> None:
    """The invoices stay settled, as with a refund; they show what became of the payment."""
    store.ledger.add(tx, entry, rules.AlreadyBooked())
    store.payments.save(tx, payment.model_copy(update={"status": _status(payment, entry.kind)}))
    invoices = (
        find_invoices(payment.partition, [one.invoice_id for one in payment.invoices]) if payment.invoices else []
    )
    for invoice in invoices:
        part = next(one for one in invoice.settlements if one.payment_id == payment.id)
        mark_payment(tx, invoice, payment.id, _status_of(entry.kind, rules.refund_status(part.amount, part.refunded)))
    changes: dict[str, str | int | bool | None] = {"amount": entry.amount, "currency": entry.currency}
    action = {"dispute": "disputed", "dispute_won": "dispute_won", "dispute_lost": "charged_back"}[entry.kind]
    record_change(tx, actor, f"payment.{action}", payment.id, customer_id=payment.customer_id, changes=changes)
    tell_staff_of_dispute(tx, merchant, payment, entry)


def _status(payment: Payment, kind: EntryKind) -> PaymentStatus:
    return _status_of(kind, rules.refund_status(payment.amount, payment.refunded))


def _status_of(kind: EntryKind, otherwise: PaymentStatus) -> PaymentStatus:
    marks: dict[EntryKind, PaymentStatus] = {"dispute": "disputed", "dispute_lost": "charged_back"}
    return marks.get(kind, otherwise)


def _entry(merchant: Merchant, payment: Payment, kind: EntryKind, dispute_id: str, amount: int) -> LedgerEntry:
    source, target = _SIDES[kind]
    return LedgerEntry(
        tenant_id=payment.tenant_id,
        customer_id=payment.customer_id,
        key=f"{kind}#{dispute_id}",
        kind=kind,
        at=clock.stamp(clock.now()),
        date=clock.today(merchant.organization.timezone),
        amount=amount,
        currency=payment.currency,
        postings=[Posting(account=target, amount=amount), Posting(account=source, amount=-amount)],
        allocations=[],
        payment_id=payment.id,
        charge_id=payment.charge_id,
    )
