"""What the gateway says of a setup is kept and carried out, whoever heard of it: an event, or the reconciler."""

from datetime import datetime

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import Actor
from chalicelib.gateway import ask
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payment_methods.find import find_current_method, find_replaced_methods
from chalicelib.payment_methods.replace import replace_method
from chalicelib.payment_methods.save import can_be_saved, save_payment_method
from chalicelib.payments.book import NotBooked
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.rules import FIRST_CHECK
from chalicelib.setups import rules, store
from chalicelib.setups.entity import Setup
from chalicelib.setups.tell import tell_of_method
from chalicelib.subscriptions.move_method import move_subscriptions


def settle_setup(actor: Actor, pk: str, setup_id: str) -> Setup:
    """Ask the gateway what became of it and do what is left to do, any number of times. Raises NotFound; NotBooked: ask again.

    The new method is kept in one transaction with the end of the old one; then what the old one pays for moves, and only then the
    gateway forgets it: at no moment a live subscription stands without a method.
    """
    for turn in range(TRIES):
        one = store.get(pk, setup_id)
        if one is None:
            raise NotFound
        with lost_race(turn, rules.SetupChanged):
            if one.state == "open":
                one = _hear(actor, one)
            return _see_to_the_old(actor, one) if one.state == "saved" else one
    raise NotBooked


def _hear(actor: Actor, one: Setup) -> Setup:
    if one.gateway_id is None:
        age = clock.now() - datetime.fromisoformat(one.created_at)
        return _keep(actor, one, one.model_copy(update={"state": "expired"})) if age > FIRST_CHECK else one
    state = ask.find_setup(one.tenant_id, one.gateway_id)
    if state.status == "completed":
        if state.method is None or not can_be_saved(one.partition, state.method):
            return _keep(actor, one, one.model_copy(update={"state": "failed"}))
        return _keep(actor, one, one.model_copy(update={"state": "saved", "method": state.method}))
    return _keep(actor, one, one.model_copy(update={"state": "expired"})) if state.status == "expired" else one


def _keep(actor: Actor, one: Setup, heard: Setup) -> Setup:
    with transaction() as tx:
        store.table.save(tx, heard, rules.SetupChanged())
        if heard.method:
            old = find_current_method(one.partition, one.replaces) if one.replaces else None
            new = replace_method(tx, old, heard.method) if old else _add(tx, heard, heard.method)
            if new:
                tell_of_method(tx, one, new, old)
        action = f"payment_method.{'replaced' if one.replaces and heard.method else heard.state}"
        record_change(tx, actor, action, one.id, customer_id=one.customer_id)
    return heard.model_copy(update={"version": one.version + 1})


def _add(tx: Transaction, one: Setup, face: SavedMethod) -> PaymentMethod | None:
    return save_payment_method(tx, one.tenant_id, one.customer_id, face)


def _see_to_the_old(actor: Actor, one: Setup) -> Setup:
    for old in find_replaced_methods(one.partition, one.replaces) if one.replaces else []:
        move_subscriptions(actor, one.partition, old.id)
        ask.detach_method(one.tenant_id, old.gateway_id)
    done = one.model_copy(update={"state": "complete", "ask": {}})
    with transaction() as tx:
        store.table.save(tx, done, rules.SetupChanged())
        record_change(tx, actor, "payment_method.setup_complete", one.id, customer_id=one.customer_id)
    return done.model_copy(update={"version": one.version + 1})
