"""Who did what, over the wire."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.audit.entity import AuditEntry
from chalicelib.core.model import Model
from chalicelib.core.page import PageQuery

Names = dict[str, str]
"""Names of people by their ids."""


class AuditQuery(PageQuery):
    """Which month of the audit to look at, and how much of it."""

    month: Annotated[
        str | None,
        Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", examples=["2026-03"], description="This month if left out."),
    ] = None


class ActorView(Model):
    """Who did it. ``name`` is null for a machine, and for a person who is gone: names are not kept in the audit."""

    kind: Literal["client", "staff", "machine"]
    id: str
    name: str | None

    @classmethod
    def of(cls, entry: AuditEntry, names: Names) -> "ActorView":
        return cls.model_validate({"kind": entry.actor_kind, "id": entry.actor_id, "name": names.get(entry.actor_id)})


class ActivityView(Model):
    """Something one of us did."""

    id: str
    at: Annotated[str, Field(examples=["2026-03-16T12:00:00.000Z"])]
    actor: ActorView
    action: Annotated[str, Field(examples=["invoice.forwarded"])]
    subject_id: Annotated[str, Field(examples=["inv_01KKV88VG0GX29JPP2NJ3DEFTZ"])]

    @classmethod
    def of(cls, entry: AuditEntry, names: Names) -> "ActivityView":
        return cls(
            id=entry.id,
            at=entry.at,
            actor=ActorView.of(entry, names),
            action=entry.action,
            subject_id=entry.subject_id,
        )


class AuditView(Model):
    """One committed change. ``customer_id`` is null for a change of the merchant's own."""

    id: str
    at: Annotated[str, Field(examples=["2026-03-16T12:00:00.000Z"])]
    actor: ActorView
    action: Annotated[str, Field(examples=["invoice.sent"])]
    subject_id: Annotated[str, Field(examples=["inv_01KKV88VG0GX29JPP2NJ3DEFTZ"])]
    customer_id: str | None
    changes: dict[str, str | int | bool | None]
    request_id: str

    @classmethod
    def of(cls, entry: AuditEntry, names: Names) -> "AuditView":
        return cls(
            id=entry.id,
            at=entry.at,
            actor=ActorView.of(entry, names),
            action=entry.action,
            subject_id=entry.subject_id,
            customer_id=entry.customer_id or None,
            changes=entry.changes,
            request_id=entry.request_id,
        )
