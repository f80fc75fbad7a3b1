"""Staff resume a subscription that was paused."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.invoices.issue import issue_invoice
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions import emails, rules, store
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.find import find_for_staff
from chalicelib.subscriptions.schemas import SubscriptionDetail
from chalicelib.subscriptions.tell import tell
from chalicelib.subscriptions.term_invoice import draft_of_term


def resume_subscription(user: StaffUser, subscription_id: str) -> SubscriptionDetail:
    """Let terms begin again; one that begins today is invoiced in the same transaction.

    Raises SubscriptionEnded, CancellationScheduled, NotPaused, BuyerTaxIdMissing.
    """
    one = find_for_staff(user, subscription_id)
    user.must_be("admin")
    raise_deferred()
    today = today_of(user.merchant)
    resumed = rules.resume(one, today, clock.stamp(clock.now()), user.kind)
    customer = find_customer(user.tenant_id, one.customer_id)
    readers = find_readers(customer)

    def keep(tx: Transaction, kept: Subscription) -> None:
        store.table.save(tx, kept)
        record_change(tx, user, "subscription.resumed", one.id, customer_id=one.customer_id)
        tell(tx, user, readers, emails.write_resumed, kept)

    if resumed.next_billing_date and resumed.next_billing_date > today:
        with transaction() as tx:
            keep(tx, resumed)
        return SubscriptionDetail.of(resumed, user, today)
    renewed = rules.next_term(resumed)
    draft = draft_of_term(renewed, user.merchant, customer, today)
    billed = rules.after_billing(renewed, draft.id, draft.total, today)
    issue_invoice(user, user.merchant, customer, draft, readers, lambda tx: keep(tx, billed))
    return SubscriptionDetail.of(billed, user, today)
