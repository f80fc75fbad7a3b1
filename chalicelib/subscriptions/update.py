"""Staff say how a subscription is paid from now on."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import StaffUser
from chalicelib.invoices.today import today_of
from chalicelib.payment_methods.find import check_named_method
from chalicelib.subscriptions import rules, store
from chalicelib.subscriptions.find import find_for_staff
from chalicelib.subscriptions.schemas import SubscriptionDetail, SubscriptionUpdate


def update_subscription(user: StaffUser, subscription_id: str, request: SubscriptionUpdate) -> SubscriptionDetail:
    """By a saved method or by the client, from the next charge on. Raises Invalid, SubscriptionEnded."""
    one = find_for_staff(user, subscription_id)
    user.must_be("admin")
    given = {name: getattr(request, name) for name in request.model_fields_set}
    given = {name: value for name, value in given.items() if value is not None or name == "payment_method_id"}
    method_id = given.get("payment_method_id")
    if method_id:
        check_named_method(one.partition, method_id, one.currency)
    if one.has_ended:
        raise rules.SubscriptionEnded
    changed = one.model_copy(update=given)
    if changed.collection == "offline" or not changed.payment_method_id:
        changed = rules.left_to_client(changed)
    if given:
        with transaction() as tx:
            store.table.save(tx, changed)
            changes: dict[str, str | int | bool | None] = {"fields": ", ".join(sorted(given))}
            record_change(tx, user, "subscription.updated", one.id, customer_id=one.customer_id, changes=changes)
    return SubscriptionDetail.of(changed, user, today_of(user.merchant))
