"""A client cancels a subscription, now or at the end of its term."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import Actor, PortalUser
from chalicelib.invoices.emails import Reader
from chalicelib.invoices.today import today_of
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings
from chalicelib.subscriptions import emails, rules, store
from chalicelib.subscriptions.entity import Ending, Subscription
from chalicelib.subscriptions.find import find_own
from chalicelib.subscriptions.schemas import CancellationRequest, SubscriptionDetail


def cancel_subscription(user: PortalUser, subscription_id: str, request: CancellationRequest) -> SubscriptionDetail:
    """Cancel as the merchant's settings offer. Raises CancellationNotOffered, SubscriptionEnded, CancellationScheduled.

    Whoever cancels gets it in writing, and the merchant is told.
    """
    one = find_own(user, subscription_id)
    user.must_be("owner")
    rules.check_offered(user.settings.cancellation)
    rules.check_offered(user.settings.cancellation, request.when)
    today = today_of(user.merchant)
    rules.check_not_over(one, today)
    cancelled = rules.cancel(one, request.when, ending_of(request, user.contact_id), today, user.kind)
    with transaction() as tx:
        keep_cancelled(tx, user, cancelled)
        confirmation = emails.write_cancelled(
            user.merchant, Reader(user.email, user.name, user.language), cancelled, settings().site_of(user.tenant_id)
        )
        add_mail(tx, user.merchant, confirmation, cancelled.customer_id)
        if user.settings.notify_staff_of_activity:
            add_mail(tx, user.merchant, emails.tell_merchant(user, cancelled, settings().site_url))
    return SubscriptionDetail.of(cancelled, user, today)


def ending_of(request: CancellationRequest, contact_id: str | None = None) -> Ending:
    """What is kept of the request."""
    at = clock.stamp(clock.now())
    return Ending(reason=request.reason, comment=request.comment, contact_id=contact_id, at=at)


def keep_cancelled(tx: Transaction, actor: Actor, cancelled: Subscription) -> None:
    """Keep it with its audit row; the words of a comment are the subscription's own."""
    ending = cancelled.ending
    assert ending
    store.table.save(tx, cancelled)
    action = "subscription.cancelled" if cancelled.has_ended else "subscription.cancellation_scheduled"
    record_change(
        tx,
        actor,
        action,
        cancelled.id,
        customer_id=cancelled.customer_id,
        changes={"ends_on": str(cancelled.cancel_at), "reason": ending.reason},
    )
