"""What the gateway says of a checkout is kept and carried out, whoever heard of it: an event, or the reconciler."""

from datetime import datetime

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import Outcome
from chalicelib.audit.record import record_change
from chalicelib.checkouts import rules, store
from chalicelib.checkouts.carry_out import carry_out
from chalicelib.checkouts.entity import Checkout, Taken
from chalicelib.core import clock
from chalicelib.core.errors import NotFound
from chalicelib.core.fields import Day
from chalicelib.core.identity import Machine
from chalicelib.core.portal import Merchant
from chalicelib.gateway import ask
from chalicelib.invoices.today import today_of
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.book import NotBooked
from chalicelib.payments.conclude import ChargeDiffers
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.rules import FIRST_CHECK


def settle_checkout(actor: Machine, merchant: Merchant, checkout_id: str) -> Checkout:
    """Ask the gateway what became of it, keep that, and carry out what is paid; it may be asked any number of times.

    Nothing of an event is trusted but the id. Raises NotFound, ChargeDiffers with an alarm, NotBooked: ask again.
    """
    for turn in range(TRIES):
        one = store.get(actor.tenant_id, checkout_id)
        if one is None:
            raise NotFound
        with lost_race(turn, rules.CheckoutChanged):
            if one.state not in ("paid", "complete"):
                one = _keep(actor, one, _heard(one, today_of(merchant)))
            return carry_out(actor, merchant, one) if one.state == "paid" else one
    raise NotBooked


def _heard(one: Checkout, today: Day) -> Checkout:
    """The checkout as the gateway knows it; one that it never heard of is given up when nobody may still be asking."""
    if one.gateway_id is None and not one.pays:
        return _given_up(one)
    if not one.pays:
        state = ask.find_setup(one.tenant_id, one.gateway_id or "")
        if state.status == "completed":
            return rules.paid(one, Taken(method=state.method), today)
        return one.model_copy(update={"state": "expired"}) if state.status == "expired" else one
    outcome = ask.find_attempt(
        one.tenant_id,
        one.id,
        datetime.fromisoformat(one.created_at),
        gateway_id=one.gateway_id,
        gateway_customer=one.gateway_customer,
    )
    if outcome is None:
        return _given_up(one)
    _check(one, outcome)
    return rules.after(one, outcome, today)


def _given_up(one: Checkout) -> Checkout:
    age = clock.now() - datetime.fromisoformat(one.created_at)
    return one.model_copy(update={"state": "expired"}) if age > FIRST_CHECK else one


def _check(one: Checkout, outcome: Outcome) -> None:
    if (outcome.amount, outcome.currency) != (one.total, one.plan.currency):
        raise_alarm("payment.differs", one.tenant_id, checkout=one.id, asked=one.total, told=outcome.amount)
        raise ChargeDiffers


def _keep(actor: Machine, one: Checkout, heard: Checkout) -> Checkout:
    if heard == one:
        return one
    with transaction() as tx:
        store.table.save(tx, heard, rules.CheckoutChanged())
        record_change(tx, actor, f"checkout.{heard.state}", one.id)
    return heard.model_copy(update={"version": one.version + 1})
