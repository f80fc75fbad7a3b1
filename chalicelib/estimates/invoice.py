"""Staff make an invoice of an accepted estimate."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.estimates import rules, store
from chalicelib.estimates.find import find_for_staff
from chalicelib.estimates.invoice_of import draft_of
from chalicelib.invoices.keep_draft import keep_draft
from chalicelib.invoices.schemas import InvoiceDetail
from chalicelib.invoices.today import today_of


def invoice_estimate(user: StaffUser, estimate_id: str) -> InvoiceDetail:
    """A draft of the invoice, with the estimate's lines. Raises EstimateState unless it was accepted and has none."""
    estimate = find_for_staff(user, estimate_id)
    user.must_be("accountant")
    raise_deferred()
    today = today_of(user.merchant)
    rules.check_accepted(estimate, today)
    customer = find_customer(user.tenant_id, estimate.customer_id)
    draft = draft_of(estimate, user.merchant, customer, today)
    with transaction() as tx:
        store.table.save(tx, estimate.model_copy(update={"status": "invoiced", "invoice_id": draft.id}))
        keep_draft(tx, user, customer, draft)
        changes: dict[str, str | int | bool | None] = {"invoice": draft.id}
        record_change(tx, user, "estimate.invoiced", estimate.id, customer_id=customer.id, changes=changes)
    return InvoiceDetail.of(draft, user, today)
