"""Staff download the document of an invoice."""

from chalicelib.core.answer import Answer
from chalicelib.core.identity import StaffUser
from chalicelib.invoices import rules
from chalicelib.invoices.document import hand_out
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.schemas import DocumentLink, Rendering


def download_invoice_for_staff(user: StaffUser, invoice_id: str) -> Answer[DocumentLink | Rendering]:
    """A link to the PDF that lives for a minute, or 202 while it is being made. Raises InvoiceNotIssued for a draft."""
    invoice = find_for_staff(user.tenant_id, invoice_id)
    if invoice.status == "draft":
        raise rules.InvoiceNotIssued
    return hand_out(user, invoice)
