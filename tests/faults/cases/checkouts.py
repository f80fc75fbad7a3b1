"""Use cases of the hosted page: a stranger opens it and pays, and the gateway tells of it."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.checkouts import store
from chalicelib.checkouts.reconcile import reconcile_checkouts
from chalicelib.contacts.store import table as contacts
from chalicelib.customers.store import table as customers
from chalicelib.payments.reconcile import reconcile_payments
from chalicelib.subscriptions.store import table as subscriptions
from tests.faults.cases.payments import Delivered, press
from tests.faults.harness import UseCase, World, audited
from tests.fixtures.books import check_books, everything, invoices, payments
from tests.fixtures.gateway import Bank, Plug
from tests.fixtures.people import a_tenant
from tests.fixtures.subscriptions import a_plan

TOTAL = 11900
BODY = {"plan_code": "team", "contact": {"first_name": "Grace", "email": "grace@example.org"}}


@dataclass
class Given:
    """The bank of a merchant that sells a plan of 119.00 EUR with tax, and the page that a stranger has open."""

    bank: Bank
    page: str = ""
    answers: list[Any] = field(default_factory=list)


def _shop(world: World) -> Given:
    plug: Plug = world.plug  # type: ignore[attr-defined]
    a_tenant("acme", auto_enable_for_hosted_checkout=True)
    bank = plug.connect("ten_acme")
    a_plan()
    return Given(bank)


def _open(world: World) -> Any:
    return world.api.post("/portals/acme/checkouts", BODY, key="buy")


def _with_paid_page(world: World) -> Given:
    given = _shop(world)
    given.page = _open(world).json["redirect_url"]
    given.bank.press(given.page)
    return given


def _subscribe(world: World, given: Given) -> None:
    reply = world.browser(lambda: _open(world), tries=4)
    given.answers.append(reply)
    if reply is not None and reply.status == 201:
        world.aside(lambda: press(given.bank, reply.json["redirect_url"]))
        world.aside(given.bank.deliver)


def _event(world: World, given: Given) -> None:
    """One of those that tell of it; the others come when the faults are over, and so does the reconciler."""
    webhooks = given.bank.provider.webhooks
    for told in world.aside(lambda: webhooks.waiting("checkout.session.completed")):
        world.provider(lambda told=told: Delivered(webhooks.deliver(told)))  # type: ignore[misc]


def _carried_out(world: World, given: Given) -> list[str]:
    """One of everything, whatever was repeated or lost, and the books agree."""
    given.bank.deliver()
    for _ in range(3):
        world.time.move(minutes=31)
        reconcile_checkouts("req_heal")
        reconcile_payments("req_heal")
    given.bank.deliver()
    broken = []
    try:
        check_books(given.bank)
    except AssertionError as error:
        broken.append(f"the books do not agree (I1 to I5): {error}")
    found = {
        "customers": len(everything(customers)), "contacts": len(everything(contacts)), "bills": len(invoices()),
        "subscriptions": len(everything(subscriptions)), "payments": len(payments()), "charges": len(given.bank.charged),
    }  # fmt: skip
    if given.bank.charged and set(found.values()) != {1}:
        broken.append(f"{found} of one purchase (I8, I9)")
    states = [one.state for one in everything(store.table)]
    if given.bank.charged and states != ["complete"]:
        broken.append(f"the checkout is {states} (I9)")
    for contact in everything(contacts):
        if contact.portal_status != "invited" or audited("contact.invited", contact.id) != 1:
            broken.append("not invited once (I4, I5)")
    if given.answers and (given.answers[-1] is None or given.answers[-1].status != 201):
        broken.append("the repeated request was not answered 201 (I9, I10)")
    return broken


_HEAL = (reconcile_checkouts, reconcile_payments)
CASES = (
    UseCase("a stranger opens the hosted page", _shop, _subscribe, _carried_out, _HEAL),
    UseCase("the gateway tells of a purchase", _with_paid_page, _event, _carried_out, _HEAL),
)
