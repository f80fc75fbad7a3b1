"""SES tells that a mail came back or was reported as unwanted: the address is marked, for the tenant that wrote to it."""

import logging
from typing import Any

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.mail_events import MailEvent, read_mail_event
from chalicelib.audit.record import record_change
from chalicelib.contacts.find import find_contact_by_email
from chalicelib.core.identity import Machine
from chalicelib.mailboxes import rules as mailboxes
from chalicelib.mailboxes.entity import MailProblem
from chalicelib.mailboxes.find import find_mailbox
from chalicelib.mailboxes.keep import keep_mailbox
from chalicelib.outbox.entity import OutboxEntry
from chalicelib.outbox.find import find_mail

_log = logging.getLogger("portal.outbox")
_alarm = logging.getLogger("portal.alarm")
_ACTIONS = {"transient": "mail.not_delivered", "bounce": "mail.bounced", "complaint": "mail.complained_of"}


def record_mail_event(message: dict[str, Any], request_id: str) -> None:
    """Mark the address of the event; whatever this raises, the queue delivers again.

    The event names the row of the outbox, the row the tenant: an address alone says nothing about whose mail it was. A row
    that is gone after its thirty days, or that speaks of another address, is no reason to mark anybody.
    """
    event = read_mail_event(message)
    if event is None:
        return
    entry = find_mail(event.outbox_id)
    if entry is None or entry.to not in (None, event.address):
        _log.warning("mail event without its mail", extra={"fields": {"outbox_id": event.outbox_id}})
    elif event.kind == "rejected":
        _ring(entry, event)
    elif not entry.farewell:
        _mark(entry, event.address, MailProblem(kind=event.kind, at=event.at, reason=event.reason), request_id)


def _mark(entry: OutboxEntry, address: str, problem: MailProblem, request_id: str) -> None:
    mailbox = mailboxes.note(find_mailbox(entry.tenant_id, address), problem)
    if mailbox is None:
        return
    actor = Machine(entry.tenant_id, "mail-event", request_id)
    with transaction() as tx:
        keep_mailbox(tx, mailbox)
        record_change(
            tx,
            actor,
            _ACTIONS[problem.kind],
            _subject(entry, address),
            customer_id=entry.customer_id,
            changes={"reason": problem.reason},
        )


def _subject(entry: OutboxEntry, address: str) -> str:
    """The contact if it is one, else the mail: the audit holds ids only."""
    contact = find_contact_by_email(entry.tenant_id, entry.customer_id, address) if entry.customer_id else None
    return contact.id if contact else entry.id


def _ring(entry: OutboxEntry, event: MailEvent) -> None:
    """SES took the mail and did not send it: a virus in a document, for example. Somebody must look."""
    fields = {"alarm": "mail_rejected", "event": "mail.rejected", "outbox_id": entry.id, "tenant": entry.tenant_id}
    _alarm.error("mail_rejected", extra={"fields": {**fields, "failure": event.reason}})
