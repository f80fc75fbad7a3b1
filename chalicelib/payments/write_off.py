"""Staff give up on what an invoice still owes."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.totals import change_outstanding
from chalicelib.invoices.entity import Settlement
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.rules import check_is_owed
from chalicelib.invoices.schemas import InvoiceDetail
from chalicelib.invoices.settle import forgive
from chalicelib.payments import rules, store
from chalicelib.payments.clear_way import free_invoice
from chalicelib.payments.closing import closing_entry
from chalicelib.payments.schemas import WriteOff


def write_off_invoice(user: StaffUser, invoice_id: str, request: WriteOff) -> InvoiceDetail:
    """Write off the whole balance; the invoice counts as settled. An open payment page is ended first, a payment under way refuses."""
    whole = find_whole_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    reason = request.reason
    raise_deferred()
    check_is_owed(whole)
    invoice = free_invoice(user, user.merchant, whole)
    today = clock.today(user.merchant.organization.timezone)
    with transaction() as tx:
        # Once for each generation of the invoice: one that was re-opened may be written off again.
        key = f"write_off#{invoice.id}#{invoice.generation}"
        entry = closing_entry(user, invoice, "write_off", "write_off", key, reason)
        store.ledger.add(tx, entry, rules.AlreadyBooked())
        settlement = Settlement(
            payment_id=ids.new_id("wof"), date=str(today), method="write_off", amount=invoice.balance
        )
        kept = forgive(tx, invoice, settlement, today)
        change_outstanding(tx, user.tenant_id, invoice.customer_id, invoice.currency, -invoice.balance)
        changes: dict[str, str | int | bool | None] = {"amount": invoice.balance, "currency": invoice.currency}
        record_change(tx, user, "invoice.written_off", invoice.id, customer_id=invoice.customer_id, changes=changes)
    return InvoiceDetail.of(whole.now(kept), user, today)
