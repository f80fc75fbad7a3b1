"""Use cases of estimates: one is sent, accepted with its invoice, declined, revised, and expires by the calendar."""

import hashlib
from dataclasses import dataclass
from datetime import date

from chalicelib.adapters import object_store
from chalicelib.customers.find import find_customer
from chalicelib.documents import render
from chalicelib.estimates import store as estimates
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.expire import expire_estimates
from chalicelib.invoices import store as invoices
from chalicelib.tenants import store as tenants
from tests.faults.harness import UseCase, World, audited, outbox_rows
from tests.fixtures.estimates import a_sent_estimate, an_estimate, as_kept
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant


@dataclass
class Given:
    """Who acts on which estimate."""

    actor: Actor
    one: WholeEstimate


def _client(world: World) -> Actor:
    a_tenant("acme", invoice_on_acceptance="sent")
    a_customer("ten_acme", "cus_one")
    ada = a_client("ten_acme", "cus_one", "Ada", "owner")
    assert ada.token
    return ada


def _offered(world: World) -> Given:
    return Given(_client(world), a_sent_estimate())


def _written(world: World) -> Given:
    _client(world)
    books = a_staff_member("ten_acme", "accountant")
    assert books.token
    return Given(books, an_estimate())


def _declined(world: World) -> Given:
    given = _offered(world)
    world.aside(lambda: _decline(world, given))
    books = a_staff_member("ten_acme", "accountant")
    assert books.token
    return Given(books, given.one)


def _late(world: World) -> Given:
    return Given(_client(world), a_sent_estimate(expiry_date=date(2026, 3, 15)))


def _post(world: World, given: Given, audience: str, verb: str, body: dict[str, str]) -> None:
    token = world.aside(lambda: given.actor.token)
    path = f"/{audience}/estimates/{given.one.id}/{verb}"
    world.browser(lambda: world.api.post(path, body, token=token, key=f"{verb}-1"))


def _send(world: World, given: Given) -> None:
    _post(world, given, "merchant", "sending", {})


def _accept(world: World, given: Given) -> None:
    _post(world, given, "portal", "acceptance", {})


def _decline(world: World, given: Given) -> None:
    _post(world, given, "portal", "decline", {"reason": "Too dear"})


def _revise(world: World, given: Given) -> None:
    _post(world, given, "merchant", "revision", {})


def _wake(world: World, given: Given) -> None:
    world.schedule(expire_estimates)


def _is(given: Given, status: str, action: str, waits: int) -> list[str]:
    kept = as_kept(given.one)
    broken = [] if kept.status == status else [f"it is {kept.status}, not {status} (I7, I9)"]
    if audited(action, given.one.id) != 1:
        broken.append("not one audit row tells of it (I5)")
    if len(find_customer("ten_acme", "cus_one").offers or ()) != waits:
        broken.append("the home page counts something else (I3)")
    return broken


def _was_sent(world: World, given: Given) -> list[str]:
    """A repeated sending mails once more: it is what was asked for twice."""
    broken = _is(given, "sent", "estimate.sent", waits=1)
    if tenants.get_series("ten_acme", "estimate").last != 1:
        broken.append("not one number was used (I8)")
    told = 1 + audited("estimate.mailed", given.one.id)
    if sorted(entry.kind for entry in outbox_rows()) != [*["mail"] * told, "render"]:
        broken.append("not one mail a sending and one file (I4, I12)")
    return broken


def _was_accepted(world: World, given: Given) -> list[str]:
    broken = _is(given, "invoiced", "estimate.accepted", waits=0)
    bills = invoices.query_open(given.one.partition)
    if len(bills) != 1 or tenants.get_series("ten_acme", "invoice").last != 1:
        broken.append(f"{len(bills)} bills for one acceptance (I8)")
    if find_customer("ten_acme", "cus_one").outstanding.get("EUR", 0) != sum(bill.total for bill in bills):
        broken.append("what is owed in sum is not what the bill says (I3)")
    mails = sum(entry.kind == "mail" for entry in outbox_rows())
    return broken + ([] if mails == 3 else [f"{mails} mails for an answer and a bill (I4)"])


def _ordered(world: World) -> str:
    given = _written(world)
    _send(world, given)
    (message,) = world.post.waiting("render")
    return str(message["outbox_id"])


def _render(world: World, outbox_id: str) -> None:
    world.queue(render.render_document, {"outbox_id": outbox_id})


def _rendered(world: World, outbox_id: str) -> list[str]:
    """I12: the file is there, and its hash is the row's."""
    order = next(entry for entry in outbox_rows() if entry.id == outbox_id)
    paper = estimates.papers.get(f"{order.tenant_id}#{order.customer_id}", order.task["estimate_paper"])
    content = object_store.find(paper.document_key) if paper else None
    if not paper or not content or hashlib.sha256(content).hexdigest() != paper.sha256:
        return ["the file is not there, or is another (I12)"]
    return []


def _was_declined(world: World, given: Given) -> list[str]:
    broken = _is(given, "declined", "estimate.declined", waits=0)
    return broken + ([] if len(outbox_rows()) == 2 else ["not two mails for one answer (I4)"])


def _was_revised(world: World, given: Given) -> list[str]:
    broken = _is(given, "draft", "estimate.revised", waits=0)
    return broken + ([] if len(as_kept(given.one).revisions) == 2 else ["not two revisions (I9)"])


def _has_expired(world: World, given: Given) -> list[str]:
    return _is(given, "expired", "estimate.expired", waits=0)


CASES = (
    UseCase("an estimate is sent", _written, _send, _was_sent),
    UseCase("an estimate's file is rendered", _ordered, _render, _rendered),
    UseCase("a client accepts an estimate", _offered, _accept, _was_accepted),
    UseCase("a client declines an estimate", _offered, _decline, _was_declined),
    UseCase("an estimate is revised", _declined, _revise, _was_revised),
    UseCase("an estimate expires", _late, _wake, _has_expired, sweeps=(expire_estimates,)),
)
