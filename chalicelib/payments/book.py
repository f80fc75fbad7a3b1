"""Money that came goes into the ledger: exactly once, with everything that follows from it."""

from dataclasses import dataclass, field
from functools import partial

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core.errors import Unavailable
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.customers.totals import receive_payment
from chalicelib.invoices.entity import Invoice, Settlement
from chalicelib.invoices.find import find_invoices
from chalicelib.invoices.settle import attach_attempt, settle_invoice
from chalicelib.payment_methods.save import save_payment_method
from chalicelib.payments import rules, store
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.bill import Bill
from chalicelib.payments.entity import Payment, PaymentAttempt
from chalicelib.payments.make_payment import Charge, charge_payment, credit_payment, entry_of, ledger_key
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.send_receipt import send_receipts
from chalicelib.tenants.take_number import take_numbers

__all__ = ["Charge", "NotBooked", "book_charge", "book_credit", "ledger_key"]


class NotBooked(Unavailable):
    """The money is there but not in the ledger yet: whoever told us must tell us again."""


@dataclass
class _Shares:
    """What each invoice gets: of the credit first, of the charge then. ``left`` of the charge is owed no more."""

    of_credit: list[int] = field(default_factory=list)
    of_charge: list[int] = field(default_factory=list)
    left: int = 0

    @property
    def settled(self) -> int:
        return sum(self.of_credit) + sum(self.of_charge)


def book_charge(
    actor: Actor, merchant: Merchant, attempt: PaymentAttempt, charge: Charge, invoices: list[Invoice] | None = None
) -> PaymentAttempt:
    """Book the charge, settle the invoices, finish the attempt, send the receipt: all in one transaction, or none of it.

    What the invoices owe no more becomes credit of the customer. A charge that is booked already changes nothing.
    """
    for turn in range(TRIES):
        if attempt.charge_id == charge.charge_id and attempt.state == "succeeded":
            return attempt
        current = invoices if invoices and not turn else find_invoices(attempt.partition, attempt.invoice_ids)
        with lost_race(turn):
            try:
                with transaction() as tx:
                    return _book(tx, actor, merchant, attempt, charge, current)
            except rules.AlreadyBooked:
                return store.get_attempt(attempt.partition, attempt.id) or attempt
        attempt = store.get_attempt(attempt.partition, attempt.id) or attempt
    raise NotBooked


def _book(
    tx: Transaction, actor: Actor, merchant: Merchant, attempt: PaymentAttempt, charge: Charge, invoices: list[Invoice]
) -> PaymentAttempt:
    """The ledger's row comes first: of all that may have changed meanwhile, its being there says the most."""
    again = attempt.state == "succeeded"
    reserved = 0 if attempt.is_final else attempt.credit  # an attempt that ended gave its credit back
    shares = _Shares(left=charge.amount) if again else _share_out(attempt, invoices, reserved, charge.amount)
    made = [charge_payment(merchant, attempt, charge, invoices, shares.of_charge, shares.left)]
    if sum(shares.of_credit):
        made.append(credit_payment(merchant, attempt, invoices, shares.of_credit))
    _keep_payments(tx, actor, merchant, attempt, made)
    done = attempt if again else _finished(attempt, charge, made[0])
    if not again:
        store.attempts.save(tx, done, rules.AttemptChanged())
        _settle(tx, attempt, invoices, made)
    given_back = reserved - sum(shares.of_credit)
    receive_payment(
        tx, attempt.tenant_id, attempt.customer_id, charge.currency, settled=shares.settled, credited=shares.left + given_back
    )  # fmt: skip
    if attempt.save_method and charge.method:
        save_payment_method(tx, attempt.tenant_id, attempt.customer_id, charge.method)
    if again:
        alarm = partial(raise_alarm, "payment.charged_twice", attempt.tenant_id)
        tx.afterwards(lambda: alarm(attempt=attempt.id, charge=charge.charge_id))
    return done.model_copy(update={"version": done.version + (not again)})


def _share_out(attempt: PaymentAttempt, invoices: list[Invoice], credit: int, charged: int) -> _Shares:
    rooms = [min(part.amount, one.balance) for part, one in zip(attempt.parts, invoices, strict=True)]
    of_credit = rules.share_out(credit, rooms)
    of_charge = rules.share_out(charged, [room - used for room, used in zip(rooms, of_credit, strict=True)])
    return _Shares(of_credit, of_charge, charged - sum(of_charge))


def book_credit(actor: Actor, merchant: Merchant, attempt: PaymentAttempt, bill: Bill) -> PaymentAttempt:
    """Credit covers the attempt, so it begins and ends in one transaction.

    Raises Conflict if an invoice changed since it was read, CreditTaken if the credit did.
    """
    payment = credit_payment(merchant, attempt, bill.invoices, [part.amount for part in attempt.parts])
    done = attempt.model_copy(update={"state": "succeeded", "payment_id": payment.id})
    with transaction() as tx:
        store.attempts.add(tx, done, rules.AttemptChanged())
        _keep_payments(tx, actor, merchant, attempt, [payment])
        _settle(tx, attempt, bill.invoices, [payment])
        receive_payment(
            tx, attempt.tenant_id, attempt.customer_id, bill.currency, settled=attempt.amount, credited=-attempt.amount
        )
    return done.model_copy(update={"version": 1})


def _keep_payments(
    tx: Transaction, actor: Actor, merchant: Merchant, attempt: PaymentAttempt, made: list[Payment]
) -> None:
    """Numbers, ledger, payments, audit and receipts; ``made`` gets its numbers here."""
    numbers = take_numbers(tx, attempt.tenant_id, "payment", len(made))
    made[:] = [
        one.model_copy(update={"number": rules.payment_number(number)})
        for one, number in zip(made, numbers, strict=True)
    ]
    for payment in made:
        store.ledger.add(tx, entry_of(payment), rules.AlreadyBooked())
    for payment in made:
        store.payments.add(tx, payment)
        changes: dict[str, str | int | bool | None] = {
            "attempt": attempt.id,
            "invoice": ", ".join(attempt.invoice_ids),
            "amount": payment.amount,
            "currency": payment.currency,
            "credited": payment.credited,
        }
        record_change(tx, actor, "payment.succeeded", payment.id, customer_id=attempt.customer_id, changes=changes)
    send_receipts(tx, merchant, made)


def _settle(tx: Transaction, attempt: PaymentAttempt, invoices: list[Invoice], made: list[Payment]) -> None:
    for invoice in invoices:
        settlements = [
            Settlement(payment_id=payment.id, date=str(payment.date), method=payment.method, amount=share.amount)
            for payment in made
            for share in payment.invoices
            if share.invoice_id == invoice.id
        ]
        if settlements:
            settle_invoice(tx, invoice, settlements, made[0].date)
        elif invoice.attempt_id == attempt.id:
            attach_attempt(tx, invoice, None)


def _finished(attempt: PaymentAttempt, charge: Charge, payment: Payment) -> PaymentAttempt:
    return attempt.model_copy(
        update={
            "state": "succeeded",
            "charge_id": charge.charge_id,
            "gateway_id": charge.gateway_id or attempt.gateway_id,
            "payment_id": payment.id,
            "failure_code": None,
        }
    )
