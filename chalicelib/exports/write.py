"""The worker that writes an export, piece by piece; killed at any point, the next one goes on behind the last piece that was kept."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from chalicelib.adapters import large_files, object_store, queues
from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.identity import Machine
from chalicelib.exports import emails, rules, store
from chalicelib.exports.entity import Export, Piece, Place, Sort, partition_of
from chalicelib.exports.fill import end, fill, sources_of
from chalicelib.invoices.recipients import find_active_readers
from chalicelib.outbox.add import add_mail
from chalicelib.outbox.tasks import find_task, finish_task
from chalicelib.settings import settings
from chalicelib.statements.find import find_statement_file
from chalicelib.tenants.find import find_merchant

_log = logging.getLogger("portal.exports")
_alarm = logging.getLogger("portal.alarm")
WHOLE = -1
"""The source of an export behind its last piece."""
_WRITTEN: dict[Sort, str] = {"archive": "export.written", "pack": "pack.written", "own": "own_export.written"}


def write_export(message: dict[str, str], request_id: str) -> None:
    """Go on with the export that the outbox row ``message["outbox_id"]`` orders. Coming twice changes nothing."""
    task = find_task(message["outbox_id"])
    if task is None:
        return
    export = store.get(partition_of(task.tenant_id, task.task.get("customer_id", "")), task.task["export_id"])
    if export is None or export.is_settled:
        finish_task(task.id)
        return
    if _waits(export):
        queues.send("exports", {"outbox_id": task.id}, delay=rules.AGAIN_SECONDS)
        return
    if rules.is_taken(export, clock.epoch()):
        return  # the sweeper brings the message again, should that worker die
    if not rules.has_tries_left(export):
        _give_up(export)
        finish_task(task.id)
        return
    if _work(store.keep(rules.claim(export, ids.new_secret(), clock.epoch())), request_id):
        finish_task(task.id)
    else:
        queues.send("exports", {"outbox_id": task.id})


def _waits(export: Export) -> bool:
    """A pack's statement on paper is made by another worker."""
    if export.period is None or export.period.statement_id is None or not rules.may_wait(export, clock.now()):
        return False
    file = find_statement_file(export.partition, export.period.statement_id)
    return file is not None and file.sha256 is None


def _work(export: Export, request_id: str) -> bool:
    """Write until it is whole or the time is over; whether it is whole. An error gives it back, to be begun again."""
    until = clock.now() + timedelta(seconds=rules.WORK_SECONDS)
    try:
        while clock.now() < until:
            export = _next_piece(export)
            if export.place.source == WHOLE:
                _seal(export, request_id)
                return True
    except Exception:
        _give_back(export)
        raise
    store.keep(rules.release(export))
    return False


def _next_piece(export: Export) -> Export:
    """Part, note, row, in this order: what the row counts is there, and a part that it does not count is written over."""
    if export.place.source == WHOLE:
        return export
    if export.upload_id is None:
        export = store.keep(export.model_copy(update={"upload_id": large_files.begin(export.key, "application/zip")}))
    filling, number, sources = fill(export), export.pieces + 1, len(sources_of(export))
    if filling.place.source == sources:
        end(filling, _pieces(export))
        filling.place = Place(source=WHOLE)
    assert export.upload_id
    tag = large_files.add_part(export.key, export.upload_id, number, bytes(filling.content))
    piece = Piece(tag=tag, files=filling.files, absent=filling.absent)
    object_store.keep(export.note(number), piece.model_dump_json().encode(), "application/json")
    written = {
        "pieces": number,
        "offset": filling.offset,
        "place": filling.place,
        "rows": export.rows + sum(one.rows or 0 for one in piece.files if one.entry.name.startswith("data/")),
        "files": export.files + len(piece.files),
        "progress": min(99, 100 * filling.place.source // sources) if filling.place.source != WHOLE else 99,
        "tries": 0,
    }
    return store.keep(export.model_copy(update=written))


def _pieces(export: Export) -> Iterator[Piece]:
    for number in range(1, export.pieces + 1):
        yield Piece.model_validate_json(object_store.fetch(export.note(number)))


def _seal(export: Export, request_id: str) -> None:
    assert export.upload_id
    large_files.finish(export.key, export.upload_id, [piece.tag for piece in _pieces(export)])
    size, sha256 = large_files.measure(export.key)
    with transaction() as tx:
        store.exports.save(tx, rules.seal(export, size, sha256))
        machine = Machine(export.tenant_id, "write_export", request_id)
        action, customer_id = _WRITTEN[export.sort], export.customer_id
        record_change(tx, machine, action, export.id, customer_id=customer_id, changes={"sha256": sha256, "size": size})
        if customer_id:
            _tell(tx, export)


def _tell(tx: Transaction, export: Export) -> None:
    """Whoever asked hears of it, if that is still somebody who can sign in."""
    merchant, site_url = find_merchant(export.tenant_id), settings().site_of(export.tenant_id)
    write = emails.pack_is_ready if export.sort == "pack" else emails.own_export_is_ready
    for reader in find_active_readers(export.tenant_id, export.customer_id, {export.requested_by}):
        add_mail(tx, merchant, write(merchant, reader, export, site_url), export.customer_id)


def _give_back(export: Export) -> None:
    """So that nobody waits for a lease; it runs out anyway."""
    found = store.get(export.partition, export.id)
    if found is not None and found.claim == export.claim and not found.is_settled:
        store.keep(rules.release(found))


def _give_up(export: Export) -> None:
    facts = {"alarm": "export.failed", "event": "export.failed", "tenant": export.tenant_id, "export_id": export.id}
    _alarm.error("export.failed", extra={"fields": facts})
    store.keep(rules.fail(export))
