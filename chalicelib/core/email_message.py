"""A mail as the product speaks of it, before any wire format."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attachment:
    """A file with the mail; ``filename`` is ASCII and has no path."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class EmailMessage:
    """One mail to one address. ``sender_name`` and ``subject`` are single lines; ``text`` and ``html`` say the same.

    ``reference`` is the same on every copy of one mail: by it a second sending is known.
    """

    to: str
    subject: str
    text: str
    html: str
    sender_name: str
    language: str
    reply_to: str | None = None
    attachments: tuple[Attachment, ...] = field(default_factory=tuple)
    reference: str = ""
