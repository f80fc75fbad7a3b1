"""Telling the people who run the deployment what needs a look; metric filters count these lines."""

import logging

from chalicelib.outbox.entity import OutboxEntry

_log = logging.getLogger("portal.alarm")
_NAMES = {"unknown": "mail_unknown", "refused": "mail_refused"}


def raise_alarm(entry: OutboxEntry) -> None:
    """One line for a row that ended badly. It comes before the row is kept: twice is better than never."""
    name = _NAMES[entry.state] if entry.kind == "mail" else "task_given_up"
    _log.error(
        name,
        extra={
            "fields": {
                "alarm": name,
                "event": f"outbox.{entry.state}",
                "outbox_id": entry.id,
                "tenant": entry.tenant_id,
                "failure": entry.failure,
            }
        },
    )
