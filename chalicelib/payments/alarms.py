"""Telling the people who run the deployment what must not happen; metric filters count these lines."""

import logging

_log = logging.getLogger("portal.alarm")


def raise_alarm(event: str, tenant_id: str, **facts: str | int | None) -> None:
    """One line: ``event`` names the alarm, ``facts`` are ids and amounts, never anything secret."""
    _log.error(event, extra={"fields": {"alarm": event, "event": event, "tenant": tenant_id, **facts}})
