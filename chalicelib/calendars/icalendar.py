"""Days as a calendar program reads them: iCalendar (RFC 5545, RFC 7986), the little of it that a feed of days needs.

Written by hand: why, docs/decisions/2026-11-23-account.md says. Tests read what is written with a library.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from chalicelib.calendars.entity import Entry

_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def as_text(entries: Iterable[Entry], title: str) -> str:
    """The whole feed, the same octet for octet while nothing changes. What is settled is absent: a subscriber drops it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Client Portal//Calendar feed//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(title)}",
        f"X-WR-CALNAME:{_text(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for entry in sorted(entries, key=lambda one: (one.day, one.uid)):
        lines += _event(entry)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{entry.since[:19].replace('-', '').replace(':', '')}Z",
        f"DTSTART;VALUE=DATE:{_day(entry.day)}",
        f"DTEND;VALUE=DATE:{_day(entry.day + timedelta(days=1))}",
        f"SUMMARY:{_text(entry.title)}",
        f"DESCRIPTION:{_text(entry.text)}",
        f"URL:{entry.url}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _text(value: str) -> str:
    """The one place where a text becomes part of a feed (V28): nothing in it can end its line or its value."""
    return value.translate(_ESCAPED)


def _folded(line: str) -> str:
    """At most 75 octets a line; what follows begins with a space. No character is cut in two."""
    rows, row = [], ""
    for character in line:
        if len((row + character).encode()) > _OCTETS:
            rows.append(row)
            row = " "
        row += character
    return "\r\n".join([*rows, row])
