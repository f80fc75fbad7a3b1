"""Plays SES's mailbox simulator: mail to ``bounce@…``, ``complaint@…`` or ``ooto@…`` of any domain makes its event, by EventBridge.

It runs inside the emulator, which takes mails and matches events but tells nobody what became of a mail.
"""

import json
from datetime import UTC, datetime
from typing import Any

from ministack.services import eventbridge  # type: ignore[import-not-found]

from infra.names import LOCAL, Names

_OUTCOMES: dict[str, tuple[str, dict[str, str]]] = {
    "bounce": ("Bounce", {"bounceType": "Permanent", "bounceSubType": "General"}),
    "complaint": ("Complaint", {"complaintFeedbackType": "abuse"}),
    "ooto": ("Bounce", {"bounceType": "Transient", "bounceSubType": "General"}),
}
_TITLES = {"Bounce": "Email Bounced", "Complaint": "Email Complaint Received"}


def event_of(request: dict[str, Any], message_id: str, now: datetime) -> dict[str, Any] | None:
    """What SES would put on the bus about this mail, as an entry of PutEvents; None for a mailbox that takes it."""
    to = request.get("Destination", {}).get("ToAddresses", [])
    outcome = _OUTCOMES.get(str(next(iter(to), "")).partition("@")[0].partition("+")[0].lower())
    if outcome is None:
        return None
    kind, facts = outcome
    at = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {tag["Name"]: [tag["Value"]] for tag in request.get("EmailTags", [])}
    tags = {"ses:configuration-set": [request.get("ConfigurationSetName", "")], **told}
    detail = {
        "eventType": kind,
        "mail": {"timestamp": at, "messageId": message_id, "destination": to, "tags": tags},
        kind.lower(): {**facts, "timestamp": at, "feedbackId": f"feedback-{message_id}"},
    }
    return {
        "Source": "aws.ses",
        "DetailType": _TITLES[kind],
        "Detail": json.dumps(detail),
        "Resources": [
            f"arn:aws:ses:{Names(LOCAL).region}:000000000000:configuration-set/{tags['ses:configuration-set'][0]}"
        ],
    }


def tell(request: dict[str, Any], message_id: str) -> None:
    """Put the event on the bus, if this mail makes one."""
    entry = event_of(request, message_id, datetime.now(UTC))
    if entry:
        # An event of AWS's own: no caller of the API may claim to be SES.
        eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)
