"""Use cases of subscriptions: one begins, is renewed, ends by the calendar, is cancelled, goes on after all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.core.portal import Cancellation
from chalicelib.customers.find import find_customer
from chalicelib.invoices import store as invoices
from chalicelib.subscriptions import store
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.renew import renew_subscriptions
from chalicelib.tenants import store as tenants
from tests.faults.harness import UseCase, World, audited, outbox_rows, rows_of
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant
from tests.fixtures.subscriptions import a_plan, a_subscription

PK = "ten_acme#cus_one"


@dataclass
class Given:
    """Who acts, and on which subscription (None: it is to begin)."""

    actor: Actor
    one: Subscription | None = None


def _merchant(world: World) -> Actor:
    a_tenant("acme", cancellation=Cancellation(immediately=True, end_of_term=True), show_subscriptions=True)
    a_customer("ten_acme", "cus_one")
    a_plan(setup_fee=500)
    return a_client("ten_acme", "cus_one", "Ada", "owner")


def _to_start(world: World) -> Given:
    _merchant(world)
    admin = a_staff_member("ten_acme", "admin")
    assert admin.token
    return Given(admin)


def _start(world: World, given: Given) -> None:
    token = world.aside(lambda: given.actor.token)
    body = {"customer_id": "cus_one", "plan_code": "team", "collection": "offline"}
    world.browser(lambda: world.api.post("/merchant/subscriptions", body, token=token, key="start-1"))


def _started(world: World, given: Given) -> list[str]:
    """Repeating a request whose answer was lost for good makes another one: as many bills as subscriptions, never half of one."""
    found = rows_of(store.table)
    broken = [] if found else ["nothing was subscribed (I9)"]
    for one in found:
        if audited("subscription.started", one.id) != 1:
            broken.append("not one audit row tells that it began (I5)")
    return broken + _books(len(found))


def _due(world: World) -> Given:
    ada = _merchant(world)
    one = a_subscription(next_billing_date=date(2026, 3, 16), current_term_end=date(2026, 3, 15))
    return Given(ada, one)


def _wake(world: World, given: Given) -> None:
    world.schedule(renew_subscriptions)


def _renewed(world: World, given: Given) -> list[str]:
    assert given.one
    kept = store.get(PK, given.one.id)
    broken = [] if kept and kept.term == 3 else ["the term was not renewed, or more than once (I8, I9)"]
    if audited("subscription.renewed", given.one.id) != 1:
        broken.append("not one audit row tells of the renewal (I5)")
    return broken + _books(1)


def _books(bills: int) -> list[str]:
    found = invoices.query_open(PK)
    broken = [] if len(found) == bills else [f"{len(found)} bills for {bills} terms (I8)"]
    if tenants.get_series("ten_acme", "invoice").last != len(found):
        broken.append("a number was used without a bill (I8)")
    owed = find_customer("ten_acme", "cus_one").outstanding.get("EUR", 0)
    if owed != sum(bill.total for bill in found):
        broken.append(f"{owed} are owed in sum, the bills say otherwise (I3)")
    mails = sum(entry.kind == "mail" for entry in outbox_rows())
    if mails != len(found):
        broken.append(f"{mails} mails for {len(found)} bills (I4)")
    return broken


def _over(world: World) -> Given:
    ada = _merchant(world)
    days = {"cancel_at": date(2026, 3, 15), "current_term_end": date(2026, 3, 15), "next_billing_date": None}
    return Given(ada, a_subscription(status="non_renewing", **days))


def _ended(world: World, given: Given) -> list[str]:
    assert given.one
    kept = store.get(PK, given.one.id)
    broken = [] if kept and kept.status == "cancelled" else ["it goes on (I7)"]
    if audited("subscription.cancelled", given.one.id) != 1:
        broken.append("not one audit row tells that it ended (I5)")
    return broken + _books(0)


def _live(world: World) -> Given:
    ada = _merchant(world)
    assert ada.token
    return Given(ada, a_subscription())


def _cancel(world: World, given: Given) -> None:
    assert given.one
    path = f"/portal/subscriptions/{given.one.id}/cancellation"
    token = world.aside(lambda: given.actor.token)
    body = {"when": "end_of_term", "reason": "unused"}
    world.browser(lambda: world.api.post(path, body, token=token, key="cancel-1"))


def _cancelled(world: World, given: Given) -> list[str]:
    return _changed(given, "non_renewing", "subscription.cancellation_scheduled")


def _scheduled(world: World) -> Given:
    given = _live(world)
    world.aside(lambda: _cancel(world, given))
    return given


def _undo(world: World, given: Given) -> None:
    assert given.one
    path = f"/portal/subscriptions/{given.one.id}/cancellation"
    token = world.aside(lambda: given.actor.token)
    world.browser(lambda: world.api.delete(path, token=token))


def _undone(world: World, given: Given) -> list[str]:
    return _changed(given, "live", "subscription.cancellation_undone", before=2)


def _at_the_desk(world: World, **more: Any) -> Given:
    _merchant(world)
    admin = a_staff_member("ten_acme", "admin")
    assert admin.token
    return Given(admin, a_subscription(**more))


def _paused_long_ago(world: World) -> Given:
    days = {"current_term_start": date(2026, 2, 1), "current_term_end": date(2026, 2, 28), "next_billing_date": None}
    return _at_the_desk(world, status="paused", paused_at="2026-02-10T09:00:00.000Z", **days)


def _staff(world: World, given: Given, verb: str, body: dict[str, Any]) -> None:
    assert given.one
    token, path = world.aside(lambda: given.actor.token), f"/merchant/subscriptions/{given.one.id}/{verb}"
    world.browser(lambda: world.api.post(path, body, token=token, key=f"{verb}-1"))


def _resume(world: World, given: Given) -> None:
    _staff(world, given, "resumption", {})


def _change(world: World, given: Given) -> None:
    _staff(world, given, "change", {"quantity": 3, "when": "now"})


def _was_resumed(world: World, given: Given) -> list[str]:
    return _billed(given, "subscription.resumed", lambda kept: kept.status == "live" and kept.term == 0)


def _was_changed(world: World, given: Given) -> list[str]:
    return _billed(given, "subscription.changed", lambda kept: kept.quantity == 3 and kept.term == 2)


def _billed(given: Given, action: str, fits: Callable[[Subscription], bool]) -> list[str]:
    """One change, one bill, and a mail for each of the two."""
    assert given.one
    kept, bills = store.get(PK, given.one.id), invoices.query_open(PK)
    broken = [] if kept and fits(kept) else ["it is not as it was asked to be (I9)"]
    if (audited(action, given.one.id), len(bills)) != (1, 1):
        broken.append(f"{len(bills)} bills for one change, or not one audit row (I5, I8)")
    if find_customer("ten_acme", "cus_one").outstanding.get("EUR", 0) != sum(bill.total for bill in bills):
        broken.append("what is owed in sum is not what the bill says (I3)")
    mails = sum(entry.kind == "mail" for entry in outbox_rows())
    return broken + ([] if mails == 2 else [f"{mails} mails for a change and its bill (I4)"])


def _changed(given: Given, status: str, action: str, before: int = 0) -> list[str]:
    assert given.one
    kept = store.get(PK, given.one.id)
    broken = [] if kept and kept.status == status else [f"it is not {status} (I9)"]
    told, mails = audited(action, given.one.id), len(outbox_rows()) - before
    if (told, mails) != (1, 2):
        broken.append(f"{told} audit rows and {mails} mails for one change (I4, I5)")
    return broken


CASES = (
    UseCase("a subscription begins", _to_start, _start, _started),
    UseCase("a subscription is renewed", _due, _wake, _renewed, sweeps=(renew_subscriptions,)),
    UseCase("a cancelled subscription ends", _over, _wake, _ended, sweeps=(renew_subscriptions,)),
    UseCase("a client cancels a subscription", _live, _cancel, _cancelled),
    UseCase("a client undoes a cancellation", _scheduled, _undo, _undone),
    UseCase("a subscription is changed at once", _at_the_desk, _change, _was_changed),
    UseCase("a subscription is resumed after its term", _paused_long_ago, _resume, _was_resumed),
)
