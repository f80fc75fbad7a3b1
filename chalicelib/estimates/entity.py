"""An estimate: what is offered to a customer, each revision of it, and the one answer."""

from typing import Literal, get_args

from chalicelib.core.documents import Party
from chalicelib.core.fields import Day, Language
from chalicelib.core.identity import partition
from chalicelib.core.model import Model
from chalicelib.invoices.entity import Line, Tax

Status = Literal["draft", "sent", "viewed", "accepted", "declined", "expired", "invoiced"]
PaperKind = Literal["offer", "certificate"]
STATUSES: tuple[Status, ...] = get_args(Status)
OPEN_STATUSES: tuple[Status, ...] = ("sent", "viewed")
"""Offered, and nobody answered yet."""
MAX_REVISIONS = 20
"""They are read together, so there is an end to them."""


class Answer(Model):
    """What a client's person said, and what is known of who that was: kept like an invoice, because it is evidence."""

    kind: Literal["accepted", "declined"]
    at: str
    contact_id: str
    name: str
    email: str
    address: str
    device: str
    reason: str = ""


class Offer(Model):
    """What clients go on seeing of an estimate while staff prepare the next revision of it."""

    status: Status
    revision: int
    date: Day
    expiry_date: Day
    currency: str
    subtotal: int
    tax_total: int
    total: int
    sent_at: str
    viewed_at: str | None
    answer: Answer | None


class Estimate(Model):
    """Amounts in minor units of ``currency``; they, the dates and the answer are those of the newest revision. ``status`` is what
    was last kept; rules.status_of says what it is today.

    ``offered`` is there while a revision is prepared after an earlier one was offered. ``invoice_issued``: the invoice that was
    made of it was sent at once, so clients may see it. ``edition`` counts how often the newest revision's row was written.
    """

    tenant_id: str
    customer_id: str
    id: str
    number: str | None = None
    status: Status = "draft"
    revision: int = 1
    date: Day
    expiry_date: Day
    currency: str
    subtotal: int
    tax_total: int
    total: int
    created_at: str
    sent_at: str | None = None
    viewed_at: str | None = None
    answer: Answer | None = None
    certificate_sha256: str | None = None
    invoice_id: str | None = None
    invoice_issued: bool = False
    offered: Offer | None = None
    edition: int = 0
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)


class Revision(Model):
    """One revision, in a row of its own: a draft until it is sent, then only its answer is added. ``seller`` and ``buyer`` are
    as on the day it was sent; ``content_sha256`` is of all that was offered, ``terms_sha256`` of the terms alone."""

    tenant_id: str
    customer_id: str
    estimate_id: str
    revision: int
    date: Day
    expiry_date: Day
    currency: str
    lines: list[Line]
    taxes: list[Tax]
    subtotal: int
    tax_total: int
    total: int
    notes: str = ""
    terms: str = ""
    created_at: str
    sent_at: str | None = None
    seller: Party | None = None
    buyer: Party | None = None
    content_sha256: str | None = None
    terms_sha256: str | None = None
    answer: Answer | None = None
    version: int = 0


class Paper(Model):
    """A file of an estimate: a revision as it was offered, or the certificate of its acceptance. Language and brand are those of
    the day on which it was ordered; ``url`` is where the estimate is answered; ``sha256`` is there once the file is."""

    tenant_id: str
    customer_id: str
    estimate_id: str
    revision: int
    kind: PaperKind
    language: Language
    accent: str
    logo_key: str | None = None
    url: str = ""
    document_key: str
    sha256: str | None = None
    created_at: str
    version: int = 0

    @property
    def name(self) -> str:
        """Where it lies in the customer's partition."""
        return f"{self.estimate_id}#{self.revision:03}#{self.kind}"


class WholeEstimate(Estimate):
    """An estimate with its revisions, oldest first, and its papers: what a page and an editor need."""

    revisions: list[Revision]
    papers: list[Paper] = []

    @property
    def newest(self) -> Revision:
        return self.revisions[-1]

    def paper(self, kind: PaperKind, revision: int) -> Paper | None:
        """This file of this revision, if it was ever ordered."""
        return next((one for one in self.papers if (one.kind, one.revision) == (kind, revision)), None)
