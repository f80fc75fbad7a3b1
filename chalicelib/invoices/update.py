"""Staff change a draft; what was sent is never changed."""

from typing import Any

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.invoices import rules, store
from chalicelib.invoices.drafts import check_dates, sums_of
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.schemas import InvoiceChange, InvoiceDetail
from chalicelib.invoices.today import today_of


def update_invoice(user: StaffUser, invoice_id: str, change: InvoiceChange) -> InvoiceDetail:
    """Change any of a draft's details. Raises InvoiceIssued for what was sent already."""
    draft = find_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    given = _given(change)
    changed = draft.model_copy(update={**given, **_sums(user, draft, change)})
    if draft.status != "draft":
        raise rules.InvoiceIssued
    check_dates(changed.issue_date if changed.date_chosen else None, changed.due_date)
    if given:
        with transaction() as tx:
            store.table.save(tx, changed)
            fields = ", ".join(sorted(change.model_fields_set))
            record_change(
                tx, user, "invoice.edited", draft.id, customer_id=draft.customer_id, changes={"fields": fields}
            )
    return InvoiceDetail.of(changed, user, today_of(user.merchant))


def _given(change: InvoiceChange) -> dict[str, Any]:
    values = {name: getattr(change, name) for name in change.model_fields_set}
    given = {name: value for name, value in values.items() if value is not None}
    return {**given, "date_chosen": True} if "issue_date" in given else given


def _sums(user: StaffUser, draft: Invoice, change: InvoiceChange) -> dict[str, Any]:
    if change.lines is None:
        return {}
    return sums_of(change.lines, user.merchant, find_customer(user.tenant_id, draft.customer_id))
