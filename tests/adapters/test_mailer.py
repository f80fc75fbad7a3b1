"""The mailer says clearly whether a mail went, did not go, or nobody knows; and never sends by itself a second time."""

from email import message_from_bytes, policy

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ParamValidationError,
    ReadTimeoutError,
)

from chalicelib.adapters import aws, mailer
from chalicelib.core.email_message import Attachment, EmailMessage


def message(**parts):
    values = {
        "to": "ada@example.com", "subject": "Rechnung 7 über 1.327,50 €", "text": "Grüße\n\n" + "x" * 2000,
        "html": "<p>Grüße</p>", "sender_name": 'Müller & "Söhne"', "language": "de", **parts,
    }  # fmt: skip
    return EmailMessage(**values)


def read(envelope):
    return message_from_bytes(envelope.content, policy=policy.default)


def test_a_mail_has_text_html_and_its_attachments_under_the_merchants_name(time):
    attachment = Attachment("invoice-7.pdf", "application/pdf", b"%PDF-1.7 \xff")
    mail = read(mailer.prepare(message(reply_to="billing@acme.example", attachments=(attachment,))))
    assert mail["From"].addresses[0].display_name == 'Müller & "Söhne"'
    assert mail["From"].addresses[0].addr_spec == "no-reply@portal.example.com"
    assert (mail["To"], mail["Reply-To"]) == ("ada@example.com", "billing@acme.example")
    assert mail["Subject"] == "Rechnung 7 über 1.327,50 €"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().splitlines()[:2] == ["Grüße", ""]
    assert mail.get_body(("html",)).get_content().strip() == "<p>Grüße</p>"
    (part,) = mail.iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("invoice-7.pdf", b"%PDF-1.7 \xff")


def test_a_mail_is_seven_bits_wide_and_no_line_is_too_long(time):
    content = mailer.prepare(message()).content
    assert content.isascii() and b"=0D" not in content
    assert max(map(len, content.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\x00", "\u2028", "\u2029", "\x85"])
@pytest.mark.parametrize("field", ["to", "subject", "sender_name", "reply_to", "language"])
def test_v14_a_header_of_several_lines_is_refused(time, field, sign):
    with pytest.raises(mailer.MailRefused):
        mailer.prepare(message(**{field: f"ada@example.com{sign}Bcc: eve@example.com"}))


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@example.com, eve@example.com", "ada@example.com>, <eve@example.com"]
)
def test_v14_a_second_address_is_refused(time, address):
    with pytest.raises(mailer.MailRefused):
        mailer.prepare(message(to=address))


def test_v14_an_address_in_a_name_is_a_name(time):
    mail = read(mailer.prepare(message(sender_name="Acme <eve@example.com>, x@example.com")))
    assert [address.addr_spec for address in mail["From"].addresses] == ["no-reply@portal.example.com"]


@pytest.mark.parametrize("name", ["../x.pdf", "a/b.pdf", 'x".pdf', "x\r\n.pdf", "rechnung-ü.pdf", ""])
@pytest.mark.asvs("5.4.2")
def test_v14_v23_a_filename_is_plain(time, name):
    with pytest.raises(mailer.MailRefused):
        mailer.prepare(message(attachments=(Attachment(name, "application/pdf", b""),)))


def test_what_ses_takes_is_sent_once_and_has_an_id(post):
    assert mailer.send(mailer.prepare(message()))
    (mail,) = post.sent
    assert (mail.to, mail.subject) == ("ada@example.com", "Rechnung 7 über 1.327,50 €")


class Ses:
    """Stands in for SES's client: every call is counted and ends in the error."""

    def __init__(self, error):
        self.error, self.calls = error, 0

    def send_email(self, **_):
        self.calls += 1
        raise self.error


def refusal(code, status, said="No."):
    return ClientError(
        {"Error": {"Code": code, "Message": said}, "ResponseMetadata": {"HTTPStatusCode": status}}, "SendEmail"
    )


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (refusal("TooManyRequestsException", 429), mailer.MailNotSent),
        (refusal("LimitExceededException", 400), mailer.MailNotSent),
        (refusal("SendingPausedException", 400), mailer.MailNotSent),
        (refusal("AccountSuspendedException", 400), mailer.MailNotSent),
        (refusal("MailFromDomainNotVerifiedException", 400), mailer.MailNotSent),
        (refusal("MessageRejected", 400, "Email address is not verified."), mailer.MailNotSent),
        (refusal("AccessDeniedException", 403), mailer.MailNotSent),
        (EndpointConnectionError(endpoint_url="https://ses"), mailer.MailNotSent),
        (ConnectTimeoutError(endpoint_url="https://ses"), mailer.MailNotSent),
        (refusal("MessageRejected", 400, "Illegal content."), mailer.MailRefused),
        (refusal("BadRequestException", 400), mailer.MailRefused),
        (ParamValidationError(report="x"), mailer.MailRefused),
        (refusal("InternalServiceErrorException", 500), mailer.MailUncertain),
        (refusal("RequestTimeout", 408), mailer.MailUncertain),
        (refusal("ServiceUnavailable", 503), mailer.MailUncertain),
        (ReadTimeoutError(endpoint_url="https://ses"), mailer.MailUncertain),
        (ConnectionClosedError(endpoint_url="https://ses"), mailer.MailUncertain),
        (ValueError("an answer nobody can read"), mailer.MailUncertain),
    ],
    ids=lambda value: getattr(value, "__name__", None) or type(value).__name__,
)
def test_i4_every_error_is_sure_or_uncertain(time, monkeypatch, error, kind):
    ses = Ses(error)
    monkeypatch.setattr(aws, "client", lambda *_, **__: ses)
    with pytest.raises(kind) as raised:
        mailer.send(mailer.prepare(message()))
    assert type(raised.value) is kind
    assert raised.value.reason
    assert ses.calls == 1


def test_i4_the_client_of_ses_repeats_nothing(cloud, monkeypatch):
    calls = []

    def lost(self, request, model, context):
        calls.append(model.name)
        return None, ReadTimeoutError(endpoint_url="https://ses")

    monkeypatch.setattr("botocore.endpoint.Endpoint._do_get_response", lost)
    with pytest.raises(mailer.MailUncertain):
        mailer.send(mailer.prepare(message()))
    assert calls == ["SendEmail"]
