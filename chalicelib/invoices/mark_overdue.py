"""Invoices become overdue when their day has passed where the merchant is."""

import logging
from collections.abc import Iterator
from datetime import date

from chalicelib.adapters.dynamodb import Slot, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.identity import Machine
from chalicelib.invoices import rules, store
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.today import today_of
from chalicelib.tenants.find import find_merchant

_log = logging.getLogger("portal.invoices")
_PAGE = 100


def mark_overdue_invoices(request_id: str) -> None:
    """Mark every open invoice that is past due by its merchant's calendar. What a payment changes meanwhile is left to it.

    Marked invoices leave the index, so that a run which ends early is continued by the next one.
    """
    calendar: dict[str, date | None] = {}
    for invoice in _past_due_somewhere():
        if invoice.tenant_id not in calendar:
            calendar[invoice.tenant_id] = _today_at(invoice.tenant_id)
        today = calendar[invoice.tenant_id]
        if today is not None:
            _mark(invoice, today, request_id)


def _today_at(tenant_id: str) -> date | None:
    """None for a merchant that is gone: its rows must not keep all others from being marked."""
    try:
        return today_of(find_merchant(tenant_id))
    except NotFound:
        _log.error("invoices without a merchant", extra={"fields": {"tenant": tenant_id}})
        return None


def _past_due_somewhere() -> Iterator[Invoice]:
    latest = clock.latest_today()
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
