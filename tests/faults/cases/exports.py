"""Use cases of exports: one is asked for, and one is written; the same of a client's pack, and of a company's own export."""

import hashlib
import io
import zipfile

from chalicelib.adapters import object_store
from chalicelib.documents import render
from chalicelib.exports import rules, store, write
from chalicelib.exports.entity import Export
from tests.faults.cases.billed import a_billed_client
from tests.faults.harness import UseCase, World, audited, outbox_rows
from tests.fixtures.people import Actor, a_customer, a_staff_member, a_tenant


def _merchant(world: World) -> Actor:
    a_tenant("acme")
    a_customer("ten_acme", "cus_one")
    accountant = a_staff_member("ten_acme", "accountant")
    assert accountant.token
    return accountant


def _ask(world: World, actor: Actor) -> None:
    token = world.aside(lambda: actor.token)
    world.browser(lambda: world.api.post("/merchant/exports", {}, token=token, key="export-1"))


def _asked(world: World, actor: Actor) -> list[str]:
    """One export, however often the page asked while it was under way; it is told of once, and is whole in the end."""
    latest = store.get_latest("ten_acme", "archive")
    export = store.get("ten_acme", latest.export_id) if latest else None
    if export is None:
        return ["nothing was ordered (I9)"]
    return _whole(export)


def _ordered(world: World) -> dict[str, str]:
    actor = _merchant(world)
    _ask(world, actor)
    (message,) = world.post.waiting("exports")
    return message


def _write(world: World, message: dict[str, str]) -> None:
    world.queue(write.write_export, message)
    world.time.move(seconds=rules.LEASE_SECONDS)


def _written(world: World, message: dict[str, str]) -> list[str]:
    latest = store.get_latest("ten_acme", "archive")
    export = store.get("ten_acme", latest.export_id) if latest else None
    return _whole(export) if export else ["the export is gone"]


def _whole(export: Export) -> list[str]:
    if export.status != "ready":
        return [f"the export is left {export.status} (I9)"]
    broken = []
    content = object_store.fetch(export.key)
    if hashlib.sha256(content).hexdigest() != export.sha256:
        broken.append("the file is another than the row says (I12)")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        if file.testzip() or b"cus_one" not in file.read("data/customers.jsonl"):
            broken.append("the archive is damaged")
        if len(file.namelist()) != len(set(file.namelist())):
            broken.append("a file is in the archive twice")
    for action in ("export.requested", "export.written"):
        if (told := audited(action, export.id)) != 1:
            broken.append(f"{told} audit rows tell {action} (I5)")
    return broken


def _ask_for_pack(world: World, ada: Actor) -> None:
    token, days = world.aside(lambda: ada.token), {"from": "2026-01-01", "to": "2026-12-31"}
    world.browser(lambda: world.api.post("/portal/packs", days, token=token, key="pack-1"))


def _pack_is_there(world: World, ada: object) -> list[str]:
    """One pack, whole, with the statement on paper, and a mail of it to who asked."""
    latest = store.get_latest("ten_acme#cus_one", "pack")
    pack = store.get("ten_acme#cus_one", latest.export_id) if latest else None
    if pack is None or pack.status != "ready":
        return ["the pack was never made (I9)"]
    broken = []
    content = object_store.fetch(pack.key)
    if hashlib.sha256(content).hexdigest() != pack.sha256:
        broken.append("the file is another than the row says (I12)")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        if file.testzip() or "statement.pdf" not in file.namelist() or b"119.00" not in file.read("invoices.csv"):
            broken.append("the pack is damaged")
    told = [audited(action, pack.id) for action in ("pack.requested", "pack.written")]
    if told != [1, 1]:
        broken.append(f"{told} audit rows tell of it (I5)")
    return broken


def _pack_ordered(world: World) -> dict[str, str]:
    _ask_for_pack(world, a_billed_client(world))
    for message in world.post.waiting("render"):
        render.render_document(message, "req_before")
    (message,) = world.post.waiting("exports")
    return message


def _pack_written(world: World, message: dict[str, str]) -> list[str]:
    mails = [entry for entry in outbox_rows() if entry.kind == "mail"]
    broken = [] if len(mails) == 1 else [f"{len(mails)} mails tell of one pack (I4)"]
    return broken + _pack_is_there(world, None)


def _ask_for_own(world: World, ada: Actor) -> None:
    token = world.aside(lambda: ada.token)
    world.browser(lambda: world.api.post("/portal/exports", {}, token=token, key="own-1"))


def _own_is_there(world: World, ada: object) -> list[str]:
    """One, whole, with what the company may see, and told of once."""
    latest = store.get_latest("ten_acme#cus_one", "own")
    own = store.get("ten_acme#cus_one", latest.export_id) if latest else None
    if own is None or own.status != "ready":
        return ["the company's export was never made (I9)"]
    broken = []
    content = object_store.fetch(own.key)
    if hashlib.sha256(content).hexdigest() != own.sha256:
        broken.append("the file is another than the row says (I12)")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        if file.testzip() or b"ada@" not in file.read("data/sign_in.jsonl") or "data/staff.jsonl" in file.namelist():
            broken.append("the export is damaged")
    told = [audited(action, own.id) for action in ("own_export.requested", "own_export.written")]
    if told != [1, 1]:
        broken.append(f"{told} audit rows tell of it (I5)")
    return broken


def _own_ordered(world: World) -> dict[str, str]:
    _ask_for_own(world, a_billed_client(world))
    (message,) = world.post.waiting("exports")
    return message


def _own_written(world: World, message: dict[str, str]) -> list[str]:
    mails = [entry for entry in outbox_rows() if entry.kind == "mail"]
    broken = [] if len(mails) == 1 else [f"{len(mails)} mails tell of one export (I4)"]
    return broken + _own_is_there(world, None)


CASES = (
    UseCase("an export is asked for", _merchant, _ask, _asked),
    UseCase("an export is written", _ordered, _write, _written),
    UseCase("a pack is asked for", a_billed_client, _ask_for_pack, _pack_is_there),
    UseCase("a pack is written", _pack_ordered, _write, _pack_written),
    UseCase("a company's own export is asked for", a_billed_client, _ask_for_own, _own_is_there),
    UseCase("a company's own export is written", _own_ordered, _write, _own_written),
)
