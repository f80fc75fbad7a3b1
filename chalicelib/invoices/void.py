"""An invoice is voided: it keeps its number and its document, and nothing is owed on it any more."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import StaffUser
from chalicelib.customers.totals import change_outstanding
from chalicelib.invoices import rules, store
from chalicelib.invoices.entity import Invoice


def void_unpaid(tx: Transaction, user: StaffUser, invoice: Invoice) -> Invoice:
    """Void an issued invoice that nobody paid or is paying: staff ask for it in payments, where an open page is ended first and
    the ledger's row is written beside it.

    Raises InvoiceHasPayments, PaymentPending and their kin; the commit raises Conflict if the invoice changed since it was read.
    """
    rules.check_may_void(invoice)
    voided = invoice.model_copy(
        update={"status": "void", "voided_at": clock.stamp(clock.now()), "generation": invoice.generation + 1}
    )
    store.table.save(tx, voided)
    change_outstanding(tx, user.tenant_id, invoice.customer_id, invoice.currency, -invoice.balance)
    record_change(tx, user, "invoice.voided", invoice.id, customer_id=invoice.customer_id)
    return voided
