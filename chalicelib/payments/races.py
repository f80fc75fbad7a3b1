"""Telling a race, after which the caller reads again, from a refusal."""

import time

from chalicelib.core.errors import Conflict
from chalicelib.customers.totals import CreditTaken
from chalicelib.payment_methods.save import MethodsChanged
from chalicelib.payments.rules import AttemptChanged
from chalicelib.tenants.take_number import NumberTaken

TRIES = 8
_RACES = (Conflict, AttemptChanged, CreditTaken, MethodsChanged, NumberTaken)


def is_race(error: Conflict) -> bool:
    """Whether a row was only changed since it was read: the bare Conflict is that of a version that moved."""
    return type(error) in _RACES


def pause(turn: int) -> None:
    """Wait a little longer each turn, so that those who want the same row do not meet again and again."""
    time.sleep(0.01 * turn)
