"""A conversation."""

from typing import Final

from chalicelib.core.author import Side
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

MAX_REPLIES: Final = 30
MAX_SIGNS: Final = 25_000
"""Of all bodies together: a row takes 400 kB, and a sign may need twelve bytes in it."""


class Reply(Model):
    """What was answered, by either side; the name is kept as it was then."""

    id: str
    author_kind: Side
    author_id: str
    author_name: str
    body: str
    created_at: str


class Message(Model):
    """What a client wrote to the merchant, with the answers, oldest first."""

    tenant_id: str
    customer_id: str
    id: str
    author_id: str
    author_name: str
    subject: str
    body: str
    replies: list[Reply] = []
    created_at: str
    updated_at: str
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)

    @property
    def writers(self) -> set[str]:
        """The ids of the customer's people who wrote in it."""
        return {self.author_id, *(one.author_id for one in self.replies if one.author_kind == "client")}
