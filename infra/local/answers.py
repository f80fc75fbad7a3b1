"""Answers of the front server's own: pages, sentences, parts of a mail."""

from collections.abc import Iterable
from dataclasses import dataclass

from infra.local import mail_pages
from infra.local.mails import Mail

_PLAIN = "text/plain; charset=utf-8"

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    status: int
    headers: Headers
    body: bytes


def part_of_mail(mail: Mail, rest: list[str]) -> Answer:
    """The page of a mail, its HTML for the frame, or one of its files."""
    if not rest:
        return html(mail_pages.mail_page(mail), mail_pages.PAGE_POLICY)
    if rest == ["html"]:
        return html(mail_pages.framed_html(mail), mail_pages.FRAME_POLICY)
    if len(rest) == 2 and rest[0] == "files" and rest[1].isdecimal() and int(rest[1]) < len(mail.attachments):
        file = mail.attachments[int(rest[1])]
        headers = [("Content-Type", file.content_type), ("X-Content-Type-Options", "nosniff")]
        return Answer(200, [*headers, ("Content-Security-Policy", "sandbox")], file.content)
    return text(404, "There is no such part of this mail.")


def html(page: str, policy: str) -> Answer:
    """A page under its own security policy."""
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy)]
    return Answer(200, [*headers, ("Cache-Control", "no-store")], page.encode())


def text(status: int, sentence: str, headers: Iterable[tuple[str, str]] = ()) -> Answer:
    """One sentence."""
    return Answer(status, [("Content-Type", _PLAIN), *headers], sentence.encode())
