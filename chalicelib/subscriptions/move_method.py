"""A client replaced a payment method: what it paid for goes on with the one in its place."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import Actor
from chalicelib.payment_methods.find import find_current_method
from chalicelib.subscriptions import store


def move_subscriptions(actor: Actor, pk: str, old_id: str) -> None:
    """Every subscription that has not ended and names the old method names the new one. Raises Conflict after a lost race.

    One that begins at this very moment keeps the old name, which leads to the new method all the same.
    """
    new = find_current_method(pk, old_id)
    for one in store.stream(pk) if new else ():
        if new and one.payment_method_id == old_id and not one.has_ended:
            with transaction() as tx:
                store.table.save(tx, one.model_copy(update={"payment_method_id": new.id}))
                record_change(tx, actor, "subscription.method_replaced", one.id, customer_id=one.customer_id)
