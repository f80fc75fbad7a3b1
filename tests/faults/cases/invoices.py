"""Use cases of invoices: one is sent, its document is rendered, a client forwards it."""

import hashlib
from dataclasses import dataclass

from chalicelib.adapters import directory, object_store
from chalicelib.customers.find import find_customer
from chalicelib.documents import render
from chalicelib.invoices import store as invoices
from chalicelib.invoices.entity import Invoice
from chalicelib.tenants import store as tenants
from tests.faults.harness import DEATHS, UseCase, World, audited, outbox_rows
from tests.fixtures.invoices import draft_invoice, issued_invoice
from tests.fixtures.people import Actor, a_client, a_customer, a_staff_member, a_tenant, change_customer_row


@dataclass
class Given:
    """An invoice, and who works on it."""

    invoice: Invoice
    actor: Actor


def _draft(world: World) -> Given:
    a_tenant("acme")
    a_customer("ten_acme", "cus_one")
    a_client("ten_acme", "cus_one", "Ada", "owner")
    accountant = a_staff_member("ten_acme", "accountant")
    assert accountant.token
    return Given(draft_invoice("ten_acme", "cus_one"), accountant)


def _send(world: World, given: Given) -> None:
    token = world.aside(lambda: given.actor.token)
    world.browser(
        lambda: world.api.post(f"/merchant/invoices/{given.invoice.id}/sending", {}, token=token, key="send-1")
    )


def _sent(world: World, given: Given) -> list[str]:
    invoice = invoices.get(given.invoice.partition, given.invoice.id)
    if invoice is None or invoice.number is None:
        return ["the invoice was not sent (I9)"]
    broken = _file_fits(invoice)
    if (last := tenants.get_series("ten_acme", "invoice").last) != 1:
        broken.append(f"{last} numbers were used for one invoice (I8)")
    if (told := audited("invoice.sent", invoice.id)) != 1:
        broken.append(f"{told} audit rows tell that it was sent (I5)")
    mails = [entry for entry in outbox_rows() if entry.kind == "mail"]
    if not 1 <= len(mails) <= _at_most(world):
        broken.append(f"{len(mails)} mails for one invoice and one reader (I4)")
    return broken


def _draft_for_another(world: World) -> Given:
    given = _draft(world)
    a_customer("ten_acme", "cus_two")
    change_customer_row("cus_two", in_use=False)
    return given


def _move(world: World, given: Given) -> None:
    token = world.aside(lambda: given.actor.token)
    path, body = f"/merchant/invoices/{given.invoice.id}", {"customer_id": "cus_two"}
    world.browser(lambda: world.api.patch(path, body, token=token))


def _moved(world: World, given: Given) -> list[str]:
    """It lies in one place, and everybody finds it there. A repeated request finds it moved, and is another edit."""
    there = [invoices.get(f"ten_acme#{customer}", given.invoice.id) for customer in ("cus_one", "cus_two")]
    broken = [] if [bool(row) for row in there] == [False, True] else ["the draft lies in two places, or in none (I9)"]
    if directory.customer_of("ten_acme", given.invoice.id) != "cus_two":
        broken.append("the directory names another customer")
    if not find_customer("ten_acme", "cus_two").in_use:
        broken.append("the customer could be removed under its draft")
    edits = there[1].version - 1 if there[1] else 0
    if (told := audited("invoice.edited", given.invoice.id)) != edits:
        broken.append(f"{told} audit rows tell of {edits} edits (I5)")
    return broken


def _at_most(world: World) -> int:
    """A process that dies after its change was kept has answered nobody: the repeated request is another sending."""
    return 1 + sum(fault in DEATHS for fault in world.plan.values())


def _file_fits(invoice: Invoice) -> list[str]:
    """I12: the file is there, and its hash is the row's."""
    content = object_store.find(invoice.document_key or "")
    if content is None or hashlib.sha256(content).hexdigest() != invoice.sha256:
        return ["the document is not there, or is another (I12)"]
    return []


def _ordered(world: World) -> str:
    given = _draft(world)
    _send(world, given)
    (message,) = world.post.waiting("render")
    return str(message["outbox_id"])


def _render(world: World, outbox_id: str) -> None:
    world.queue(render.render_document, {"outbox_id": outbox_id})


def _rendered(world: World, outbox_id: str) -> list[str]:
    order = next(entry for entry in outbox_rows() if entry.id == outbox_id)
    invoice = invoices.get(f"{order.tenant_id}#{order.customer_id}", order.task["invoice_id"])
    return _file_fits(invoice) if invoice else ["the invoice is gone"]


def _rendered_before(world: World) -> Given:
    a_tenant("acme", allow_forwarding=True)
    a_customer("ten_acme", "cus_one")
    ada = a_client("ten_acme", "cus_one", "Ada", "owner")
    assert ada.token
    invoice = issued_invoice("ten_acme", "cus_one")
    object_store.keep(invoice.document_key or "", b"%PDF-1.7", "application/pdf")
    return Given(invoice, ada)


def _forward(world: World, given: Given) -> None:
    token = world.aside(lambda: given.actor.token)
    body = {"recipients": ["charles@example.com"]}
    path = f"/portal/invoices/{given.invoice.id}/forwards"
    world.browser(lambda: world.api.post(path, body, token=token, key="forward-1"))


def _forwarded(world: World, given: Given) -> list[str]:
    mails, told = len(outbox_rows()), audited("invoice.forwarded", given.invoice.id)
    if mails == told and 1 <= mails <= _at_most(world):
        return []
    return [f"{mails} mails and {told} audit rows for one forwarding (I4, I5)"]


CASES = (
    UseCase("an invoice is sent", _draft, _send, _sent),
    UseCase("a draft goes to another customer", _draft_for_another, _move, _moved, repeatable=True),
    UseCase("an invoice's document is rendered", _ordered, _render, _rendered),
    UseCase("an invoice is forwarded", _rendered_before, _forward, _forwarded),
)
