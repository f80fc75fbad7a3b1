"""What we write to people: a letter of plain parts, set once as text and as HTML under the merchant's brand."""

from dataclasses import dataclass, field
from html import escape

from chalicelib.core.email_message import EmailMessage
from chalicelib.core.portal import Merchant

SECRET = "{secret}"  # noqa: S105
"""Stands in a link where a token belongs; the token itself waits sealed in the outbox until the mail is sent."""


@dataclass(frozen=True)
class Action:
    """The one thing the letter is for: a button, and the first link of the mail."""

    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """A mail's content in one language; every text is plain, and is escaped in one place when it is set as HTML."""

    to: str
    language: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    action: Action | None = None
    facts: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()
    reply_to: str | None = None
    quote: str | None = None


@dataclass(frozen=True)
class AttachedDocument:
    """A file of the document store that goes with a letter; it may still be in rendering."""

    key: str
    filename: str
    content_type: str = "application/pdf"


@dataclass(frozen=True)
class Sheet:
    """A letter with its documents, as a verb hands it to the outbox; ``secret`` replaces SECRET in its link."""

    letter: Letter
    documents: tuple[AttachedDocument, ...] = field(default_factory=tuple)
    secret: str | None = None


def typeset(letter: Letter, merchant: Merchant, site_url: str) -> EmailMessage:
    """The letter as a mail: text and HTML that say the same."""
    return EmailMessage(
        to=letter.to,
        subject=letter.subject,
        text=_text(letter, merchant),
        html=_html(letter, merchant, site_url),
        sender_name=merchant.organization.name,
        language=letter.language,
        reply_to=letter.reply_to or merchant.organization.email,
    )


def _text(letter: Letter, merchant: Merchant) -> str:
    parts = [letter.greeting, *letter.paragraphs]
    if letter.quote:
        parts.append("\n".join(f"> {line}" for line in letter.quote.splitlines()))
    if letter.facts:
        parts.append("\n".join(f"{name}: {value}" for name, value in letter.facts))
    if letter.action:
        parts.append(f"{letter.action.label}:\n{letter.action.url}")
    return "\n\n".join([*parts, *letter.closing, merchant.organization.name]) + "\n"


def _html(letter: Letter, merchant: Merchant, site_url: str) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in (letter.greeting, *letter.paragraphs))
    action = f'<p><a href="{escape(letter.action.url)}">{escape(letter.action.label)}</a></p>' if letter.action else ""
    return f'<!doctype html><html lang="{letter.language}"><body>{paragraphs}{action}</body></html>'
