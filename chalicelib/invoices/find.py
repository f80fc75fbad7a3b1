"""Finding invoices, for other slices and for this one's verbs."""

from datetime import date, timedelta
from typing import Any

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import Table, get_many
from chalicelib.core.errors import NotFound
from chalicelib.invoices import store
from chalicelib.invoices.entity import OPEN_STATUSES, Invoice, WholeInvoice


def find_invoice(pk: str, invoice_id: str) -> Invoice:
    """The issued invoice of the customer whose partition this is. Raises NotFound for a draft too: clients see none."""
    invoice = store.get(pk, invoice_id)
    if invoice is None or invoice.status == "draft":
        raise NotFound
    return invoice


def find_whole(pk: str, invoice_id: str) -> WholeInvoice:
    """The same with its lines, taxes and parties. Raises NotFound."""
    invoice = store.get_whole(pk, invoice_id)
    if invoice is None or invoice.status == "draft":
        raise NotFound
    return invoice


def invoice_key(pk: str, invoice_id: str) -> tuple[Table[Any], str, str | None]:
    """Where an invoice lies, for a reading of many things at once; whoever reads it sorts out drafts."""
    return store.table, pk, invoice_id


def find_invoices(pk: str, invoice_ids: list[str]) -> list[Invoice]:
    """Several issued invoices of the customer, in the order asked for. Raises NotFound if one is not there."""
    found = get_many([invoice_key(pk, invoice_id) for invoice_id in invoice_ids])
    if any(invoice is None or invoice.status == "draft" for invoice in found):
        raise NotFound
    return found


def find_issued_until(pk: str, until: date) -> list[Invoice]:
    """Every invoice of the customer that was issued by this day, void ones too, newest first."""
    return list(store.stream_issued(pk, str(until + timedelta(days=1)), 200))


def find_for_staff(tenant_id: str, invoice_id: str) -> Invoice:
    """The invoice or draft of this merchant. Raises NotFound."""
    return directory.find(tenant_id, invoice_id, store.get)


def find_whole_for_staff(tenant_id: str, invoice_id: str) -> WholeInvoice:
    """The same with its lines, taxes and parties. Raises NotFound."""
    return directory.find(tenant_id, invoice_id, store.get_whole)


def find_open_invoices(pk: str) -> list[Invoice]:
    """Everything of the customer that is still due, by due date; statuses as kept (rules.status_of says today's)."""
    return store.query_open(pk)


def find_open_of_tenant(tenant_id: str) -> list[Invoice]:
    """Everything that is still due to the merchant, in no order; a moment behind the table."""
    return [invoice for status in OPEN_STATUSES for invoice in store.stream_tenant_status(tenant_id, status, None, 200)]
