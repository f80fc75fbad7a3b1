"""The invoice that is made of an accepted estimate."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.core import clock, ids
from chalicelib.core.identity import PortalUser
from chalicelib.core.portal import Merchant
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import close_offer
from chalicelib.estimates import rules, store
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.invoices.drafts import DAYS_TO_PAY, again, sums_of
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.issue import issue_invoice
from chalicelib.invoices.keep_draft import keep_draft
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.rules import BuyerTaxIdMissing, check_buyer
from chalicelib.invoices.today import today_of

_Beside = Callable[[Transaction, WholeEstimate], None]


def draft_of(estimate: WholeEstimate, merchant: Merchant, customer: Customer, today: date) -> WholeInvoice:
    """The invoice of what was accepted, kept nowhere yet. Its id follows from the estimate, so there is never a second one."""
    one, answer = estimate.newest, estimate.answer
    assert answer, "only what was accepted is invoiced"
    return WholeInvoice(
        tenant_id=estimate.tenant_id,
        customer_id=estimate.customer_id,
        id=ids.derived_id("inv", datetime.fromisoformat(answer.at), estimate.tenant_id, estimate.id, str(one.revision)),
        issue_date=today,
        due_date=today + timedelta(days=DAYS_TO_PAY),
        currency=one.currency,
        notes=one.notes,
        terms=one.terms,
        created_at=clock.stamp(clock.now()),
        **sums_of(again(one.lines), merchant, customer),
    )


def keep_with_invoice(user: PortalUser, accepted: WholeEstimate, beside: _Beside) -> WholeEstimate:
    """Keep the acceptance, and in the same transaction the invoice that the merchant's setting asks for: none, a draft, or one
    that is sent. Raises Conflict if somebody answered meanwhile."""
    wanted = user.settings.invoice_on_acceptance
    if wanted == "none":
        return _keep(user, accepted, None, None, beside)
    customer = find_customer(user.tenant_id, user.customer_id)
    draft = draft_of(accepted, user.merchant, customer, today_of(user.merchant))
    if wanted == "draft" or _needs_staff(draft, customer):
        return _keep(user, accepted, draft, customer, beside)
    invoiced = accepted.model_copy(update={"status": "invoiced", "invoice_id": draft.id, "invoice_issued": True})

    def with_estimate(tx: Transaction) -> None:
        store.save_whole(tx, invoiced)
        beside(tx, invoiced)

    offer = rules.offer_key(accepted)
    issue_invoice(user, user.merchant, customer, draft, find_readers(customer), with_estimate, answered=offer)
    return invoiced


def _keep(
    user: PortalUser, accepted: WholeEstimate, draft: WholeInvoice | None, customer: Customer | None, beside: _Beside
) -> WholeEstimate:
    kept = accepted.model_copy(update={"status": "invoiced", "invoice_id": draft.id}) if draft else accepted
    with transaction() as tx:
        store.save_whole(tx, kept)
        close_offer(tx, user.tenant_id, user.customer_id, rules.offer_key(accepted))
        if draft and customer:
            keep_draft(tx, user, customer, draft)
        beside(tx, kept)
    return kept


def _needs_staff(draft: WholeInvoice, customer: Customer) -> bool:
    """Without its buyer's tax id an invoice under reverse charge cannot be sent: a client is not asked for it, staff are."""
    try:
        check_buyer(draft.lines, customer.tax_id)
    except BuyerTaxIdMissing:
        return True
    return False
