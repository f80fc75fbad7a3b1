"""Staff change a draft, or give it to another customer; what was sent is never changed."""

from typing import Any

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import mark_in_use
from chalicelib.invoices import rules, store
from chalicelib.invoices.drafts import again, check_dates, find_named_customer, sums_of
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.schemas import InvoiceChange, InvoiceDetail
from chalicelib.invoices.today import today_of


def update_invoice(user: StaffUser, invoice_id: str, change: InvoiceChange) -> InvoiceDetail:
    """Change any of a draft's details. Raises InvoiceIssued for what was sent already, DraftOfSubscription."""
    draft = find_whole_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    given = _given(change)
    receiver = _receiver(user, draft, change)
    changed = draft.model_copy(update={**given, **_sums(user, draft, change, receiver)})
    _check(draft, changed, receiver)
    if given:
        with transaction() as tx:
            _keep(tx, draft, changed, receiver)
            changes: dict[str, str | int | bool | None] = {"fields": ", ".join(sorted(change.model_fields_set))}
            if receiver:
                changes["from_customer"] = draft.customer_id
            record_change(tx, user, "invoice.edited", draft.id, customer_id=changed.customer_id, changes=changes)
    return InvoiceDetail.of(changed, user, today_of(user.merchant))


def _given(change: InvoiceChange) -> dict[str, Any]:
    values = {name: getattr(change, name) for name in change.model_fields_set}
    given = {name: value for name, value in values.items() if value is not None}
    return {**given, "date_chosen": True} if "issue_date" in given else given


def _receiver(user: StaffUser, draft: WholeInvoice, change: InvoiceChange) -> Customer | None:
    """The customer to whom the draft goes, None if it stays where it is."""
    if change.customer_id is None or change.customer_id == draft.customer_id:
        return None
    return find_named_customer(user.tenant_id, change.customer_id)


def _sums(user: StaffUser, draft: WholeInvoice, change: InvoiceChange, receiver: Customer | None) -> dict[str, Any]:
    """The names of the taxes are in the customer's language, so they follow the customer, too."""
    if change.lines is None and receiver is None:
        return {}
    lines = change.lines or again(draft.lines)
    return sums_of(lines, user.merchant, receiver or find_customer(user.tenant_id, draft.customer_id))


def _check(draft: WholeInvoice, changed: WholeInvoice, receiver: Customer | None) -> None:
    if draft.status != "draft":
        raise rules.InvoiceIssued
    if receiver and draft.subscription_id:
        raise rules.DraftOfSubscription
    check_dates(changed.issue_date if changed.date_chosen else None, changed.due_date)


def _keep(tx: Transaction, draft: WholeInvoice, changed: WholeInvoice, receiver: Customer | None) -> None:
    """The customer is half of the row's key, so for another customer the row moves, and the directory with it.

    A draft owes nothing and nobody but staff sees it, so neither sums nor documents have to follow.
    """
    if receiver is None:
        store.save_whole(tx, changed)
        return
    store.move_whole(tx, draft, changed)
    directory.change_customer(tx, draft.tenant_id, draft.id, receiver.id)
    mark_in_use(tx, receiver)
