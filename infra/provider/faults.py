"""Faults to order: the next matching request fails, is lost after it was applied, or waits."""

import threading
from dataclasses import dataclass, field


class Dropped(ConnectionError):
    """The connection closed without an answer."""


@dataclass
class Fault:
    """What happens to the next ``times`` requests whose method and path match.

    ``applied`` False: nothing is done; True: it is done, and then the answer is lost. ``status`` answers with that
    status instead of dropping the connection (an applied 500 is what Stripe would replay under the same key).
    ``gate`` holds the request back until it is set; ``only_wait`` lets it proceed unharmed afterwards.
    """

    method: str = ""
    path: str = ""
    times: int = 1
    applied: bool = False
    status: int | None = None
    only_wait: bool = False
    gate: threading.Event | None = None
    arrived: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        self.arrived.set()
        if self.gate is not None and not self.gate.wait(timeout=30):
            raise Dropped("held back for too long")


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def take(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for fault in self._waiting:
                if fault.method in ("", method) and fault.path in path:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None
