"""Reads what SES tells of a mail after it took it, as EventBridge brings it. It trusts no shape."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from chalicelib.core.clock import stamp
from chalicelib.core.errors import PortalError
from chalicelib.core.fields import normal_email

OUTBOX_TAG = "outbox_id"
"""The tag by which an event names the row of the outbox it is about; the mailer sets it, nobody outside can."""
_WORD = re.compile(r"[A-Za-z0-9-]{1,40}")
_ID = re.compile(r"[A-Za-z0-9_]{1,64}")

Kind = Literal["transient", "bounce", "complaint", "rejected"]


class MailEventUnreadable(PortalError):
    sentence = "This is no event of a mail."


@dataclass(frozen=True)
class MailEvent:
    """What became of one mail. ``reason`` is SES's own word; what the other server said stays out: it quotes addresses."""

    kind: Kind
    outbox_id: str
    address: str
    at: str
    reason: str


def read_mail_event(message: Mapping[str, Any]) -> MailEvent | None:
    """The event, or None if it is none that matters. Raises MailEventUnreadable.

    The address is the one we handed to SES: a server that forwards may report another one as bounced.
    """
    try:
        detail = message["detail"]
        found = _kind(detail)
        if found is None:
            return None
        kind, reason, at = found
        mail = detail["mail"]
        return MailEvent(kind, _tag(mail["tags"]), _address(mail["destination"]), _instant(at), _word(reason))
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise MailEventUnreadable from error


def _kind(detail: Mapping[str, Any]) -> tuple[Kind, Any, Any] | None:
    """Kind, reason and time of the event; None for what asks nothing of us."""
    name = detail["eventType"]
    if name == "Bounce":
        bounce = detail["bounce"]
        kind: Kind = "bounce" if bounce["bounceType"] == "Permanent" else "transient"
        return kind, bounce.get("bounceSubType"), bounce["timestamp"]
    if name == "Complaint":
        complaint = detail["complaint"]
        reason = complaint.get("complaintFeedbackType") or complaint.get("complaintSubType")
        # Somebody moved the mail out of the spam: the opposite of a complaint.
        return None if reason == "not-spam" else ("complaint", reason, complaint["timestamp"])
    if name in ("Reject", "Rendering Failure"):
        return "rejected", name.replace(" ", "-"), detail["mail"]["timestamp"]
    return None


def _tag(tags: Mapping[str, Any]) -> str:
    (value,) = tags[OUTBOX_TAG]
    if not _ID.fullmatch(value):
        raise ValueError("This is no id.")
    return str(value)


def _address(destination: Any) -> str:
    (address,) = destination
    return normal_email(address)


def _instant(told: Any) -> str:
    instant = datetime.fromisoformat(told)
    return stamp(instant if instant.tzinfo else instant.replace(tzinfo=UTC))


def _word(told: Any) -> str:
    return told if isinstance(told, str) and _WORD.fullmatch(told) else "unknown"
