"""Sent mail as people and tests read it: the raw messages the emulator kept, taken apart."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Attachment:
    """A file of a mail."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Mail:
    """One mail as it was handed to SES."""

    id: str
    to: str
    sender: str
    subject: str
    text: str
    html: str
    at: str
    attachments: tuple[Attachment, ...]

    def as_json(self) -> dict[str, Any]:
        """The form that tests read."""
        files = [{"name": file.name, "sha256": file.sha256} for file in self.attachments]
        return {
            "to": self.to,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "at": self.at,
            "attachments": files,
        }


def read_mails(folder: Path) -> list[Mail]:
    """All mails, newest last."""
    return [_read(path) for path in sorted(folder.glob("*.json"))] if folder.exists() else []


def _read(path: Path) -> Mail:
    kept = json.loads(path.read_text())
    raw = base64.b64decode(kept["content"]["Raw"]["Data"])
    message = message_from_bytes(raw, _class=EmailMessage, policy=default)
    return Mail(
        id=path.stem,
        to=", ".join(kept["to"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        at=datetime.fromtimestamp(kept["at"], UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        attachments=tuple(_attachments(message)),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _attachments(message: EmailMessage) -> list[Attachment]:
    return [_attachment(part) for part in message.iter_attachments() if isinstance(part, EmailMessage)]


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(
        part.get_filename("file"), part.get_content_type(), content if isinstance(content, bytes) else b""
    )
