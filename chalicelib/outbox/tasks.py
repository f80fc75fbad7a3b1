"""Tasks of the outbox that other slices' workers do: what is to be done, and that it is done."""

from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.outbox import rules, store
from chalicelib.outbox.entity import OutboxEntry

_TRIES = 3


def find_task(outbox_id: str) -> OutboxEntry | None:
    """The task, or None if it is finished, given up or gone: the queue may bring its message more than once."""
    entry = store.get(outbox_id)
    return None if entry is None or rules.is_settled(entry) else entry


def finish_task(outbox_id: str) -> None:
    """Note that it is done; doing so again changes nothing.

    It comes after the task's own transaction: a crash between the two repeats a task, which is why tasks are idempotent.
    """
    for left in range(_TRIES - 1, -1, -1):
        entry = find_task(outbox_id)
        if entry is None:
            return
        try:
            store.keep(rules.finish(entry, clock.epoch()))
        except Conflict:
            if not left:
                raise
        else:
            return
