"""A client downloads the document of an invoice."""

from chalicelib.core.answer import Answer
from chalicelib.core.identity import PortalUser
from chalicelib.invoices.document import hand_out
from chalicelib.invoices.find import find_invoice
from chalicelib.invoices.schemas import DocumentLink, Rendering


def download_invoice(user: PortalUser, invoice_id: str) -> Answer[DocumentLink | Rendering]:
    """A link to the PDF that lives for a minute, or 202 while it is being made."""
    return hand_out(user, find_invoice(user.partition, invoice_id))
