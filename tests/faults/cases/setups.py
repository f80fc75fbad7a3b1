"""Use cases of saved methods: a client replaces a card on the gateway's page, and the gateway tells of it."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.checkouts.reconcile import reconcile_checkouts
from chalicelib.gateway.open import driver_of
from chalicelib.payment_methods import store as methods
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.subscriptions.entity import Subscription
from tests.faults.cases.payments import Delivered, press
from tests.faults.harness import UseCase, World, audited
from tests.fixtures.gateway import KEY, Bank, Plug
from tests.fixtures.people import Actor, a_client, a_customer, a_tenant
from tests.fixtures.subscriptions import a_subscription, as_kept

PK = "ten_acme#cus_one"


@dataclass
class Given:
    """A subscription that a saved card pays for, and the page on which the next card is entered."""

    bank: Bank
    ada: Actor
    old: PaymentMethod
    live: Subscription
    answers: list[Any] = field(default_factory=list)


def _payer(world: World) -> Given:
    plug: Plug = world.plug  # type: ignore[attr-defined]
    a_tenant("acme")
    bank = plug.connect("ten_acme")
    a_customer("ten_acme", "cus_one")
    ada = a_client("ten_acme", "cus_one", "Ada", role="billing")
    assert ada.token
    old = bank.saved_method("ten_acme", "cus_one")
    return Given(bank, ada, old, a_subscription(collection="online", payment_method_id=old.id))


def _open(world: World, given: Given) -> Any:
    path = f"/portal/payment-methods/{given.old.id}/replacement"
    return world.api.post(path, {}, token=given.ada.token, key="new")


def _with_saved_card(world: World) -> Given:
    given = _payer(world)
    given.bank.press(_open(world, given).json["redirect_url"], card="pm_card_mastercard")
    return given


def _replace(world: World, given: Given) -> None:
    token = world.aside(lambda: given.ada.token)
    path = f"/portal/payment-methods/{given.old.id}/replacement"
    reply = world.browser(lambda: world.api.post(path, {}, token=token, key="new"), tries=4)
    given.answers.append(reply)
    if reply is not None and reply.status == 201:
        world.aside(lambda: press(given.bank, reply.json["redirect_url"]))
        world.aside(given.bank.deliver)


def _event(world: World, given: Given) -> None:
    """One of those that tell of it; the others come when the faults are over, and so does the reconciler."""
    webhooks = given.bank.provider.webhooks
    for told in world.aside(lambda: webhooks.waiting("checkout.session.completed")):
        world.provider(lambda told=told: Delivered(webhooks.deliver(told)))  # type: ignore[misc]


def _replaced(world: World, given: Given) -> list[str]:
    """One card, of which the subscription knows, and no other at the gateway."""
    for _ in range(3):
        world.time.move(minutes=31)
        reconcile_checkouts("req_heal")
    given.bank.deliver()
    found = methods.browse(PK)
    if [method.id for method in found] == [given.old.id]:
        return (
            [] if not any(reply and reply.status == 201 for reply in given.answers) else ["the card was not replaced"]
        )
    broken = [] if len(found) == 1 and found[0].is_default else [f"{len(found)} cards are kept"]
    if as_kept(given.live).payment_method_id != found[0].id:
        broken.append("the subscription stands without its card")
    there = [face.id for face in driver_of(KEY).browse_methods(given.old.gateway_customer)]
    if there != [found[0].gateway_id]:
        broken.append(f"the gateway keeps {there}")
    if audited("subscription.method_replaced", given.live.id) != 1:
        broken.append("the audit does not tell once that it moved (I5)")
    return broken


CASES = (
    UseCase("a client replaces a card", _payer, _replace, _replaced),
    UseCase("the gateway tells of a new card", _with_saved_card, _event, _replaced),
)
