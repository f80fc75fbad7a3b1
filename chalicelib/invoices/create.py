"""Staff write a draft of an invoice."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core import clock, ids
from chalicelib.core.identity import StaffUser
from chalicelib.invoices.drafts import check_dates, find_named_customer, sums_of
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.keep_draft import keep_draft
from chalicelib.invoices.schemas import InvoiceDetail, NewInvoice
from chalicelib.invoices.today import today_of


def create_invoice(user: StaffUser, request: NewInvoice) -> InvoiceDetail:
    """Write a draft. Raises Invalid for a customer that is not the merchant's."""
    user.must_be("accountant")
    customer = find_named_customer(user.tenant_id, request.customer_id)
    check_dates(request.issue_date, request.due_date)
    today = today_of(user.merchant)
    invoice = WholeInvoice(
        tenant_id=user.tenant_id,
        customer_id=customer.id,
        id=ids.new_id("inv"),
        issue_date=request.issue_date or today,
        date_chosen=request.issue_date is not None,
        created_at=clock.stamp(clock.now()),
        **request.model_dump(include={"due_date", "currency", "notes", "terms"}),
        **sums_of(request.lines, user.merchant, customer),
    )
    with transaction() as tx:
        keep_draft(tx, user, customer, invoice)
    return InvoiceDetail.of(invoice, user, today)
