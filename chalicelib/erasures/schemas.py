"""Requests to forget a person, over the wire."""

from typing import Annotated

from pydantic import Field

from chalicelib.contacts.entity import Contact
from chalicelib.core.author import Side
from chalicelib.core.fields import Prose, Reference
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.erasures.entity import ErasureRequest, Obstacle, Status


class NewErasureRequest(Request):
    """Who is to be forgotten: whoever asks, if no colleague is named."""

    colleague_id: Reference | None = None


class ErasureRefusal(Request):
    """Why the merchant does not forget this person (now)."""

    reason: Annotated[Prose, Field(min_length=1, max_length=1000)]


class ErasureView(Model):
    """A request; ``name`` and ``email`` are empty when the person is gone. ``obstacles``: what must be settled before."""

    id: str
    contact_id: str
    name: str
    email: str
    status: Status
    requested_at: str
    decided_at: str | None
    reason: str
    obstacles: list[Obstacle]

    @classmethod
    def of(cls, one: ErasureRequest, contact: Contact | None, obstacles: list[Obstacle]) -> "ErasureView":
        return cls(**_told(one, contact), obstacles=obstacles)


class StaffErasureView(ErasureView):
    """A request as staff see it; ``side``: who entered it."""

    customer_id: str
    customer_name: str
    side: Side

    @classmethod
    def told(
        cls, one: ErasureRequest, contact: Contact | None, obstacles: list[Obstacle], customer_name: str
    ) -> "StaffErasureView":
        more = {"customer_id": one.customer_id, "customer_name": customer_name, "side": one.side}
        return cls(**_told(one, contact), obstacles=obstacles, **more)


def _told(one: ErasureRequest, contact: Contact | None) -> dict[str, object]:
    person = {"name": contact.name if contact else "", "email": contact.email if contact else ""}
    kept = one.model_dump(include={"id", "contact_id", "status", "requested_at", "decided_at", "reason"})
    return {**kept, **person}
