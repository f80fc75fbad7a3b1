"""Signing in, over the wire."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.contacts.entity import Contact
from chalicelib.core.clock import stamp
from chalicelib.core.fields import Email, Language, Line, Name, Phone, Timezone
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.customers.entity import Customer
from chalicelib.sessions.entity import Credential, Member, Session
from chalicelib.staff.entity import Staff

# Passwords are taken exactly as typed: nothing is trimmed, normalised or cut.
Password = Annotated[
    str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1024), Field(examples=["correct horse 42"])
]
Token = Annotated[str, Field(min_length=1, max_length=200, description="What the link in the mail ends with.")]
Code = Annotated[
    str, Field(min_length=6, max_length=40, description="Six digits of the authenticator app, or a recovery code.")
]


class Empty(Request):
    """Nothing is said."""


class SignIn(Request):
    """A client's e-mail address and password; ``totp`` from those who set up an authenticator app."""

    email: Email
    password: Password
    totp: Code | None = None


class StaffSignIn(SignIn):
    """The same of staff; ``tenant`` is the portal's name or the tenant's id."""

    tenant: Annotated[str, Field(min_length=1, max_length=64, examples=["acme"])]


class StaffTenant(Request):
    """Whose session is meant, where a browser holds sessions of several merchants."""

    tenant: Annotated[str | None, Field(min_length=1, max_length=64)] = None


class Acceptance(Request):
    """An invitation is accepted with a new password, or with the one the person has here already."""

    token: Token
    password: Password
    totp: Code | None = None


class ResetRequest(Request):
    """Who has forgotten the password."""

    email: Email


class StaffResetRequest(ResetRequest):
    """The same of staff."""

    tenant: Annotated[str, Field(min_length=1, max_length=64, examples=["acme"])]


class ResetCompletion(Request):
    """The token of the mail and the new password."""

    token: Token
    password: Password


class PasswordChange(Request):
    """The password there is and the one there shall be."""

    current_password: Password
    new_password: Password


class EmailChange(Request):
    """The address there shall be, and the password once more."""

    email: Email
    password: Password


class EmailToken(Request):
    """The token of the mail about a change of addresses."""

    token: Token


SecondFactorState = Literal["off", "on", "required"]


class ClientMe(Model):
    """A client as the client sees it. ``second_factor`` is ``on`` with an authenticator app, and ``required`` if that or a passkey
    must be set up before anything else.
    """

    id: str
    email: str
    name: str
    first_name: str
    last_name: str
    phone: str
    role: str
    language: str
    timezone: str | None
    customer_id: str
    second_factor: SecondFactorState

    @classmethod
    def of(cls, member: Member, credential: Credential | None) -> "ClientMe":
        contact = member.row
        assert isinstance(contact, Contact)
        values = contact.model_dump(include=set(cls.model_fields))
        return cls(name=contact.name, second_factor=_second_factor(member, credential), **values)


class StaffMe(Model):
    """A staff member as that person sees it; ``portal`` is the portal's name."""

    id: str
    email: str
    name: str
    role: str
    language: str
    status: str
    tenant_id: str
    portal: str
    second_factor: SecondFactorState

    @classmethod
    def of(cls, member: Member, credential: Credential | None) -> "StaffMe":
        staff = member.row
        assert isinstance(staff, Staff)
        values = staff.model_dump(include=set(cls.model_fields))
        portal = member.merchant.portal.portal_name
        return cls(portal=portal, second_factor=_second_factor(member, credential), **values)


def _second_factor(member: Member, credential: Credential | None) -> SecondFactorState:
    if credential is None:
        return "off"
    if credential.has_second_factor:
        return "on"
    return "required" if member.needs_second_factor and not credential.passkeys else "off"


class _SignedIn(Model):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105
    expires_in: Annotated[int, Field(description="Seconds the access token lives.", examples=[600])]


class ClientSignedIn(_SignedIn):
    """A client is signed in; the refresh token is in a cookie."""

    user: ClientMe


class StaffSignedIn(_SignedIn):
    """A staff member is signed in; the refresh token is in a cookie."""

    user: StaffMe


class MeChange(Request):
    """Any of a client's own details; what is left out stays."""

    first_name: Line | None = None
    last_name: Line | None = None
    phone: Phone | None = None
    language: Language | None = None
    timezone: Timezone | None = None


class StaffMeChange(Request):
    """Any of a staff member's own details; what is left out stays."""

    name: Name | None = None
    language: Language | None = None


class SessionView(Model):
    """Where somebody is signed in."""

    id: str
    device: str
    created_at: str
    last_used_at: str
    expires_at: str
    current: bool

    @classmethod
    def of(cls, session: Session, current: str) -> "SessionView":
        return cls(
            id=session.id,
            device=session.device,
            created_at=_instant(session.created_at),
            last_used_at=_instant(session.seen_at),
            expires_at=_instant(min(session.idle_until, session.expires)),
            current=session.id == current,
        )


def _instant(seconds: int) -> str:
    return stamp(datetime.fromtimestamp(seconds, UTC))


class CustomerChoice(Model):
    """A customer this person belongs to."""

    id: str
    display_name: str
    role: str
    current: bool

    @classmethod
    def of(cls, customer: Customer, contact: Contact, current: str) -> "CustomerChoice":
        return cls(
            id=customer.id, display_name=customer.display_name, role=contact.role, current=customer.id == current
        )


class Confirmation(Request):
    """The password, where the last sign-in is longer ago than five minutes."""

    password: Password | None = None


class SecondFactorCode(Request):
    """The first code that the authenticator app shows."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["123456"])]


class SecondFactorSecret(Model):
    """What the authenticator app needs; shown once."""

    secret: str
    uri: str


class RecoveryCodes(Model):
    """Codes for the day the authenticator app is lost, each for one sign-in; shown once."""

    codes: list[str]
