"""A mail of the outbox goes to its reader: at least once, at most twice (I4)."""

import logging
import time

from chalicelib.adapters import mailer, object_store, secrets
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.email_message import Attachment, EmailMessage
from chalicelib.core.errors import Unavailable
from chalicelib.core.identity import Machine
from chalicelib.core.letters import fill_secret
from chalicelib.mailboxes.find import find_mailbox
from chalicelib.mailboxes.rules import withholds
from chalicelib.outbox import rules, store
from chalicelib.outbox.alarms import raise_alarm
from chalicelib.outbox.entity import MailDocument, OutboxEntry

_log = logging.getLogger("portal.outbox")
_SETTLE_TRIES = 3
PATIENCE = (0.5, 1.0, 2.0, 3.0)
"""Seconds between looks at a document that was ordered together with its mail: rendering takes about that long."""


class DocumentNotThere(Unavailable):
    sentence = "The document of this mail is not rendered yet."


def deliver_outbox(message: dict[str, str], request_id: str) -> None:
    """Send the mail ``message["outbox_id"]`` if nobody has; whatever this raises, the queue delivers again.

    All that can go wrong without being sent is done before the claim: reading the documents, opening the secret,
    writing the mail. Only the send itself lies between the claim and its end, so an uncertain try is an uncertain send.
    """
    entry = store.get(message["outbox_id"])
    if entry is None or entry.kind != "mail" or rules.is_settled(entry):
        return
    if rules.is_claimed(entry, clock.epoch()):
        raise rules.BeingDelivered
    if not rules.has_tries_left(entry):
        _settle(rules.leave_unknown(entry, entry.failure or "claim_ran_out", clock.epoch()))
        return
    if _is_withheld(entry):
        _withhold(entry, request_id)
        return
    try:
        envelope = _prepared(entry)
    except mailer.MailRefused as error:
        _settle(rules.refuse(entry, error.reason, clock.epoch()))
        return
    _send(store.keep(rules.claim(entry, ids.new_secret(), clock.epoch())), envelope)


def _is_withheld(entry: OutboxEntry) -> bool:
    """Whether the reader's address takes no mail of this tenant. The merchant's own people are always written to."""
    if not (entry.customer_id and entry.to):
        return False
    return withholds(find_mailbox(entry.tenant_id, entry.to), despite_complaint=entry.despite_complaint)


def _withhold(entry: OutboxEntry, request_id: str) -> None:
    """No error: staff see in the audit that this mail did not go, and at the contact why."""
    actor = Machine(entry.tenant_id, "mail", request_id)
    store.keep(
        rules.suppress(entry, clock.epoch()),
        lambda tx: record_change(tx, actor, "mail.withheld", entry.id, customer_id=entry.customer_id),
    )


def _prepared(entry: OutboxEntry) -> mailer.Envelope:
    secret = secrets.unseal(rules.SEAL, entry.sealed)["secret"] if entry.sealed else None
    return mailer.prepare(
        EmailMessage(
            to=entry.to or "",
            subject=entry.subject or "",
            text=fill_secret(entry.text or "", secret),
            html=fill_secret(entry.html or "", secret),
            sender_name=entry.sender_name or "",
            language=entry.language or "en",
            reply_to=entry.reply_to,
            attachments=tuple(_attachment(document) for document in entry.documents),
            reference=entry.id,
        )
    )


def _attachment(document: MailDocument) -> Attachment:
    """Raises DocumentNotThere after a little patience."""
    for pause in (*PATIENCE, None):
        content = object_store.find(document.key)
        if content is not None:
            return Attachment(document.filename, document.content_type, content)
        if pause is not None:
            time.sleep(pause)
    raise DocumentNotThere


def _send(entry: OutboxEntry, envelope: mailer.Envelope) -> None:
    try:
        message_id = mailer.send(envelope)
    except mailer.MailNotSent as error:
        _settle(rules.give_back(entry, error.reason, counted=False))
        raise
    except mailer.MailRefused as error:
        _settle(rules.refuse(entry, error.reason, clock.epoch()))
    except mailer.MailUncertain as error:
        if not rules.has_tries_left(entry):
            _settle(rules.leave_unknown(entry, error.reason, clock.epoch()))
            return
        _settle(rules.give_back(entry, error.reason, counted=True))
        raise
    else:
        _settle(rules.finish(entry, clock.epoch(), message_id))


def _settle(entry: OutboxEntry) -> None:
    """Keep how it ended. Some insistence: what is sent but not marked is sent again when the claim has run out."""
    if entry.state in ("unknown", "refused"):
        raise_alarm(entry)
    for left in range(_SETTLE_TRIES - 1, -1, -1):
        try:
            store.keep(entry)
        except Exception:
            if not left:
                raise
        else:
            break
    fields = {"outbox_id": entry.id, "tenant": entry.tenant_id, "state": entry.state, "tries": entry.tries}
    _log.info("mail", extra={"fields": {**fields, "failure": entry.failure, "message_id": entry.message_id}})
