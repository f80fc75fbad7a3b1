"""What we write to people: a letter of plain parts, set once as text and as HTML under the merchant's brand."""

import re
from dataclasses import dataclass, field

from chalicelib.core import letter_html, letter_text
from chalicelib.core.email_message import EmailMessage
from chalicelib.core.fields import Address
from chalicelib.core.letter_page import Page
from chalicelib.core.letter_phrases import phrase
from chalicelib.core.portal import Merchant

SECRET = "{secret}"  # noqa: S105
"""Stands in a link where a token belongs; the token itself waits sealed in the outbox until the mail is sent."""
_ADDRESS = re.compile(r"https?://[!-~]+")
_SEPARATORS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_LONGEST_HEADER = 200


@dataclass(frozen=True)
class Action:
    """The one thing the letter is for: a button, and the first link of the mail."""

    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """A mail's content in one language; every text is plain, and is escaped in one place when it is set as HTML.

    ``quote`` is what a person wrote, ``quote_lead`` the line above it; ``preheader`` is what a mailbox shows beside the
    subject, the first paragraph if empty.
    """

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
    quote_lead: str = ""
    preheader: str = ""


@dataclass(frozen=True)
class AttachedDocument:
    """A file of the document store that goes with a letter; it may still be in rendering."""

    key: str
    filename: str
    content_type: str = "application/pdf"


@dataclass(frozen=True)
class Sheet:
    """A letter with its documents, as a verb hands it to the outbox; ``secret`` replaces SECRET in its link.

    ``despite_complaint``: it is about the reader's own access or about what pays, so it goes to who reported a mail as unwanted, too.
    ``farewell``: its reader is no more, and nothing of it is kept.
    """

    letter: Letter
    documents: tuple[AttachedDocument, ...] = field(default_factory=tuple)
    secret: str | None = None
    despite_complaint: bool = False
    farewell: bool = False


def typeset(letter: Letter, merchant: Merchant, site_url: str) -> EmailMessage:
    """The letter as a mail: text and HTML that say the same."""
    page = _page(letter, merchant, site_url)
    return EmailMessage(
        to=letter.to,
        subject=page.title,
        text=letter_text.write(page),
        html=letter_html.write(page),
        sender_name=page.brand,
        language=letter.language,
        reply_to=_reply_to(letter, merchant),
    )


def fill_secret(text: str, secret: str | None) -> str:
    """The text or HTML of a mail with the token in its link; a token is URL-safe, so nothing has to be escaped."""
    return text.replace(SECRET, secret) if secret else text


def header_line(text: str) -> str:
    """Text for a header: line breaks of every kind become one space, signs that turn the reading direction go (V14)."""
    line = " ".join(_SEPARATORS.sub(" ", _DIRECTIONS.sub("", text)).split())
    return line if len(line) <= _LONGEST_HEADER else f"{line[: _LONGEST_HEADER - 1].rstrip()}…"


def _page(letter: Letter, merchant: Merchant, site_url: str) -> Page:
    organization = merchant.organization
    return Page(
        language=letter.language,
        title=header_line(_text(letter.subject)),
        preheader=header_line(_text(letter.preheader or next(iter(letter.paragraphs), ""))),
        brand=header_line(_text(organization.name)),
        logo_url=f"{site_url}{merchant.logo_url}" if merchant.logo_url else None,
        accent=organization.accent,
        greeting=_text(letter.greeting),
        paragraphs=tuple(map(_text, letter.paragraphs)),
        facts=tuple((_text(name), _text(value)) for name, value in letter.facts),
        label=_text(letter.action.label) if letter.action else "",
        url=_url(letter.action.url) if letter.action else "",
        link_hint=phrase(letter.language, "link_hint"),
        quote_lead=_text(letter.quote_lead) if letter.quote else "",
        quote=tuple(_text(letter.quote or "").splitlines()),
        closing=tuple(map(_text, letter.closing)),
        imprint=_imprint(letter, merchant),
    )


def _imprint(letter: Letter, merchant: Merchant) -> tuple[str, ...]:
    organization = merchant.organization
    lines = (
        organization.name,
        ", ".join(_lines_of(organization.address)),
        " · ".join(filter(None, (organization.phone, organization.website))),
        phrase(letter.language, "reply_hint", reply_to=_reply_to(letter, merchant)),
        phrase(letter.language, "sent_by", merchant=organization.name),
    )
    return tuple(header_line(_text(line)) for line in lines if line)


def _lines_of(address: Address) -> list[str]:
    town = f"{address.postal_code} {address.city}".strip()
    return [part for part in (address.line1, address.line2, town, address.state, address.country) if part]


def _reply_to(letter: Letter, merchant: Merchant) -> str:
    return letter.reply_to or merchant.organization.email


def _text(text: str) -> str:
    """Text as people write it: without control characters, and never a place where a token would be filled in (V18)."""
    plain = _NOT_TEXT.sub("", text.replace("\r\n", "\n"))
    return plain.replace(SECRET, "{ secret }")


def _url(url: str) -> str:
    """Links are ours: whole addresses of web pages. Raises ValueError for anything else."""
    if not _ADDRESS.fullmatch(url):
        raise ValueError("A letter links to a web page.")
    return url
