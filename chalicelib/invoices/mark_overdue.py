"""Invoices become overdue when their day has passed where the merchant is."""

from collections.abc import Iterator
from datetime import date

from chalicelib.adapters.dynamodb import Slot, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Machine
from chalicelib.invoices import rules, store
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.today import today_of
from chalicelib.tenants.find import find_merchant

_PAGE = 100
_FIRST_TO_SEE_A_DAY = "Pacific/Kiritimati"  # UTC+14: no merchant's calendar is further ahead


def mark_overdue_invoices(request_id: str) -> None:
    """Mark every open invoice that is past due by its merchant's calendar. What a payment changes meanwhile is left to it.

    Marked invoices leave the index, so that a run which ends early is continued by the next one.
    """
    calendar: dict[str, date] = {}
    for invoice in _past_due_somewhere():
        if invoice.tenant_id not in calendar:
            calendar[invoice.tenant_id] = today_of(find_merchant(invoice.tenant_id))
        _mark(invoice, calendar[invoice.tenant_id], request_id)


def _past_due_somewhere() -> Iterator[Invoice]:
    latest = clock.today(_FIRST_TO_SEE_A_DAY)
    for shard in range(store.SHARDS):
        after: Slot | None = None
        while True:
            found, after = store.page_unmarked(shard, latest, _PAGE, after)
            yield from found
            if after is None:
                break


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
