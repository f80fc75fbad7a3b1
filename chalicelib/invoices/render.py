"""The document of an invoice is rendered and kept, once; doing it again gives the same bytes."""

import hashlib

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.pdf import render_invoice
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import partition
from chalicelib.invoices import store
from chalicelib.invoices.entity import Invoice, WholeInvoice
from chalicelib.invoices.paper import paper_of

_TRIES = 5


def render_invoice_document(tenant_id: str, customer_id: str, invoice_id: str) -> None:
    """Render the file, keep it under its key, then note its SHA-256: what a row refers to is always there (I12)."""
    pk = partition(tenant_id, customer_id)
    invoice = store.get_whole(pk, invoice_id)
    if invoice is None or invoice.document_key is None or invoice.sha256:
        return
    content = render_invoice(paper_of(invoice, _logo(invoice)))
    object_store.keep(invoice.document_key, content, "application/pdf")
    _note(pk, invoice, hashlib.sha256(content).hexdigest())


def _logo(invoice: WholeInvoice) -> bytes | None:
    key = invoice.snapshot.logo_key if invoice.snapshot else None
    return object_store.find_public(key) if key else None


def _note(pk: str, invoice: Invoice, sha256: str) -> None:
    """A payment or a view at the same moment moves the version: then it is noted on what that left."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            with transaction() as tx:
                store.table.save(tx, invoice.model_copy(update={"sha256": sha256}))
        except Conflict:
            found = store.get(pk, invoice.id)
            if found is None or found.sha256:
                return
            if not left:
                raise
            invoice = found
        else:
            return
