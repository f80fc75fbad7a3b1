"""Staff look at one invoice or draft."""

from chalicelib.core.identity import StaffUser
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.schemas import InvoiceDetail
from chalicelib.invoices.today import today_of


def show_invoice_to_staff(user: StaffUser, invoice_id: str) -> InvoiceDetail:
    """One invoice or draft with its lines, taxes and payments."""
    return InvoiceDetail.of(find_whole_for_staff(user.tenant_id, invoice_id), user, today_of(user.merchant))
