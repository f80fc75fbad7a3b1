"""Staff look through the merchant's invoices."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import StaffUser, partition
from chalicelib.core.page import Page
from chalicelib.invoices.listing import Wanted, page_of_customer, page_of_tenant, statuses_of
from chalicelib.invoices.schemas import InvoiceView, StaffInvoiceQuery
from chalicelib.invoices.today import today_of


def browse_invoices_for_staff(user: StaffUser, query: StaffInvoiceQuery) -> Page[InvoiceView]:
    """The merchant's invoices and drafts, newest first: of one customer, or of all."""
    today = today_of(user.merchant)
    wanted = Wanted(statuses_of(query.status, drafts=True), today, query.plan)
    binding = (user.tenant_id, query.customer_id or "", "merchant/invoices", *wanted.binding)
    after = cursors.decode(query.cursor, *binding)
    if query.customer_id:
        found, after = page_of_customer(partition(user.tenant_id, query.customer_id), wanted, query.limit, after)
    else:
        found, after = page_of_tenant(user.tenant_id, wanted, query.limit, after)
    items = [InvoiceView.of(invoice, user, today) for invoice in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))
