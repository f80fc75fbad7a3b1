"""What time it is, asked in one place so that tests can move it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_source: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: TID251, E731


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def today(timezone: str) -> date:
    """The calendar day it is now in ``timezone`` (an IANA name): due dates belong to the tenant's calendar."""
    return now().astimezone(ZoneInfo(timezone)).date()


def latest_today() -> date:
    """The calendar day where it begins first (UTC+14): no merchant's calendar is further ahead."""
    return today("Pacific/Kiritimati")


def epoch() -> int:
    """Whole seconds since 1970, as DynamoDB's TTL and JWT times count."""
    return int(now().timestamp())


def set_source(source: Callable[[], datetime] | None) -> None:
    """Let ``source`` say the time; None gives it back to the machine."""
    global _source
    _source = source or (lambda: datetime.now(UTC))  # noqa: TID251


def stamp(instant: datetime) -> str:
    """RFC 3339 in UTC with ``Z`` and milliseconds: sorts as text in the order of time."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
