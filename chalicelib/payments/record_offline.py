"""Staff record money that came another way: cash, a cheque, a bank transfer."""

from dataclasses import dataclass

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import Caller, StaffUser
from chalicelib.customers.totals import receive_payment
from chalicelib.invoices.entity import Invoice, Settlement
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.rules import check_is_owed
from chalicelib.invoices.settle import settle_invoice
from chalicelib.payments import rules, store
from chalicelib.payments.book import NotBooked
from chalicelib.payments.clear_way import free_invoice
from chalicelib.payments.entity import Allocation, LedgerEntry, Payment
from chalicelib.payments.make_payment import language_of
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.schemas import NewOfflinePayment, StaffPaymentView
from chalicelib.payments.send_receipt import send_receipt
from chalicelib.tenants.take_number import take_number


@dataclass(frozen=True)
class _Receipt:
    """What staff hold in hand; ``key`` follows from who records it and the Idempotency-Key: it is booked only once."""

    key: str
    request: NewOfflinePayment


def record_offline_payment(
    user: StaffUser, caller: Caller, invoice_id: str, request: NewOfflinePayment
) -> StaffPaymentView:
    """Book the money and settle the invoice with it; what it owes no more becomes credit.

    A payment that is under way online refuses it; one that waits is ended.
    """
    invoice = find_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    received = _Receipt(_key(user, caller, invoice, request), request)
    for turn in range(TRIES):
        booked = store.get_entry(invoice.partition, received.key)
        if booked is not None:
            payment = store.get_payment(invoice.partition, booked.payment_id or "")
            assert payment, "an entry and its payment are kept together"
            return StaffPaymentView.of(payment)
        with lost_race(turn, rules.AlreadyBooked):
            return StaffPaymentView.of(_record(user, invoice, received))
        invoice = find_for_staff(user.tenant_id, invoice_id)
    raise NotBooked


def _key(user: StaffUser, caller: Caller, invoice: Invoice, request: NewOfflinePayment) -> str:
    """The body is touched first: what is wrong with it is said before anything else."""
    parts = (user.staff_id, invoice.id, str(request.amount), caller.idempotency_key or "")
    raise_deferred()
    return f"offline#{ids.digest('|'.join(parts))[:40]}"


def _record(user: StaffUser, invoice: Invoice, received: _Receipt) -> Payment:
    check_is_owed(invoice)
    today = clock.today(user.merchant.organization.timezone)
    request = received.request
    rules.check_offline(request.date, today)
    invoice = free_invoice(user, user.merchant, invoice)
    with transaction() as tx:
        settled = min(request.amount, invoice.balance)
        payment = _payment(tx, user, invoice, request, settled)
        store.ledger.add(tx, _entry(payment, received.key), rules.AlreadyBooked())
        store.payments.add(tx, payment)
        settlement = Settlement(payment_id=payment.id, date=str(payment.date), method=payment.method, amount=settled)
        settle_invoice(tx, invoice, [settlement], today)
        receive_payment(
            tx, invoice.tenant_id, invoice.customer_id, invoice.currency, settled=settled, credited=payment.credited
        )
        changes: dict[str, str | int | bool | None] = {
            "invoice": invoice.id,
            "amount": payment.amount,
            "currency": payment.currency,
            "method": payment.method,
            "credited": payment.credited,
        }
        record_change(tx, user, "payment.recorded", payment.id, customer_id=invoice.customer_id, changes=changes)
        send_receipt(tx, user.merchant, payment)
    return payment


def _payment(tx: Transaction, user: StaffUser, invoice: Invoice, request: NewOfflinePayment, settled: int) -> Payment:
    return Payment(
        tenant_id=invoice.tenant_id,
        customer_id=invoice.customer_id,
        id=ids.new_id("pay"),
        number=rules.payment_number(take_number(tx, invoice.tenant_id, "payment")),
        date=request.date,
        method=request.method,
        amount=request.amount,
        currency=invoice.currency,
        credited=request.amount - settled,
        reference=request.reference,
        invoices=[Allocation(invoice_id=invoice.id, number=invoice.number or "", amount=settled)],
        recorded_by=user.staff_id,
        language=language_of(user.merchant, invoice),
        document_key=f"receipts/{ids.short_code(32)}.pdf",
        created_at=clock.stamp(clock.now()),
    )


def _entry(payment: Payment, key: str) -> LedgerEntry:
    return LedgerEntry(
        tenant_id=payment.tenant_id,
        customer_id=payment.customer_id,
        key=key,
        kind="offline_payment",
        at=payment.created_at,
        date=payment.date,
        amount=payment.amount,
        currency=payment.currency,
        postings=rules.postings_of(payment.method, payment.amount, payment.amount - payment.credited),
        allocations=payment.invoices,
        payment_id=payment.id,
    )
