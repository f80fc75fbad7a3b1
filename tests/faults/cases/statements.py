"""Use cases of statements: one is asked for on paper."""

import hashlib

from chalicelib.adapters import object_store
from chalicelib.statements import store
from tests.faults.cases.billed import a_billed_client
from tests.faults.harness import UseCase, World, audited, outbox_rows
from tests.fixtures.people import Actor


def _ask(world: World, ada: Actor) -> None:
    token = world.aside(lambda: ada.token)
    world.browser(lambda: world.api.get("/portal/statement/pdf", token=token))


def _there(world: World, ada: Actor) -> list[str]:
    """One file, however often the page asked; it is told of once, and is the one that the row names (I12)."""
    orders = [entry.task["statement_id"] for entry in outbox_rows() if entry.kind == "render"]
    if len(orders) != 1:
        return [f"the file was ordered {len(orders)} times (I9)"]
    file = store.get("ten_acme#cus_one", orders[0])
    if file is None or file.sha256 is None:
        return ["the file was never made (I9)"]
    broken = [] if audited("statement.ordered", file.id) == 1 else ["the order is not told once (I5)"]
    if hashlib.sha256(object_store.find(file.document_key) or b"").hexdigest() != file.sha256:
        broken.append("the file is another than the row says (I12)")
    return broken


CASES = (UseCase("a statement is asked for on paper", a_billed_client, _ask, _there),)
