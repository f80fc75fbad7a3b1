"""Staff change a subscription to another plan or quantity, at once or from its next term on."""

from datetime import date

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import StaffUser
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.invoices.issue import issue_invoice
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions import emails, rules, store
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.find import find_for_staff
from chalicelib.subscriptions.schemas import ChangeRequest, SubscriptionDetail
from chalicelib.subscriptions.tell import tell
from chalicelib.subscriptions.term_invoice import draft_of_change
from chalicelib.subscriptions.wish import wanted_by


def change_subscription(user: StaffUser, subscription_id: str, request: ChangeRequest) -> SubscriptionDetail:
    """Change it; what the rest of the term costs more is invoiced in the same transaction.

    Raises Invalid, SubscriptionEnded, CancellationScheduled, SubscriptionPaused, NothingChanges, BuyerTaxIdMissing.
    """
    one = find_for_staff(user, subscription_id)
    user.must_be("admin")
    today, wanted = today_of(user.merchant), wanted_by(one, request)
    changed = rules.change(one, wanted, request.when, clock.stamp(clock.now()), user.kind)
    owed = rules.owed_now(one, wanted, today) if request.when == "now" else 0
    customer = find_customer(user.tenant_id, one.customer_id)
    if owed:
        changed = _bill(user, customer, one, changed, owed, today)
    else:
        with transaction() as tx:
            _keep(tx, user, customer, changed)
    return SubscriptionDetail.of(changed, user, today)


def _bill(
    user: StaffUser, customer: Customer, one: Subscription, changed: Subscription, owed: int, today: date
) -> Subscription:
    """A charge that is under way for the term goes on as it is; what this adds is then left to the client."""
    draft = draft_of_change(one, changed, owed, user.merchant, customer, today)
    billed = changed if one.collecting else rules.after_billing(changed, draft.id, draft.total, today)
    kept = billed.model_copy(update={"setup_fee": one.setup_fee})
    readers = find_readers(customer)
    issue_invoice(user, user.merchant, customer, draft, readers, lambda tx: _keep(tx, user, customer, kept))
    return kept


def _keep(tx: Transaction, user: StaffUser, customer: Customer, changed: Subscription) -> None:
    store.table.save(tx, changed)
    next_one = changed.pending or changed.agreed
    changes: dict[str, str | int | bool | None] = {"plan": next_one.plan_code, "quantity": next_one.quantity}
    action = f"subscription.{changed.history[-1].event}"
    record_change(tx, user, action, changed.id, customer_id=changed.customer_id, changes=changes)
    tell(tx, user, find_readers(customer), emails.write_changed, changed)
