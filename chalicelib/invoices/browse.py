"""A client looks through the customer's invoices."""

from chalicelib.adapters import cursors
from chalicelib.core.identity import PortalUser
from chalicelib.core.page import Page
from chalicelib.invoices.listing import Wanted, page_of_customer, statuses_of
from chalicelib.invoices.schemas import InvoiceQuery, InvoiceView
from chalicelib.invoices.today import today_of


def browse_invoices(user: PortalUser, query: InvoiceQuery) -> Page[InvoiceView]:
    """The customer's invoices, newest first; drafts are nobody's business yet."""
    today = today_of(user.merchant)
    wanted = Wanted(statuses_of(query.status, drafts=False), today, query.plan, query.subscription)
    binding = (user.tenant_id, user.customer_id, "invoices", *wanted.binding)
    found, after = page_of_customer(user.partition, wanted, query.limit, cursors.decode(query.cursor, *binding))
    items = [InvoiceView.of(invoice, user, today) for invoice in found]
    return Page(items=items, next_cursor=cursors.encode(after, *binding))
