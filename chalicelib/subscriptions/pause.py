"""Staff pause a subscription: no further term begins until it is resumed."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.today import today_of
from chalicelib.subscriptions import emails, rules, store
from chalicelib.subscriptions.find import find_for_staff
from chalicelib.subscriptions.schemas import SubscriptionDetail
from chalicelib.subscriptions.tell import tell


def pause_subscription(user: StaffUser, subscription_id: str) -> SubscriptionDetail:
    """Pause it; what is paid for runs on. Raises SubscriptionEnded, CancellationScheduled, SubscriptionPaused."""
    one = find_for_staff(user, subscription_id)
    user.must_be("admin")
    raise_deferred()
    paused = rules.pause(one, clock.stamp(clock.now()), user.kind)
    readers = find_readers(find_customer(user.tenant_id, one.customer_id))
    with transaction() as tx:
        store.table.save(tx, paused)
        record_change(tx, user, "subscription.paused", one.id, customer_id=one.customer_id)
        tell(tx, user, readers, emails.write_paused, paused)
    return SubscriptionDetail.of(paused, user, today_of(user.merchant))
