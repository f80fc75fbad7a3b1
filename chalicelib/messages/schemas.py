"""Messages over the wire."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.author import AuthorView
from chalicelib.core.fields import Line, Prose
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.messages.entity import Message, Reply

Body = Annotated[Prose, Field(min_length=1)]


class NewMessage(Request):
    """What to write to the merchant."""

    subject: Annotated[Line, Field(min_length=1)]
    body: Body


class NewReply(Request):
    """What to answer."""

    body: Body


class ReplyView(Model):
    """An answer of either side."""

    id: str
    author: AuthorView
    body: str
    created_at: str

    @classmethod
    def of(cls, one: Reply) -> "ReplyView":
        author = AuthorView(name=one.author_name, kind=one.author_kind)
        return cls(id=one.id, author=author, body=one.body, created_at=one.created_at)


class MessageView(Model):
    """A conversation: what one of the customer's people wrote, and the answers, oldest first."""

    id: str
    author: AuthorView
    subject: str
    body: str
    created_at: str
    updated_at: str
    replies: list[ReplyView]

    @classmethod
    def of(cls, one: Message) -> "MessageView":
        return cls(**_values(one))


class StaffMessageView(MessageView):
    """The same with the customer whose it is."""

    customer_id: str
    customer_name: str

    @classmethod
    def told(cls, one: Message, customer_name: str) -> "StaffMessageView":
        return cls(customer_id=one.customer_id, customer_name=customer_name, **_values(one))


def _values(one: Message) -> dict[str, object]:
    return {
        **one.model_dump(include={"id", "subject", "body", "created_at", "updated_at"}),
        "author": AuthorView(name=one.author_name, kind="client"),
        "replies": [ReplyView.of(reply) for reply in one.replies],
    }
