"""Staff subscribe a customer to a plan."""

from datetime import date, timedelta

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.errors import Invalid
from chalicelib.core.identity import StaffUser, partition
from chalicelib.customers.entity import Customer
from chalicelib.customers.totals import mark_in_use
from chalicelib.invoices.drafts import find_named_customer
from chalicelib.invoices.issue import issue_invoice
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.today import today_of
from chalicelib.payment_methods.find import find_payment_method
from chalicelib.plans.entity import Plan
from chalicelib.plans.find import find_plan
from chalicelib.subscriptions import rules, store
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.schemas import NewSubscription, SubscriptionDetail
from chalicelib.subscriptions.term_invoice import draft_of_term


def start_subscription(user: StaffUser, request: NewSubscription) -> SubscriptionDetail:
    """Subscribe a customer; what is due today is invoiced in the same transaction.

    Raises Invalid for a customer, plan or payment method that is not there, BuyerTaxIdMissing.
    """
    user.must_be("admin")
    customer = find_named_customer(user.tenant_id, request.customer_id)
    plan = find_plan(user.tenant_id, request.plan_code)
    if plan is None or not plan.active:
        raise Invalid([("plan_code", "There is no such plan on sale.")])
    _check_method(user.tenant_id, request)
    today = today_of(user.merchant)
    one = _first_state(_new(user, request, customer, plan, today), plan.trial_days, today)
    if one.next_billing_date is None or one.next_billing_date > today:
        with transaction() as tx:
            mark_in_use(tx, customer)
            _keep(tx, user, one)
        return SubscriptionDetail.of(one, user, today)
    billed = rules.in_term(one, one.term + 1)
    draft = draft_of_term(billed, user.merchant, customer, today)
    kept = rules.after_billing(billed, draft.id, draft.total, today)

    def beside(tx: Transaction) -> None:
        if not draft.total:
            mark_in_use(tx, customer)  # otherwise what is owed says so
        _keep(tx, user, kept)

    issue_invoice(user, user.merchant, customer, draft, find_readers(customer), beside)
    return SubscriptionDetail.of(kept, user, today)


def _check_method(tenant_id: str, request: NewSubscription) -> None:
    method_id = request.payment_method_id
    if method_id and find_payment_method(partition(tenant_id, request.customer_id), method_id) is None:
        raise Invalid([("payment_method_id", "This payment method is not known.")])


def _new(user: StaffUser, request: NewSubscription, customer: Customer, plan: Plan, today: date) -> Subscription:
    """Before its first term: nothing is billed yet."""
    start = request.start_date or today
    agreed = plan.model_dump(include={"amount", "currency", "tax_rate", "setup_fee", "interval", "interval_count"})
    one = Subscription(
        tenant_id=user.tenant_id,
        customer_id=customer.id,
        id=ids.new_id("sub"),
        plan_code=plan.code,
        plan_name=plan.name,
        quantity=request.quantity,
        status="live",
        created_at=clock.stamp(clock.now()),
        anchor=start,
        current_term_start=start,
        current_term_end=start,
        collection=request.collection,
        payment_method_id=request.payment_method_id,
        **agreed,
    )
    return rules.with_event(one, "started", one.created_at, user.kind)


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


def _keep(tx: Transaction, user: StaffUser, one: Subscription) -> None:
    store.table.add(tx, one)
    directory.enter(tx, user.tenant_id, one.id, one.customer_id)
    changes: dict[str, str | int | bool | None] = {"plan": one.plan_code, "quantity": one.quantity}
    record_change(tx, user, "subscription.started", one.id, customer_id=one.customer_id, changes=changes)
