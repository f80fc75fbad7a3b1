"""Sending mail by SES: one try, so that an answer that is lost does not become a second mail."""

from email.headerregistry import Address
from email.message import EmailMessage as Mime
from email.policy import SMTP
from email.utils import format_datetime

from chalicelib.adapters import aws
from chalicelib.core import clock
from chalicelib.core.email_message import EmailMessage
from chalicelib.settings import settings


def send(message: EmailMessage) -> str:
    """Hand one mail to SES and answer its message id. SDK retries are off: the outbox decides on a second try."""
    knobs = settings()
    arguments = {"ConfigurationSetName": knobs.mail_configuration_set} if knobs.mail_configuration_set else {}
    answer = aws.client("sesv2", attempts=1).send_email(
        FromEmailAddress=str(_sender(message)),
        Destination={"ToAddresses": [message.to]},
        Content={"Raw": {"Data": bytes(_mime(message))}},
        **arguments,
    )
    return str(answer["MessageId"])


def _sender(message: EmailMessage) -> Address:
    return Address(display_name=message.sender_name, addr_spec=settings().mail_sender)


def _mime(message: EmailMessage) -> Mime:
    mime = Mime(policy=SMTP)
    mime["From"] = _sender(message)
    mime["To"] = Address(addr_spec=message.to)
    mime["Subject"] = message.subject
    mime["Date"] = format_datetime(clock.now())
    mime["Content-Language"] = message.language
    mime["Auto-Submitted"] = "auto-generated"
    if message.reply_to:
        mime["Reply-To"] = Address(addr_spec=message.reply_to)
    mime.set_content(message.text)
    mime.add_alternative(message.html, subtype="html")
    for attachment in message.attachments:
        maintype, subtype = attachment.content_type.split("/")
        mime.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=attachment.filename)
    return mime
