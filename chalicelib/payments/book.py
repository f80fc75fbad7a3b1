"""Money the gateway took goes into the ledger: exactly once, with everything that follows from it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.errors import Conflict, Unavailable
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.customers.totals import receive_payment
from chalicelib.invoices.entity import Invoice, Settlement
from chalicelib.invoices.find import find_invoice
from chalicelib.invoices.settle import attach_attempt, settle_invoice
from chalicelib.payment_methods.save import save_payment_method
from chalicelib.payments import rules, store
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.entity import Allocation, LedgerEntry, MethodFace, Payment, PaymentAttempt
from chalicelib.payments.races import TRIES, is_race, pause
from chalicelib.payments.send_receipt import send_receipt
from chalicelib.tenants.take_number import take_number


@dataclass(frozen=True)
class Charge:
    """Money the gateway took for an attempt, in minor units."""

    charge_id: str
    amount: int
    currency: str
    gateway_id: str | None = None
    method: SavedMethod | None = None


class NotBooked(Unavailable):
    """The money is there but not in the ledger yet: whoever told us must tell us again."""


def ledger_key(charge_id: str) -> str:
    """The ledger's key of a charge: it can stand there only once."""
    return f"charge#{charge_id}"


def book_charge(
    actor: Actor, merchant: Merchant, attempt: PaymentAttempt, charge: Charge, invoice: Invoice | None = None
) -> PaymentAttempt:
    """Book the charge, settle the invoice, finish the attempt, send the receipt: all in one transaction, or none of it.

    What the invoice owes no more becomes credit of the customer. A charge that is booked already changes nothing.
    """
    for turn in range(TRIES):
        if attempt.charge_id == charge.charge_id and attempt.state == "succeeded":
            return attempt
        current = invoice if invoice and not turn else find_invoice(attempt.partition, attempt.invoice_id)
        try:
            with transaction() as tx:
                return _book(tx, actor, merchant, attempt, charge, current)
        except rules.AlreadyBooked:
            return store.get_attempt(attempt.partition, attempt.id) or attempt
        except Conflict as error:
            if not is_race(error):
                raise
        pause(turn)
        attempt = store.get_attempt(attempt.partition, attempt.id) or attempt
    raise NotBooked


def _book(
    tx: Transaction, actor: Actor, merchant: Merchant, attempt: PaymentAttempt, charge: Charge, invoice: Invoice
) -> PaymentAttempt:
    """The ledger's row comes first: of all that may have changed meanwhile, its being there says the most."""
    again = attempt.state == "succeeded"
    settled = 0 if again else min(charge.amount, invoice.balance)
    payment = _payment(tx, merchant, attempt, charge, invoice, settled)
    store.ledger.add(tx, _entry(payment, attempt, charge, settled), rules.AlreadyBooked())
    store.payments.add(tx, payment)
    done = attempt if again else _finished(attempt, charge, payment)
    if not again:
        store.attempts.save(tx, done, rules.AttemptChanged())
        _settle(tx, attempt, invoice, payment, settled)
    receive_payment(
        tx, attempt.tenant_id, attempt.customer_id, charge.currency, settled=settled, credited=payment.credited
    )
    if attempt.save_method and charge.method:
        save_payment_method(tx, attempt.tenant_id, attempt.customer_id, charge.method)
    changes: dict[str, str | int | bool | None] = {
        "attempt": attempt.id,
        "invoice": invoice.id,
        "amount": charge.amount,
        "currency": charge.currency,
        "credited": payment.credited,
    }
    record_change(tx, actor, "payment.succeeded", payment.id, customer_id=attempt.customer_id, changes=changes)
    send_receipt(tx, merchant, payment)
    if again:
        alarm = partial(raise_alarm, "payment.charged_twice", attempt.tenant_id)
        tx.afterwards(lambda: alarm(attempt=attempt.id, charge=charge.charge_id))
    return done.model_copy(update={"version": done.version + (not again)})


def _settle(tx: Transaction, attempt: PaymentAttempt, invoice: Invoice, payment: Payment, settled: int) -> None:
    if settled:
        settlement = Settlement(payment_id=payment.id, date=str(payment.date), method=payment.method, amount=settled)
        settle_invoice(tx, invoice, settled, settlement, payment.date)
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


def _payment(
    tx: Transaction, merchant: Merchant, attempt: PaymentAttempt, charge: Charge, invoice: Invoice, settled: int
) -> Payment:
    now, face = clock.now(), charge.method
    made = datetime.fromisoformat(attempt.created_at)
    to_invoice = Allocation(invoice_id=invoice.id, number=invoice.number or "", amount=settled)
    return Payment(
        tenant_id=attempt.tenant_id,
        customer_id=attempt.customer_id,
        id=ids.derived_id("pay", made, attempt.tenant_id, attempt.id, charge.charge_id),
        number=rules.payment_number(take_number(tx, attempt.tenant_id, "payment")),
        date=clock.today(merchant.organization.timezone),
        method="sepa_debit" if _is_debit(attempt, face) else "card",
        face=MethodFace(brand=face.brand, last4=face.last4) if face else MethodFace(),
        amount=charge.amount,
        currency=charge.currency,
        credited=charge.amount - settled,
        invoices=[to_invoice] if settled else [],
        attempt_id=attempt.id,
        charge_id=charge.charge_id,
        contact_id=attempt.contact_id,
        language=invoice.snapshot.language if invoice.snapshot else merchant.organization.locale,
        document_key=f"receipts/{ids.short_code(32)}.pdf",
        created_at=clock.stamp(now),
    )


def _is_debit(attempt: PaymentAttempt, face: SavedMethod | None) -> bool:
    return (face.type if face else attempt.ask.get("method_type")) == "sepa_debit"


def _entry(payment: Payment, attempt: PaymentAttempt, charge: Charge, settled: int) -> LedgerEntry:
    return LedgerEntry(
        tenant_id=payment.tenant_id,
        customer_id=payment.customer_id,
        key=ledger_key(charge.charge_id),
        kind="payment",
        at=payment.created_at,
        date=payment.date,
        amount=payment.amount,
        currency=payment.currency,
        postings=rules.postings_of("gateway", payment.amount, settled),
        allocations=payment.invoices,
        payment_id=payment.id,
        attempt_id=attempt.id,
        charge_id=charge.charge_id,
    )
