"""A mailbox as one tenant knows it."""

from typing import Literal

from chalicelib.core.model import Model

ProblemKind = Literal["transient", "bounce", "complaint"]


class MailProblem(Model):
    """Why mail to this address is in doubt or withheld; ``reason`` is the provider's own word for it, never a sentence.

    ``transient``: a mail did not arrive, the next may. ``bounce``: there is no such mailbox. ``complaint``: the person
    reported a mail as unwanted.
    """

    kind: ProblemKind
    at: str
    reason: str


class Mailbox(Model):
    """An address at a tenant; ``cleared_at``: when staff last said that it may be written to again."""

    tenant_id: str
    email: str
    problem: MailProblem | None = None
    cleared_at: str | None = None
    version: int = 0
