"""A client changes their mind before a scheduled cancellation happens."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import PortalUser
from chalicelib.invoices.emails import Reader
from chalicelib.invoices.today import today_of
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings
from chalicelib.subscriptions import emails, rules, store
from chalicelib.subscriptions.find import find_own
from chalicelib.subscriptions.schemas import SubscriptionDetail


def undo_cancellation(user: PortalUser, subscription_id: str) -> SubscriptionDetail:
    """Let the subscription go on. Raises NothingScheduled, SubscriptionEnded once its last day has passed."""
    one = find_own(user, subscription_id)
    user.must_be("owner")
    raise_deferred()
    today = today_of(user.merchant)
    rules.check_not_over(one, today)
    resumed = rules.undo(one, clock.stamp(clock.now()), user.kind)
    with transaction() as tx:
        store.table.save(tx, resumed)
        record_change(tx, user, "subscription.cancellation_undone", one.id)
        reader = Reader(user.email, user.name, user.language)
        add_mail(
            tx,
            user.merchant,
            emails.write_undone(user.merchant, reader, resumed, settings().site_of(user.tenant_id)),
            one.customer_id,
        )
        if user.settings.notify_staff_of_activity:
            add_mail(tx, user.merchant, emails.tell_merchant(user, resumed, settings().site_url))
    return SubscriptionDetail.of(resumed, user, today)
