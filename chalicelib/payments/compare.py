"""What the gateway's books say of a day against what the ledger says; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.adapters.gateways.models import BalanceMovement
from chalicelib.payments.entity import LedgerEntry

_KEYS = {
    ("charge", True): "charge",
    ("refund", False): "refund",
    ("refund", True): "refund_failed",
    ("dispute", False): "dispute",
    ("dispute", True): "dispute_won",
}
"""The ledger's kind of key for a movement, by its kind and whether money came."""
CHECK_AT = timedelta(hours=6)
"""How long after a day's end it is compared: what happened at midnight has been booked by then."""


@dataclass(frozen=True)
class Difference:
    """A booking that one side does not know, or knows otherwise; amounts in minor units, signed, None: not there."""

    key: str
    currency: str
    gateway: int | None
    ledger: int | None


def day_begins(day: date) -> datetime:
    """Midnight in UTC, as the gateway counts."""
    return datetime.combine(day, time(), UTC)


def key_of(movement: BalanceMovement) -> str | None:
    """The ledger's key of a movement; None for fees, payouts and whatever else is no client's money."""
    kind = _KEYS.get((movement.kind, movement.amount > 0))
    return f"{kind}#{movement.source_id}" if kind and movement.source_id else None


def compare_day(day: date, movements: Iterable[BalanceMovement], entries: Iterable[LedgerEntry]) -> list[Difference]:
    """What of this day differs. Both sides reach beyond the day, since one may book a little later than the other."""
    theirs = {key: one for one in movements if (key := key_of(one)) is not None}
    ours = {entry.key: entry for entry in entries if _at_gateway(entry)}
    found = (_difference(day, key, theirs.get(key), ours.get(key)) for key in sorted({*theirs, *ours}))
    return [one for one in found if one is not None]


def _difference(day: date, key: str, told: BalanceMovement | None, booked: LedgerEntry | None) -> Difference | None:
    if told is None:
        assert booked, "one side knows it"
        same_day = datetime.fromisoformat(booked.at).date() == day
        return Difference(key, booked.currency, None, _at_gateway(booked)) if same_day else None
    ledger = _at_gateway(booked) if booked else None
    currency = booked.currency if booked else told.currency
    if told.created.date() != day or (told.amount, told.currency) == (ledger, currency):
        return None
    return Difference(key, told.currency, told.amount, ledger)


def _at_gateway(entry: LedgerEntry) -> int:
    return sum(posting.amount for posting in entry.postings if posting.account == "gateway")
