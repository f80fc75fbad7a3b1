"""Estimates over the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.fields import Currency, Day, Prose, Reference
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.model import Model
from chalicelib.core.page import PageQuery, Request
from chalicelib.estimates import rules
from chalicelib.estimates.entity import OPEN_STATUSES, STATUSES, Estimate, Revision, Status, WholeEstimate
from chalicelib.invoices.entity import Line, Tax
from chalicelib.invoices.schemas import CalendarDay, Lines, PartyView


class EstimateView(Model):
    """An estimate; ``status`` is today's, by the merchant's calendar; ``actions`` is what this person may do now.

    ``invoice_id`` is the invoice that was made of it; clients are told of one that was sent.
    """

    id: str
    number: str | None
    customer_id: str
    status: Status
    date: Day
    expiry_date: Day
    currency: str
    subtotal: int
    tax_total: int
    total: int
    revision: int
    decline_reason: str | None
    invoice_id: str | None
    created_at: str
    sent_at: str | None
    viewed_at: str | None
    actions: list[str]

    @classmethod
    def of(cls, estimate: Estimate, user: PortalUser | StaffUser, today: Day) -> "EstimateView":
        return cls(**_values(estimate, user, today))


class AnswerView(Model):
    """What a client's person said."""

    kind: str
    at: str
    name: str
    reason: str


class RevisionView(Model):
    """One revision as it was offered, to be compared with the others; ``answer`` is null if nobody answered it."""

    revision: int
    date: Day
    expiry_date: Day
    currency: str
    lines: list[Line]
    taxes: list[Tax]
    subtotal: int
    tax_total: int
    total: int
    notes: str
    terms: str
    sent_at: str | None
    content_sha256: str | None
    terms_sha256: str | None
    answer: AnswerView | None

    @classmethod
    def of(cls, one: Revision) -> "RevisionView":
        return cls(**one.model_dump(include=set(cls.model_fields)))


class EstimateDetail(EstimateView):
    """An estimate with all that it says, and with each of its revisions, oldest first; the last one is what it says."""

    lines: list[Line]
    taxes: list[Tax]
    notes: str
    terms: str
    seller: PartyView | None
    buyer: PartyView | None
    answer: AnswerView | None
    certificate_sha256: str | None
    revisions: list[RevisionView]

    @classmethod
    def of(cls, estimate: Estimate, user: PortalUser | StaffUser, today: Day) -> "EstimateDetail":
        assert isinstance(estimate, WholeEstimate), "a page shows all of it"
        one = estimate.newest
        return cls(
            **_values(estimate, user, today),
            **one.model_dump(include={"lines", "taxes", "notes", "terms", "answer"}),
            seller=PartyView.of(one.seller) if one.seller else None,
            buyer=PartyView.of(one.buyer) if one.buyer else None,
            certificate_sha256=estimate.certificate_sha256,
            revisions=[RevisionView.of(revision) for revision in estimate.revisions],
        )


def _values(estimate: Estimate, user: PortalUser | StaffUser, today: Day) -> dict[str, Any]:
    computed = {"status", "decline_reason", "invoice_id", "actions"}
    answer = estimate.answer
    tell = isinstance(user, StaffUser) or estimate.invoice_issued
    return {
        **estimate.model_dump(include=set(EstimateView.model_fields) - computed),
        "status": rules.status_of(estimate, today),
        "decline_reason": answer.reason if answer and answer.kind == "declined" else None,
        "invoice_id": estimate.invoice_id if tell else None,
        "actions": rules.actions_of(estimate, user, today),
    }


class Signatory(Model):
    """Who accepted."""

    contact_id: str
    name: str
    email: str


class Origin(Model):
    """From where it was accepted: the network address and how the browser called itself."""

    address: str
    device: str


class Certificate(Model):
    """Which revision was accepted, by whom, when and from where. ``content_sha256`` is of all that was offered, ``terms_sha256`` of
    the terms' text; ``sha256`` is of this certificate without it, as JSON in UTF-8 with its keys in order and no spaces."""

    estimate_id: str
    number: str
    revision: int
    date: Day
    expiry_date: Day
    currency: str
    total: int
    seller: str
    buyer: str
    content_sha256: str
    terms_sha256: str
    accepted_at: str
    accepted_by: Signatory
    accepted_from: Origin
    sha256: str


class EstimateQuery(PageQuery):
    """Which estimates. ``status`` may repeat; ``open`` means sent and viewed."""

    status: Annotated[list[Status | Literal["open"]], Field(max_length=8)] = []

    @property
    def statuses(self) -> frozenset[Status]:
        """The statuses that are meant; no filter is all of them."""
        given = set(self.status)
        return frozenset(
            one for one in STATUSES if not given or one in given or ("open" in given and one in OPEN_STATUSES)
        )


class StaffEstimateQuery(EstimateQuery):
    """Which estimates of all customers, or of one."""

    customer_id: Reference | None = None


class RevisionQuery(Request):
    """Which revision; the one that was last offered if nothing is said."""

    revision: Annotated[int | None, Field(ge=1, le=100)] = None


class NewEstimate(Request):
    """A draft to be; ``expiry_date`` is the last day on which it can be answered."""

    customer_id: Reference
    currency: Currency
    expiry_date: CalendarDay
    lines: Lines
    notes: Prose = ""
    terms: Prose = ""


class EstimateChange(Request):
    """Any of a draft's details, or what is new in the next revision; what is left out stays, ``lines`` are replaced as a whole."""

    currency: Currency | None = None
    expiry_date: CalendarDay | None = None
    lines: Lines | None = None
    notes: Prose | None = None
    terms: Prose | None = None


class AcceptanceRequest(Request):
    """Yes. With ``revision`` it is refused if a newer one was sent meanwhile."""

    revision: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None


class DeclineRequest(Request):
    """No, and why."""

    reason: Annotated[Prose, Field(min_length=1, max_length=1000)]
    revision: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
