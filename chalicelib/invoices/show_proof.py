"""Anybody who holds the paper asks whether it is genuine."""

from chalicelib.adapters.limits import limit_lookups
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Caller
from chalicelib.invoices import store
from chalicelib.invoices.schemas import InvoiceProof
from chalicelib.tenants.find import find_by_portal_name


def show_invoice_proof(caller: Caller, portal: str, code: str) -> InvoiceProof:
    """What the genuine document says: number, date, amount, payee and the file's SHA-256; nothing personal."""
    limit_lookups(caller.address)
    merchant = find_by_portal_name(portal)
    found = store.find_by_code(merchant.tenant_id, code.replace("-", "").upper())
    invoice = store.get_whole(found.partition, found.id) if found else None
    if invoice is None or invoice.snapshot is None or invoice.number is None:
        raise NotFound
    seller = invoice.snapshot.seller
    return InvoiceProof(
        **invoice.model_dump(include={"issue_date", "currency", "total", "sha256"}),
        number=invoice.number,
        void=invoice.status == "void",
        payee=seller.name,
        payee_account=seller.account,
    )
