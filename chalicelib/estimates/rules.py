"""What state an estimate is in, who sees what of it, what may be done with it, and what its certificate says; pure."""

import hashlib
import json
from datetime import date
from typing import Any, Final, TypeVar

from chalicelib.core.documents import Party
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.estimates.entity import (
    MAX_REVISIONS,
    OPEN_STATUSES,
    Answer,
    Estimate,
    Offer,
    Revision,
    Status,
    WholeEstimate,
)

AnyEstimate = TypeVar("AnyEstimate", bound=Estimate)


class EstimateState(Conflict):
    """It cannot be done in the state that ``state`` names; the answer says which that is."""

    def __init__(self, state: Status) -> None:
        self.state = state
        super().__init__(_SENTENCES[state])

    @property
    def code(self) -> str:
        return f"estimate_{self.state}"


_SENTENCES: Final[dict[Status, str]] = {
    "draft": "This estimate was not sent yet.",
    "sent": "This estimate was sent and waits for an answer.",
    "viewed": "This estimate was sent and waits for an answer.",
    "accepted": "This estimate was accepted already.",
    "declined": "This estimate was declined already.",
    "expired": "This estimate has expired.",
    "invoiced": "This estimate was accepted already, and an invoice was made of it.",
}


class OtherRevision(Conflict):
    sentence = "There is a newer revision of this estimate. Please look at it first."


class TooManyRevisions(Conflict):
    sentence = "This estimate has as many revisions as it can have. Please write a new one."


class NotAccepted(Conflict):
    sentence = "This estimate was not accepted, so there is no certificate."


def number_of(taken: int) -> str:
    """How the number that was taken from the merchant's series is written; all revisions of an estimate share it."""
    return f"EST-{taken:05}"


def status_of(estimate: Estimate, today: date) -> Status:
    """The status on ``today``, by the tenant's calendar: the expiry date is the last day on which one may answer."""
    if estimate.status in OPEN_STATUSES and estimate.expiry_date < today:
        return "expired"
    return estimate.status


def as_offered(estimate: AnyEstimate) -> AnyEstimate | None:
    """The estimate as clients see it: a revision that staff prepare is nobody's business yet. None before it was ever sent."""
    if estimate.status != "draft":
        return estimate
    if estimate.offered is None:
        return None
    changes = dict(estimate.offered)
    if isinstance(estimate, WholeEstimate):
        changes["revisions"] = [one for one in estimate.revisions if one.revision <= estimate.offered.revision]
    return estimate.model_copy(update=changes)


def offer_of(estimate: Estimate, today: date) -> Offer:
    """What clients go on seeing while the next revision is prepared."""
    assert estimate.sent_at, "only what was sent is revised"
    values = {name: getattr(estimate, name) for name in Offer.model_fields}
    return Offer(**{**values, "status": status_of(estimate, today)})


def check_open(estimate: Estimate, today: date) -> None:
    """Raises EstimateState unless an answer is awaited."""
    status = status_of(estimate, today)
    if status not in OPEN_STATUSES:
        raise EstimateState(status)


def check_draft(estimate: Estimate, today: date) -> None:
    """Raises EstimateState unless staff may still change it."""
    if estimate.status != "draft":
        raise EstimateState(status_of(estimate, today))


def check_may_revise(estimate: Estimate, today: date) -> None:
    """Only what was declined or has expired is offered anew. Raises EstimateState, TooManyRevisions."""
    status = status_of(estimate, today)
    if status not in ("declined", "expired"):
        raise EstimateState(status)
    if estimate.revision >= MAX_REVISIONS:
        raise TooManyRevisions


def check_accepted(estimate: Estimate, today: date) -> None:
    """Raises EstimateState unless it was accepted and nobody made an invoice of it."""
    if estimate.status != "accepted" or estimate.invoice_id:
        raise EstimateState("invoiced" if estimate.invoice_id else status_of(estimate, today))


def actions_of(estimate: Estimate, user: PortalUser | StaffUser, today: date) -> list[str]:
    """What this person may do with it now."""
    status = status_of(estimate, today)
    if isinstance(user, PortalUser):
        return ["accept", "decline"] if status in OPEN_STATUSES and user.may("billing") else []
    offered = {
        "edit": status == "draft",
        "send": status == "draft" or status in OPEN_STATUSES,
        "revise": status in ("declined", "expired") and estimate.revision < MAX_REVISIONS,
        "invoice": status == "accepted" and not estimate.invoice_id,
    }
    return [action for action, may in offered.items() if may and user.may("accountant")]


# Evidence ------------------------------------------------------------------------------------------------------------


def hash_of(value: Any) -> str:
    """SHA-256 of the value as canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def terms_hash(terms: str) -> str:
    """SHA-256 of the words themselves, so that anybody can compute it of the text they have."""
    return hashlib.sha256(terms.encode()).hexdigest()


def seal(revision: Revision, number: str, seller: Party, buyer: Party) -> Revision:
    """The revision with its parties and the hashes of what it offers; from now on it is what it is."""
    parties = {"seller": seller, "buyer": buyer}
    told = revision.model_copy(update=parties)
    outside = {"tenant_id", "customer_id", "created_at", "content_sha256", "terms_sha256", "answer", "version"}
    content = {**told.model_dump(mode="json", exclude=outside), "number": number}
    return told.model_copy(update={"content_sha256": hash_of(content), "terms_sha256": terms_hash(revision.terms)})


def certificate_of(estimate: WholeEstimate) -> dict[str, Any]:
    """What was accepted, by whom, when and from where. Raises NotAccepted."""
    answer, revision = estimate.answer, estimate.newest
    if answer is None or answer.kind != "accepted":
        raise NotAccepted
    assert revision.seller and revision.buyer, "only what was sent is accepted"
    return {
        "estimate_id": estimate.id,
        "number": estimate.number,
        "revision": revision.revision,
        "date": str(revision.date),
        "expiry_date": str(revision.expiry_date),
        "currency": revision.currency,
        "total": revision.total,
        "seller": revision.seller.name,
        "buyer": revision.buyer.name,
        "content_sha256": revision.content_sha256,
        "terms_sha256": revision.terms_sha256,
        "accepted_at": answer.at,
        "accepted_by": {"contact_id": answer.contact_id, "name": answer.name, "email": answer.email},
        "accepted_from": {"address": answer.address, "device": answer.device},
    }


def answered(estimate: WholeEstimate, answer: Answer) -> WholeEstimate:
    """The estimate with its one answer, which its revision keeps, too."""
    revisions = [*estimate.revisions[:-1], estimate.newest.model_copy(update={"answer": answer})]
    changed = estimate.model_copy(update={"status": answer.kind, "answer": answer, "revisions": revisions})
    if answer.kind == "declined":
        return changed
    return changed.model_copy(update={"certificate_sha256": hash_of(certificate_of(changed))})


def offer_key(estimate: Estimate) -> str:
    """How the customer's row remembers that it waits for an answer: its last day and its id."""
    return f"{estimate.expiry_date}#{estimate.id}"
