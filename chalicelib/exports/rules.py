"""When a worker may take an export, and what becomes of it; pure.

queued ─▶ running ─▶ ready       and seven days later it is gone
             └─────▶ failed      five beginnings in a row and not a piece of it: an alarm
"""

from datetime import datetime, timedelta

from chalicelib.exports.entity import Export

KEEP_SECONDS = 7 * 86_400
LEASE_SECONDS = 960
"""Longer than the worker's Lambda can live (15 minutes): a claim that is older belongs to nobody."""
WORK_SECONDS = 240
"""After so long no further piece is begun: another life of the worker goes on."""
MAX_TRIES = 5
MOST_DAYS = 731
"""Of a pack: an accountant's year and the one before."""
STATEMENT_SECONDS = 600
"""So long a pack waits for its statement on paper; then it goes without."""
AGAIN_SECONDS = 10
"""How soon it looks again."""


def is_taken(export: Export, now: int) -> bool:
    """Whether a worker that may still be alive has it."""
    return export.claim is not None and export.lease_until > now


def has_tries_left(export: Export) -> bool:
    """Whether it may be begun once more."""
    return export.tries < MAX_TRIES


def claim(export: Export, token: str, now: int) -> Export:
    """Mine, for as long as a worker lives."""
    taken = {"status": "running", "claim": token, "lease_until": now + LEASE_SECONDS, "tries": export.tries + 1}
    return export.model_copy(update=taken)


def release(export: Export) -> Export:
    """Anybody's again."""
    return export.model_copy(update={"claim": None, "lease_until": 0})


def fail(export: Export) -> Export:
    """It will not be written."""
    return release(export).model_copy(update={"status": "failed"})


def seal(export: Export, size: int, sha256: str) -> Export:
    """It is whole."""
    return release(export).model_copy(update={"status": "ready", "progress": 100, "size": size, "sha256": sha256})


def may_wait(export: Export, now: datetime) -> bool:
    """Whether there is time to wait for something that is made elsewhere."""
    return now < datetime.fromisoformat(export.created_at) + timedelta(seconds=STATEMENT_SECONDS)
