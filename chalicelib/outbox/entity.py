"""A row of the outbox."""

from typing import Literal

from chalicelib.core.model import Model

Kind = Literal["mail", "render", "export", "erasure"]
State = Literal["pending", "claimed", "done", "unknown", "refused", "suppressed"]


class MailDocument(Model):
    """An attachment by its place in the document store."""

    key: str
    filename: str
    content_type: str


class OutboxEntry(Model):
    """One side effect, kept with the change that causes it.

    ``tries`` counts the sendings that may have reached somebody: at most two (I4). ``sealed`` holds a mail's token, encrypted.
    What a mail says, and to whom, is dropped when it is sent; all but to whom when its delivery ends in any other way.
    ``despite_complaint``: it goes to who reported an earlier mail as unwanted, too. ``farewell``: its reader is no more, so that
    nothing of it is kept however its delivery ends.
    """

    id: str
    tenant_id: str
    customer_id: str = ""
    kind: Kind
    created_at: str
    state: State = "pending"
    tries: int = 0
    claim: str | None = None
    claimed_at: int | None = None
    expires: int | None = None
    to: str | None = None
    subject: str | None = None
    text: str | None = None
    html: str | None = None
    sender_name: str | None = None
    language: str | None = None
    reply_to: str | None = None
    documents: list[MailDocument] = []
    despite_complaint: bool = False
    farewell: bool = False
    sealed: str | None = None
    task: dict[str, str] = {}
    failure: str | None = None
    message_id: str | None = None
    version: int = 0
