"""Sending mail by SES: one try, and a clear word on whether it went, did not go, or nobody knows.

MailNotSent      surely not sent: too many at once, SES out of reach, the account not ready; a later try may do
MailRefused      surely not sent, and never will be: SES or the mail's own form forbids it
MailUncertain    the answer was lost: it may have been sent
"""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage as Mime
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ProxyConnectionError,
)

from chalicelib.adapters import aws
from chalicelib.adapters.mail_events import OUTBOX_TAG
from chalicelib.core import clock
from chalicelib.core.email_message import Attachment, EmailMessage
from chalicelib.core.errors import PortalError, Unavailable
from chalicelib.settings import settings

_SECONDS = 10
_NEVER_SENT = (ConnectTimeoutError, EndpointConnectionError, NoCredentialsError, ProxyConnectionError)
_FINAL = ("MessageRejected", "BadRequestException", "InvalidParameterValue", "ValidationException")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_FILENAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,120}")
_LONGEST = 30_000_000
"""Bytes of one mail: SES takes 40 MB, counted after base 64."""


class MailNotSent(Unavailable):
    """``reason`` is SES's code or the name of the error."""

    def __init__(self, reason: str) -> None:
        super().__init__("The mail was not sent; it is tried again.")
        self.reason = reason


class MailUncertain(Unavailable):
    """It may have been sent; ``reason`` is SES's code or the name of the error."""

    def __init__(self, reason: str) -> None:
        super().__init__("It is not known whether the mail was sent.")
        self.reason = reason


class MailRefused(PortalError):
    """``reason`` is SES's code, or ours for a mail that cannot be written."""

    def __init__(self, reason: str) -> None:
        super().__init__("The mail cannot be sent.")
        self.reason = reason


@dataclass(frozen=True)
class Envelope:
    """A mail as bytes, ready to go: what can be wrong with its form was found out before anything is claimed."""

    to: str
    content: bytes
    reference: str = ""


def prepare(message: EmailMessage) -> Envelope:
    """The mail on the wire. Raises MailRefused for headers of several lines and for what is no address (V14)."""
    try:
        content = bytes(_mime(message))
    except (ValueError, IndexError) as error:
        raise MailRefused("form") from error
    if len(content) > _LONGEST:
        raise MailRefused("too_large")
    return Envelope(message.to, content, message.reference)


def send(envelope: Envelope) -> str:
    """Hand one mail to SES and answer its message id; SDK retries are off: the outbox decides on a second try.

    Raises MailNotSent, MailRefused or MailUncertain.
    """
    knobs = settings()
    arguments: dict[str, Any] = {}
    if knobs.mail_configuration_set:
        arguments["ConfigurationSetName"] = knobs.mail_configuration_set
    if envelope.reference:
        arguments["EmailTags"] = [{"Name": OUTBOX_TAG, "Value": envelope.reference}]
    try:
        answer = aws.client("sesv2", read_timeout=_SECONDS, attempts=1).send_email(
            FromEmailAddress=knobs.mail_sender,
            Destination={"ToAddresses": [envelope.to]},
            Content={"Raw": {"Data": envelope.content}},
            **arguments,
        )
    except Exception as error:
        raise _judged(error) from error
    return str(answer["MessageId"])


def _judged(error: Exception) -> PortalError:
    name = type(error).__name__
    if isinstance(error, ParamValidationError):
        return MailRefused(name)
    if isinstance(error, _NEVER_SENT):
        return MailNotSent(name)
    if not isinstance(error, ClientError):
        return MailUncertain(name)
    code, said = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
    if not 400 <= status < 500 or status == 408:
        return MailUncertain(code or name)
    # A sender that is not confirmed yet is the deployment's trouble, not this mail's.
    return MailRefused(code) if code in _FINAL and "not verified" not in said else MailNotSent(code or name)


def _mime(message: EmailMessage) -> Mime:
    mime = Mime(policy=SMTP)
    mime["From"] = Address(display_name=_one_line(message.sender_name), addr_spec=settings().mail_sender)
    mime["To"] = Address(addr_spec=_one_line(message.to))
    mime["Subject"] = _one_line(message.subject)
    mime["Date"] = format_datetime(clock.now())
    mime["Content-Language"] = _one_line(message.language)
    mime["Auto-Submitted"] = "auto-generated"
    mime["X-Auto-Response-Suppress"] = "All"
    if message.reference:
        mime["X-Entity-Ref-ID"] = _one_line(message.reference)
    if message.reply_to:
        mime["Reply-To"] = Address(addr_spec=_one_line(message.reply_to))
    # Quoted-printable whatever the text: no line is too long, and no server between has to carry eight bits.
    mime.set_content(message.text, cte="quoted-printable")
    mime.add_alternative(message.html, subtype="html", cte="quoted-printable")
    for attachment in message.attachments:
        _attach(mime, attachment)
    return mime


def _attach(mime: Mime, attachment: Attachment) -> None:
    if not _FILENAME.fullmatch(attachment.filename):
        raise ValueError("This is no plain file name.")
    maintype, subtype = attachment.content_type.split("/")
    mime.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=attachment.filename)


def _one_line(text: str) -> str:
    """Header text as it is, or a refusal: a line break in it would begin another header."""
    if _BREAKS.search(text):
        raise ValueError("A header has one line.")
    return text
