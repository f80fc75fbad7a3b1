"""Staff void an invoice: the gateway's page on which somebody might still pay it is ended first.

It lies here and not in invoices, because only payments knows the attempts, and invoices stands a floor below.
"""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.rules import check_nothing_paid
from chalicelib.invoices.schemas import InvoiceDetail
from chalicelib.invoices.today import today_of
from chalicelib.invoices.void import void_unpaid
from chalicelib.payments import rules, store
from chalicelib.payments.clear_way import free_invoice
from chalicelib.payments.closing import closing_entry
from chalicelib.payments.races import TRIES, lost_race


def void_invoice(user: StaffUser, invoice_id: str) -> InvoiceDetail:
    """Void an issued invoice on which nothing was paid. Raises InvoiceHasPayments, PaidMeanwhile, and PaymentPending while the
    bank works on a payment."""
    invoice = find_whole_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    raise_deferred()
    for turn in range(TRIES):
        with lost_race(turn):
            return InvoiceDetail.of(invoice.now(_void(user, invoice)), user, today_of(user.merchant))
        invoice = find_whole_for_staff(user.tenant_id, invoice_id)
    raise rules.PaymentPending


def _void(user: StaffUser, invoice: Invoice) -> Invoice:
    """A page is ended only for an invoice that can be voided then. Whoever begins to pay in between changes the invoice."""
    check_nothing_paid(invoice)
    invoice = free_invoice(user, user.merchant, invoice)
    with transaction() as tx:
        voided = void_unpaid(tx, user, invoice)
        # The reverse of what issuing the invoice made owed.
        entry = closing_entry(user, invoice, "void", "voided", f"void#{invoice.id}")
        store.ledger.add(tx, entry, rules.AlreadyBooked())
    return voided
