"""The file of an invoice: ordered once, then handed out by links that live for a minute."""

from datetime import timedelta

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.answer import Answer
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.invoices import store
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.paper import filename_of
from chalicelib.invoices.rules import AnyInvoice
from chalicelib.invoices.schemas import DocumentLink, Rendering
from chalicelib.outbox.add import add_rendering

RETRY_SECONDS = 2


def new_document_key() -> str:
    """A random place for a file: nobody can guess it, and nothing of the invoice stands in it (V24)."""
    return f"invoices/{ids.new_secret()}.pdf"


def order(tx: Transaction, invoice: Invoice) -> None:
    """Have the file rendered once ``tx`` is kept."""
    add_rendering(tx, invoice.tenant_id, invoice.customer_id, {"invoice_id": invoice.id})


def with_document(tx: Transaction, invoice: AnyInvoice) -> AnyInvoice:
    """The issued invoice with a place for its file; one that never had any is kept with it in ``tx``, and its file ordered."""
    if invoice.document_key:
        return invoice
    placed = invoice.model_copy(update={"document_key": new_document_key()})
    store.table.save(tx, placed)
    order(tx, placed)
    return placed


def hand_out(user: PortalUser | StaffUser, invoice: Invoice) -> Answer[DocumentLink | Rendering]:
    """A link to the file, or 202 while it is being made; one that was never asked for is ordered now."""
    if invoice.document_key and invoice.sha256:
        return Answer(_link(invoice.document_key, invoice.sha256, filename_of(invoice, "pdf")))
    if not invoice.document_key:
        _order_first(user, invoice)
    return Answer(Rendering(), status=202, headers={"Retry-After": str(RETRY_SECONDS)})


def _order_first(user: PortalUser | StaffUser, invoice: Invoice) -> None:
    try:
        with transaction() as tx:
            with_document(tx, invoice)
            record_change(tx, user, "invoice.document_ordered", invoice.id, customer_id=invoice.customer_id)
    except Conflict:
        return  # somebody ordered it, or paid, at this very moment: the next question will tell


def _link(key: str, sha256: str, filename: str) -> DocumentLink:
    expires = clock.now() + timedelta(seconds=object_store.LINK_SECONDS)
    return DocumentLink(url=object_store.link(key, filename), sha256=sha256, expires_at=clock.stamp(expires))
