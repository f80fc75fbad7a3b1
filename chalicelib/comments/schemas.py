"""Comments over the wire."""

from typing import Annotated

from pydantic import Field

from chalicelib.comments.entity import Comment
from chalicelib.core.author import AuthorView
from chalicelib.core.fields import Prose
from chalicelib.core.model import Model
from chalicelib.core.page import Request


class NewComment(Request):
    """What to say; plain text of several lines."""

    text: Annotated[Prose, Field(min_length=1, max_length=2000)]


class CommentView(Model):
    """A comment."""

    id: str
    author: AuthorView
    text: str
    created_at: str

    @classmethod
    def of(cls, one: Comment) -> "CommentView":
        author = AuthorView(name=one.author_name, kind=one.author_kind)
        return cls(id=one.id, author=author, text=one.text, created_at=one.created_at)
