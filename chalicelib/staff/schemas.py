"""Staff over the wire."""

from typing import Literal

from chalicelib.core.fields import Email, Language, Name
from chalicelib.core.identity import StaffRole
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.staff.entity import Staff, StaffStatus


class StaffView(Model):
    """One of the merchant's people."""

    id: str
    name: str
    email: str
    role: StaffRole
    status: StaffStatus
    language: str
    invited_at: str | None
    last_seen_at: str | None
    created_at: str

    @classmethod
    def of(cls, staff: Staff) -> "StaffView":
        return cls(**staff.model_dump(include=set(cls.model_fields)))


class NewStaff(Request):
    """Somebody to be invited; the language is the merchant's if left out."""

    name: Name
    email: Email
    role: StaffRole
    language: Language | None = None


class StaffChange(Request):
    """Any of these; what is left out stays. ``disabled`` acts on the next request."""

    name: Name | None = None
    role: StaffRole | None = None
    status: Literal["active", "disabled"] | None = None
