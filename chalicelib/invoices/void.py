"""Staff void an invoice: it keeps its number and its document, and nothing is owed on it any more."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.totals import change_outstanding
from chalicelib.invoices import rules, store
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.schemas import InvoiceDetail
from chalicelib.invoices.today import today_of


def void_invoice(user: StaffUser, invoice_id: str) -> InvoiceDetail:
    """Void an issued invoice that nobody paid or is paying. Raises InvoiceHasPayments, PaymentPending and their kin."""
    invoice = find_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    raise_deferred()
    rules.check_may_void(invoice)
    voided = invoice.model_copy(
        update={"status": "void", "voided_at": clock.stamp(clock.now()), "generation": invoice.generation + 1}
    )
    with transaction() as tx:
        store.table.save(tx, voided)
        change_outstanding(tx, user.tenant_id, invoice.customer_id, invoice.currency, -invoice.balance)
        record_change(tx, user, "invoice.voided", invoice.id, customer_id=invoice.customer_id)
    return InvoiceDetail.of(voided, user, today_of(user.merchant))
