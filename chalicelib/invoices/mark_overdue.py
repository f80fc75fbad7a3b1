"""Invoices become overdue when their day has passed where the merchant is."""

from datetime import date

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Machine
from chalicelib.invoices import rules, store
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.today import today_of
from chalicelib.tenants.find import Merchants


def mark_overdue_invoices(request_id: str) -> None:
    """Mark every open invoice that is past due by its merchant's calendar. What a payment changes meanwhile is left to it.

    Marked invoices leave the index, so that a run which ends early is continued by the next one.
    """
    merchants = Merchants("invoices")
    for invoice in store.stream_unmarked(clock.latest_today()):
        merchant = merchants[invoice.tenant_id]
        if merchant:
            _mark(invoice, today_of(merchant), request_id)


def _mark(invoice: Invoice, today: date, request_id: str) -> None:
    marked = rules.with_status(invoice, today)
    if marked.status != "overdue":
        return
    actor = Machine(invoice.tenant_id, "mark_overdue_invoices", request_id)
    try:
        with transaction() as tx:
            store.table.save(tx, marked)
            record_change(tx, actor, "invoice.became_overdue", invoice.id, customer_id=invoice.customer_id)
    except Conflict:
        return  # the index was a moment behind: what changed the invoice knew the day as well
