"""The saved method pays the newest invoice of a subscription; what it does not pay is tried again, or waits for the client."""

from datetime import date

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import Machine
from chalicelib.core.portal import Merchant
from chalicelib.invoices.find import find_invoice
from chalicelib.payments.charge_invoice import charge_invoice
from chalicelib.subscriptions import rules, store
from chalicelib.subscriptions.entity import Collection, Subscription


def collect(actor: Machine, merchant: Merchant, one: Subscription, open_one: Collection, today: date) -> bool:
    """Charge, or see whether the invoice was settled otherwise; whether anything changed.

    The attempt is kept before the gateway is asked, and found again by its turn: whatever is lost on the way, nothing is charged
    twice. Raises Unavailable while the outcome is unknown, Conflict after a lost race; the next waking goes on.
    """
    state = None
    if open_one.next_on and open_one.next_on <= today:
        method_id = one.payment_method_id or ""
        state = charge_invoice(actor, merchant, one.customer_id, open_one.invoice_id, method_id, open_one.turn)
        if state not in (None, "pending", "succeeded"):
            _note(actor, one, rules.charge_failed(one, today, clock.stamp(clock.now())), "subscription.charge_failed")
            return True
    if state == "succeeded" or not find_invoice(one.partition, open_one.invoice_id).is_open:
        _note(actor, one, rules.collected(one, clock.stamp(clock.now())), "subscription.collected")
        return True
    return False


def _note(actor: Machine, one: Subscription, changed: Subscription, action: str) -> None:
    assert one.collecting
    with transaction() as tx:
        store.table.save(tx, changed)
        changes: dict[str, str | int | bool | None] = {
            "invoice": one.collecting.invoice_id,
            "turn": one.collecting.turn,
        }
        record_change(tx, actor, action, one.id, customer_id=one.customer_id, changes=changes)
