"""A client looks at one invoice; that alone does not count as having seen it."""

from chalicelib.core.identity import PortalUser
from chalicelib.invoices.find import find_whole
from chalicelib.invoices.schemas import InvoiceDetail
from chalicelib.invoices.today import today_of


def show_invoice(user: PortalUser, invoice_id: str) -> InvoiceDetail:
    """One invoice with its lines, taxes and payments."""
    return InvoiceDetail.of(find_whole(user.partition, invoice_id), user, today_of(user.merchant))
