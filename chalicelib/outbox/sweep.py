"""What was left lying in the outbox is queued again, and given up after three days."""

import logging
from datetime import datetime

from chalicelib.adapters import queues
from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.outbox import rules, store
from chalicelib.outbox.alarms import raise_alarm
from chalicelib.outbox.entity import OutboxEntry

_log = logging.getLogger("portal.outbox")


def sweep_outbox(request_id: str) -> None:
    """Queue every row that has waited for five minutes, mails and renderings alike.

    A claim whose lease has run out is queued like a row that nobody claimed: who delivers it decides whether a try is
    left. A queue message too many is harmless, one too few is what this is for.
    """
    now = clock.now()
    before = clock.stamp(now - rules.SWEEP_AFTER)
    swept = sum(_again(entry, now) for shard in range(store.SHARDS) for entry in store.browse_waiting(shard, before))
    _log.info("swept", extra={"fields": {"queued": swept, "request_id": request_id}})


def _again(entry: OutboxEntry, now: datetime) -> bool:
    if rules.is_claimed(entry, int(now.timestamp())):
        return False
    if rules.is_too_old(entry, now):
        _give_up(entry.id, now)
        return False
    queues.send(rules.queue_of(entry), {"outbox_id": entry.id})
    return True


def _give_up(outbox_id: str, now: datetime) -> None:
    """The index may lag behind the row: it is read again, and whoever changes it meanwhile is right."""
    entry = store.get(outbox_id)
    if entry is None or rules.is_settled(entry) or rules.is_claimed(entry, int(now.timestamp())):
        return
    end = rules.give_up(entry, now)
    raise_alarm(end)
    try:
        store.keep(end)
    except Conflict:
        _log.info("taken meanwhile", extra={"fields": {"outbox_id": outbox_id}})
