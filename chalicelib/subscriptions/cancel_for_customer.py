"""Staff cancel a customer's subscription, or let it go on after all."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.today import today_of
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings
from chalicelib.subscriptions import emails, rules, store
from chalicelib.subscriptions.cancel import ending_of, keep_cancelled
from chalicelib.subscriptions.find import find_for_staff
from chalicelib.subscriptions.schemas import CancellationRequest, SubscriptionDetail


def cancel_for_customer(user: StaffUser, subscription_id: str, request: CancellationRequest) -> SubscriptionDetail:
    """Cancel now or at the end of the term, whatever the portal offers to clients; the customer's people are told.

    Raises SubscriptionEnded, CancellationScheduled.
    """
    one = find_for_staff(user, subscription_id)
    user.must_be("admin")
    ending, today = ending_of(request), today_of(user.merchant)
    rules.check_not_over(one, today)
    cancelled = rules.cancel(one, request.when, ending, today, user.kind)
    readers = find_readers(find_customer(user.tenant_id, one.customer_id))
    with transaction() as tx:
        keep_cancelled(tx, user, cancelled)
        for reader in readers:
            sheet = emails.write_cancelled(user.merchant, reader, cancelled, settings().site_of(user.tenant_id))
            add_mail(tx, user.merchant, sheet, one.customer_id)
    return SubscriptionDetail.of(cancelled, user, today)


def undo_for_customer(user: StaffUser, subscription_id: str) -> SubscriptionDetail:
    """Let the subscription go on. Raises NothingScheduled, SubscriptionEnded."""
    one = find_for_staff(user, subscription_id)
    user.must_be("admin")
    raise_deferred()
    today = today_of(user.merchant)
    rules.check_not_over(one, today)
    resumed = rules.undo(one, clock.stamp(clock.now()), user.kind)
    readers = find_readers(find_customer(user.tenant_id, one.customer_id))
    with transaction() as tx:
        store.table.save(tx, resumed)
        record_change(tx, user, "subscription.cancellation_undone", one.id, customer_id=one.customer_id)
        for reader in readers:
            sheet = emails.write_undone(user.merchant, reader, resumed, settings().site_of(user.tenant_id))
            add_mail(tx, user.merchant, sheet, one.customer_id)
    return SubscriptionDetail.of(resumed, user, today)
