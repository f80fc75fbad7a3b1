"""Staff apply a customer's credit to an invoice."""

from datetime import datetime

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import Caller, StaffUser
from chalicelib.core.localisation import format_money
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import receive_payment
from chalicelib.invoices.entity import Invoice, Settlement
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.rules import check_is_owed
from chalicelib.invoices.settle import settle_invoice
from chalicelib.payments import rules, store
from chalicelib.payments.book import NotBooked
from chalicelib.payments.clear_way import free_invoice
from chalicelib.payments.entity import Payment
from chalicelib.payments.make_payment import allocations, entry_of, language_of
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.schemas import CreditUse, StaffPaymentView
from chalicelib.payments.send_receipt import send_receipt
from chalicelib.tenants.take_number import take_number


def apply_credit(user: StaffUser, caller: Caller, invoice_id: str, request: CreditUse) -> StaffPaymentView:
    """Settle the invoice with credit: ``amount``, or as much as there is and is owed. Raises NoCredit, or Invalid above either.

    A payment that is under way online refuses it; one that waits is ended, and gives back the credit it reserved.
    """
    invoice = find_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    payment_id = _payment_id(user, caller, invoice, request)
    for turn in range(TRIES):
        known = store.get_payment(invoice.partition, payment_id)
        if known is not None:
            return StaffPaymentView.of(known)
        with lost_race(turn, rules.AlreadyBooked):
            return StaffPaymentView.of(_apply(user, invoice, payment_id, request.amount))
        invoice = find_for_staff(user.tenant_id, invoice_id)
    raise NotBooked


def _payment_id(user: StaffUser, caller: Caller, invoice: Invoice, request: CreditUse) -> str:
    """It follows from who asks and the Idempotency-Key; the body is touched first, so that what is wrong with it is said first."""
    parts = (user.tenant_id, user.staff_id, invoice.id, str(request.amount), caller.idempotency_key or "")
    raise_deferred()
    return ids.derived_id("pay", datetime.fromisoformat(invoice.created_at), *parts)


def _apply(user: StaffUser, invoice: Invoice, payment_id: str, wanted: int | None) -> Payment:
    check_is_owed(invoice)
    invoice = free_invoice(user, user.merchant, invoice)
    there = find_customer(user.tenant_id, invoice.customer_id).credit.get(invoice.currency, 0)
    amount = _amount(invoice, there, wanted)
    with transaction() as tx:
        number = rules.payment_number(take_number(tx, invoice.tenant_id, "payment"))
        payment = _payment(user, invoice, payment_id, amount).model_copy(update={"number": number})
        store.ledger.add(tx, entry_of(payment), rules.AlreadyBooked())
        store.payments.add(tx, payment)
        settlement = Settlement(payment_id=payment.id, date=str(payment.date), method="credit", amount=amount)
        settle_invoice(tx, invoice, [settlement], payment.date)
        receive_payment(tx, invoice.tenant_id, invoice.customer_id, invoice.currency, settled=amount, credited=-amount)
        changes: dict[str, str | int | bool | None] = {
            "invoice": invoice.id,
            "amount": amount,
            "currency": invoice.currency,
        }
        record_change(tx, user, "credit.applied", payment.id, customer_id=invoice.customer_id, changes=changes)
        send_receipt(tx, user.merchant, payment)
    return payment


def _amount(invoice: Invoice, there: int, wanted: int | None) -> int:
    most = min(there, invoice.balance)
    if wanted is None and most <= 0:
        raise rules.NoCredit
    if wanted is not None and wanted > most:
        raise Invalid([("amount", f"Please enter at most {format_money(most, invoice.currency, 'en')}.")])
    return wanted or most


def _payment(user: StaffUser, invoice: Invoice, payment_id: str, amount: int) -> Payment:
    return Payment(
        tenant_id=invoice.tenant_id,
        customer_id=invoice.customer_id,
        id=payment_id,
        number="",
        date=clock.today(user.merchant.organization.timezone),
        method="credit",
        amount=amount,
        currency=invoice.currency,
        invoices=allocations([invoice], [amount]),
        recorded_by=user.staff_id,
        language=language_of(user.merchant, invoice),
        document_key=f"receipts/{ids.short_code(32)}.pdf",
        created_at=clock.stamp(clock.now()),
    )
