"""A subscription begins: what is agreed, what is due today, and both kept in one transaction."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.customers.entity import Customer
from chalicelib.customers.totals import mark_in_use
from chalicelib.invoices.emails import Reader
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.issue import issue_invoice
from chalicelib.plans.entity import Plan
from chalicelib.subscriptions import rules, store
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.term_invoice import draft_of_term


def agree(
    subscription_id: str, plan: Plan, customer: Customer, quantity: int, start: date, today: date, *,
    collection: Literal["online", "offline"], method_id: str | None, by: str,
) -> Subscription:  # fmt: skip
    """The subscription before its first bill, kept nowhere yet: it has the plan's terms of now, whatever becomes of the plan."""
    agreed = plan.model_dump(include={"amount", "currency", "tax_rate", "setup_fee", "interval", "interval_count"})
    one = Subscription(
        tenant_id=plan.tenant_id,
        customer_id=customer.id,
        id=subscription_id,
        plan_code=plan.code,
        plan_name=plan.name,
        quantity=quantity,
        status="live",
        created_at=clock.stamp(clock.now()),
        anchor=start,
        current_term_start=start,
        current_term_end=start,
        collection=collection,
        payment_method_id=method_id,
        **agreed,
    )
    return _first_state(rules.with_event(one, "started", one.created_at, by), plan.trial_days, today)


def first_bill(
    one: Subscription, merchant: Merchant, customer: Customer, today: date
) -> tuple[Subscription, WholeInvoice] | None:
    """The subscription in its first term and the draft of what is due today, kept nowhere yet; None: nothing is due."""
    if one.next_billing_date is None or one.next_billing_date > today:
        return None
    billed = rules.in_term(one, one.term + 1)
    return billed, draft_of_term(billed, merchant, customer, today)


def begin(
    actor: Actor,
    merchant: Merchant,
    customer: Customer,
    one: Subscription,
    today: date,
    readers: list[Reader],
    *,
    paid: bool = False,
    beside: Callable[[Transaction], None] | None = None,
) -> Subscription:
    """Keep what was agreed; what is due today is invoiced in the same transaction, and ``readers`` are told.

    ``paid``: the money of the first bill is there already, so the calendar need not charge it. ``beside`` keeps more with it.
    Raises BuyerTaxIdMissing, and Conflict if the subscription is there already.
    """
    due = first_bill(one, merchant, customer, today)
    if due is None:
        with transaction() as tx:
            mark_in_use(tx, customer)
            _keep(tx, actor, one, beside)
        return one
    billed, draft = due
    kept = rules.after_billing(billed, draft.id, 0 if paid else draft.total, today)

    def together(tx: Transaction) -> None:
        if not draft.total:
            mark_in_use(tx, customer)  # otherwise what is owed says so
        _keep(tx, actor, kept, beside)

    issue_invoice(actor, merchant, customer, draft, readers, together)
    return kept


def _first_state(one: Subscription, trial_days: int, today: date) -> Subscription:
    """In trial; or waiting for its first day; or, if it began before, ready to be billed for the term that has today in it."""
    start, charged_from = one.anchor, one.anchor + timedelta(days=trial_days)
    if trial_days and charged_from > today:
        last = charged_from - timedelta(days=1)
        return one.model_copy(
            update={
                "status": "trial",
                "trial": True,
                "anchor": charged_from,
                "current_term_start": start,
                "current_term_end": last,
                "next_billing_date": charged_from,
            }
        )
    one = one.model_copy(update={"anchor": charged_from})
    billed_elsewhere = rules.term_at(one, today) - 1
    first, last = rules.term_of(one, billed_elsewhere + 1)
    return one.model_copy(
        update={
            "term": billed_elsewhere,
            "setup_fee": 0 if billed_elsewhere >= 0 else one.setup_fee,
            "current_term_start": first,
            "current_term_end": last,
            "next_billing_date": first,
        }
    )


def _keep(tx: Transaction, actor: Actor, one: Subscription, beside: Callable[[Transaction], None] | None) -> None:
    store.table.add(tx, one)
    directory.enter(tx, one.tenant_id, one.id, one.customer_id)
    changes: dict[str, str | int | bool | None] = {"plan": one.plan_code, "quantity": one.quantity}
    record_change(tx, actor, "subscription.started", one.id, customer_id=one.customer_id, changes=changes)
    if beside:
        beside(tx)
