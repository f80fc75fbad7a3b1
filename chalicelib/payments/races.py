"""Telling a race, after which the caller reads again, from a refusal."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.core.errors import Conflict
from chalicelib.customers.totals import CreditTaken
from chalicelib.payment_methods.save import MethodsChanged
from chalicelib.payments.rules import AttemptChanged
from chalicelib.tenants.take_number import NumberTaken

TRIES = 8
_RACES = (Conflict, AttemptChanged, CreditTaken, MethodsChanged, NumberTaken)


def _is_race(error: Conflict) -> bool:
    """Whether a row was only changed since it was read: the bare Conflict is that of a version that moved."""
    return type(error) in _RACES


@contextmanager
def lost_race(turn: int, *also: type[Conflict]) -> Iterator[None]:
    """What is tried in here is given up when a row was changed since it was read, or for a Conflict of ``also``; the caller reads again.

    It waits a little longer each turn, so that those who want the same row do not meet again and again.
    """
    try:
        yield
    except Conflict as error:
        if not _is_race(error) and not isinstance(error, also):
            raise
        time.sleep(0.01 * turn)
