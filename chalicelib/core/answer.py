"""An answer that needs more than a body: another status, headers, or a cookie."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Body = TypeVar("Body")


@dataclass(frozen=True)
class Answer(Generic[Body]):
    """What a verb returns when its body alone does not say enough. ``cookies`` are whole Set-Cookie values."""

    body: Body
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A body that is not JSON: XML, CSV or a calendar, as ``content_type``."""

    content: str
    content_type: str
