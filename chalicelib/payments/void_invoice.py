"""Staff void an invoice: the gateway's page on which somebody might still pay it is ended first.

It lies here and not in invoices, because only payments knows the attempts, and invoices stands a floor below.
"""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import StaffUser
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.rules import check_nothing_paid
from chalicelib.invoices.schemas import InvoiceDetail
from chalicelib.invoices.today import today_of
from chalicelib.invoices.void import void_unpaid
from chalicelib.payments import rules, store
from chalicelib.payments.clear_way import free_invoice
from chalicelib.payments.entity import Allocation, LedgerEntry, Posting
from chalicelib.payments.races import TRIES, is_race, pause


def void_invoice(user: StaffUser, invoice_id: str) -> InvoiceDetail:
    """Void an issued invoice on which nothing was paid. Raises InvoiceHasPayments, PaidMeanwhile, and PaymentPending while the
    bank works on a payment."""
    invoice = find_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    raise_deferred()
    for turn in range(TRIES):
        try:
            return InvoiceDetail.of(_void(user, invoice), user, today_of(user.merchant))
        except Conflict as error:
            if not is_race(error):
                raise
        pause(turn)
        invoice = find_for_staff(user.tenant_id, invoice_id)
    raise rules.PaymentPending


def _void(user: StaffUser, invoice: Invoice) -> Invoice:
    """A page is ended only for an invoice that can be voided then. Whoever begins to pay in between changes the invoice."""
    check_nothing_paid(invoice)
    invoice = free_invoice(user, user.merchant, invoice)
    with transaction() as tx:
        voided = void_unpaid(tx, user, invoice)
        store.ledger.add(tx, _entry(user, invoice), rules.AlreadyBooked())
    return voided


def _entry(user: StaffUser, invoice: Invoice) -> LedgerEntry:
    """The reverse of what issuing the invoice made owed."""
    return LedgerEntry(
        tenant_id=invoice.tenant_id,
        customer_id=invoice.customer_id,
        key=f"void#{invoice.id}",
        kind="void",
        at=clock.stamp(clock.now()),
        date=today_of(user.merchant),
        amount=invoice.balance,
        currency=invoice.currency,
        postings=[
            Posting(account="voided", amount=invoice.balance),
            Posting(account="receivable", amount=-invoice.balance),
        ],
        allocations=[Allocation(invoice_id=invoice.id, number=invoice.number or "", amount=invoice.balance)],
    )
