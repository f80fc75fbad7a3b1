"""When a row of the outbox may be worked on, and what becomes of it; pure.

pending ─claim─▶ claimed ─▶ done      sent, or the task is finished
   ▲                │ └────▶ refused   surely not sent, and never will be
   │                └──────▶ unknown   two tries, and nobody knows: an alarm
   └─ given back: surely not sent (the try does not count), or one uncertain try (it counts)

A pending mail whose reader's address is known not to take it becomes ``suppressed`` instead of claimed.
"""

from datetime import datetime, timedelta

from chalicelib.core.errors import Conflict
from chalicelib.outbox.entity import OutboxEntry, State

SEAL = "outbox"
MAX_TRIES = 2
LEASE_SECONDS = 60
"""Longer than the sender's Lambda can live (30 s): a claim that is older belongs to nobody."""
KEEP_SECONDS = 30 * 86_400
SWEEP_AFTER = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=3)
_QUEUES = {"mail": "outbox", "render": "render", "export": "exports", "erasure": "erasures"}
_BODY: dict[str, None] = dict.fromkeys(("text", "html", "sealed"))
_ABOUT: dict[str, None] = dict.fromkeys(("subject", "sender_name", "reply_to"))
_PERSONAL: dict[str, None] = {"to": None, **_ABOUT}


class BeingDelivered(Conflict):
    sentence = "Another worker has this; its claim has not run out."


def queue_of(entry: OutboxEntry) -> str:
    """The queue whose worker does this kind of thing."""
    return _QUEUES[entry.kind]


def is_settled(entry: OutboxEntry) -> bool:
    """Whether nothing is left to do."""
    return entry.state in ("done", "refused", "unknown", "suppressed")


def is_claimed(entry: OutboxEntry, now: int) -> bool:
    """Whether a worker that may still be alive has it; ``now`` in seconds since 1970."""
    return entry.state == "claimed" and (entry.claimed_at or 0) + LEASE_SECONDS > now


def has_tries_left(entry: OutboxEntry) -> bool:
    return entry.tries < MAX_TRIES


def is_too_old(entry: OutboxEntry, now: datetime) -> bool:
    """Whether it is better left undone: who waited for three days has found another way."""
    return datetime.fromisoformat(entry.created_at) < now - GIVE_UP_AFTER


def claim(entry: OutboxEntry, token: str, now: int) -> OutboxEntry:
    """Mine, for one try. Raises BeingDelivered under somebody else's living claim."""
    if is_claimed(entry, now):
        raise BeingDelivered
    return entry.model_copy(
        update={"state": "claimed", "claim": token, "claimed_at": now, "tries": entry.tries + 1, "expires": None}
    )


def give_back(entry: OutboxEntry, reason: str, *, counted: bool) -> OutboxEntry:
    """To be tried again; ``counted``: the try may have reached somebody."""
    tries = entry.tries if counted else entry.tries - 1
    return entry.model_copy(update={"state": "pending", "claimed_at": None, "tries": tries, "failure": reason})


def finish(entry: OutboxEntry, now: int, message_id: str | None = None) -> OutboxEntry:
    """Done: nothing of what was said, or to whom, is kept."""
    return entry.model_copy(
        update={
            **_BODY,
            **_PERSONAL,
            "state": "done",
            "message_id": message_id,
            "failure": None,
            "documents": [],
            "expires": now + KEEP_SECONDS,
        }
    )


def refuse(entry: OutboxEntry, reason: str, now: int) -> OutboxEntry:
    """It cannot be sent, ever; who it was for stays, so that somebody can be told, but for a farewell."""
    return _end_badly(entry, "refused", reason, now)


def suppress(entry: OutboxEntry, now: int) -> OutboxEntry:
    """Not sent, because the address is known not to take our mail: nothing went wrong, and nothing of it is kept."""
    return finish(entry, now).model_copy(update={"state": "suppressed"})


def leave_unknown(entry: OutboxEntry, reason: str, now: int) -> OutboxEntry:
    """Nobody knows whether it was sent, and a third try is forbidden (I4)."""
    return _end_badly(entry, "unknown", reason, now)


def _end_badly(entry: OutboxEntry, state: State, reason: str, now: int) -> OutboxEntry:
    gone = {**_BODY, **(_PERSONAL if entry.farewell else _ABOUT)}
    return entry.model_copy(update={**gone, "state": state, "failure": reason, "expires": now + KEEP_SECONDS})


def forget(entry: OutboxEntry, now: int) -> OutboxEntry:
    """Its reader is no more: what waits is not sent, and of what ended badly it stays how."""
    if is_settled(entry):
        return entry.model_copy(update={**_BODY, **_PERSONAL})
    return suppress(entry, now)


def give_up(entry: OutboxEntry, now: datetime) -> OutboxEntry:
    """After three days: unknown if a try may have reached somebody, refused if surely none did."""
    end = leave_unknown if entry.tries else refuse
    return end(entry, "too_old", int(now.timestamp()))
