"""Reading again and repeating, where somebody else's write came in between."""

import time
from collections.abc import Callable
from typing import TypeVar

from chalicelib.sessions.rules import SomebodyElseWasFaster

Result = TypeVar("Result")
_TRIES = 8


def until_kept(change: Callable[[], Result]) -> Result:
    """What ``change`` answers; it reads everything anew each time. Raises SomebodyElseWasFaster after eight tries."""
    for attempt in range(1, _TRIES):
        try:
            return change()
        except SomebodyElseWasFaster:
            time.sleep(0.01 * attempt)
    return change()
