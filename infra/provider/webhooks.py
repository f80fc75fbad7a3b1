"""Webhook deliveries: signed, retried, and held, reordered or doubled when a test asks for it."""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import RLock
from typing import Any

from infra.provider.store import Store

Send = Callable[[str, dict[str, str], bytes], int]

RETRY_AFTER = (1, 2, 4, 8, 15, 30, 60, 120, 300, 600, 1800, 3600)
_COLUMNS = "seq, account, event, type, endpoint, due, tries, state, status"


@dataclass(frozen=True)
class Delivery:
    """One event for one endpoint; ``state`` is waiting, delivered or given_up."""

    seq: int
    account: str
    event: str
    type: str
    endpoint: str
    due: float
    tries: int
    state: str
    status: int


def signature(secret: str, body: bytes, timestamp: int) -> str:
    """The value of the header ``Stripe-Signature`` over the raw ``body``."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def post(url: str, headers: dict[str, str], body: bytes) -> int:
    """Send over HTTP; 0 when nobody answered."""
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 own endpoints only
    try:
        with urllib.request.urlopen(request, timeout=25) as response:  # noqa: S310  # nosec B310  # own endpoints only
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (OSError, ValueError):
        return 0


class Webhooks:
    """The queue of deliveries. ``held`` stops the background worker, never an explicit ``deliver``."""

    def __init__(self, store: Store, lock: RLock, clock: Callable[[], float], send: Send = post) -> None:
        self._store, self._lock, self._clock, self.send = store, lock, clock, send
        self.held = False
        self.duplicated = False
        self.wake: Callable[[], None] = lambda: None

    def enqueue(self, account: str, event: dict[str, Any]) -> int:
        endpoints = [row for row in self._store.all(account, "webhook_endpoint") if _wants(row, event["type"])]
        for endpoint in endpoints:
            self._store.db.execute(
                "INSERT INTO deliveries (account, event, type, endpoint, due, tries, state, status) "
                "VALUES (?, ?, ?, ?, ?, 0, 'waiting', 0)",
                (account, event["id"], event["type"], endpoint["id"], self._clock()),
            )
        self.wake()
        return len(endpoints)

    def waiting(self, type_: str = "") -> list[Delivery]:
        """What has not been accepted yet, oldest first."""
        return [row for row in self.all() if row.state == "waiting" and type_ in ("", row.type)]

    def all(self) -> list[Delivery]:
        with self._lock:
            every = f"SELECT {_COLUMNS} FROM deliveries ORDER BY seq"  # noqa: S608  # nosec B608  # names of our own columns
            return [Delivery(*row) for row in self._store.db.execute(every)]

    def due(self) -> list[Delivery]:
        return [row for row in self.waiting() if row.due <= self._clock()]

    def signed(self, delivery: Delivery) -> tuple[str, dict[str, str], bytes] | None:
        """URL, headers and raw body as they would be sent now; None if the endpoint is gone."""
        with self._lock:
            endpoint = self._store.get(delivery.account, "webhook_endpoint", delivery.endpoint)
            event = self._store.get(delivery.account, "event", delivery.event)
        if endpoint is None or event is None:
            return None
        body = json.dumps(event, indent=2).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (stand-in)",
            "Stripe-Signature": signature(endpoint["_secret"], body, int(self._clock())),
        }
        return endpoint["url"], headers, body

    def deliver(self, delivery: Delivery, send: Send | None = None) -> int:
        """Try once; the status of the endpoint's answer, 0 if there was none."""
        signed = self.signed(delivery)
        status = (send or self.send)(*signed) if signed else 410
        self._note(delivery, status, gone=signed is None)
        if signed and self.duplicated and 200 <= status < 300:
            again = self.signed(delivery)
            if again:
                (send or self.send)(*again)
        return status

    def deliver_all(self, order: Iterable[int] | None = None, send: Send | None = None, times: int = 1) -> list[int]:
        """Try everything that waits, ``times`` times each, in the ``order`` of the given positions (default: oldest first)."""
        waiting = self.waiting()
        chosen = waiting if order is None else [waiting[position] for position in order]
        return [self.deliver(delivery, send) for delivery in chosen for _ in range(times)]

    def _note(self, delivery: Delivery, status: int, gone: bool) -> None:
        accepted = 200 <= status < 300
        with self._lock:
            row = self._store.db.execute(
                "SELECT tries, state FROM deliveries WHERE seq = ?", (delivery.seq,)
            ).fetchone()
            tries = row[0] + 1
            over = gone or tries > len(RETRY_AFTER)
            state = "delivered" if accepted or row[1] == "delivered" else "given_up" if over else "waiting"
            wait = RETRY_AFTER[min(tries, len(RETRY_AFTER)) - 1]
            self._store.db.execute(
                "UPDATE deliveries SET tries = ?, state = ?, status = ?, due = ? WHERE seq = ?",
                (tries, state, status, self._clock() + wait, delivery.seq),
            )


def _wants(endpoint: dict[str, Any], type_: str) -> bool:
    return endpoint["status"] == "enabled" and any(wanted in ("*", type_) for wanted in endpoint["enabled_events"])
