"""Credentials, sessions, and who a person is to them."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.contacts.entity import Contact
from chalicelib.core import ids
from chalicelib.core.model import Model
from chalicelib.core.portal import Merchant
from chalicelib.staff.entity import Staff

Audience = Literal["client", "staff"]


class SecondFactor(Model):
    """A TOTP secret, sealed with the deployment's key; until it is confirmed by a code it asks for none.

    ``sealed`` is empty where there are recovery codes alone, for passkeys. ``last_step`` is the newest time step that was used:
    no code counts twice. ``recovery`` holds digests, each for one use.
    """

    sealed: str = ""
    confirmed: bool = False
    last_step: int = 0
    recovery: list[str] = []


class Passkey(Model):
    """A key pair whose private half an authenticator keeps; ``raw`` is how browsers name it, ``key`` what checks it, in base64url.

    ``counter`` is how often it was used, where the authenticator counts; ``name`` is the browser in which it was made.
    """

    id: str
    raw: str
    key: str
    counter: int = 0
    name: str
    created_at: str
    last_used_at: str | None = None


def id_of(raw: str) -> str:
    """Our id of the passkey that browsers name so."""
    return f"pky_{ids.digest(raw)[:26]}"


class PasskeyOwner(Model):
    """Whose passkeys name this ``person_id``: at which address the credential lies."""

    tenant_id: str
    person_id: str
    email: str
    version: int = 0


class WayBack(Model):
    """How the owner of the address before a change takes it back: until when, and the second factor there was."""

    digest: str
    email: str
    until: int
    second_factor: SecondFactor | None = None


class Credential(Model):
    """How a person of a tenant signs in: one a tenant and e-mail, however many customers the person belongs to.

    ``epoch`` moves when all sessions end at once. ``sessions`` lists the living ones, oldest first. ``customers`` lists where
    invitations were accepted. ``reset`` is the digest of the newest reset's token, ``email_change`` of that for a new address.
    """

    audience: Audience
    tenant_id: str
    email: str
    id: str
    password: str
    epoch: int = 1
    sessions: list[str] = []
    customers: list[str] = []
    last_customer_id: str | None = None
    reset: str | None = None
    email_change: str | None = None
    way_back: WayBack | None = None
    second_factor: SecondFactor | None = None
    passkeys: list[Passkey] = []
    created_at: str
    changed_at: str
    version: int = 0

    @property
    def has_second_factor(self) -> bool:
        """Whether an authenticator app is set up."""
        return self.second_factor is not None and self.second_factor.confirmed

    @property
    def is_enrolled(self) -> bool:
        """Whether there is more than a password: an app, or a passkey, whose authenticator verifies its owner."""
        return self.has_second_factor or bool(self.passkeys)

    def passkey(self, passkey_id: str) -> Passkey | None:
        """The passkey of this id, or None."""
        return next((one for one in self.passkeys if one.id == passkey_id), None)


class Session(Model):
    """One signed-in browser. Times are seconds since 1970; ``expires`` is the end whatever happens.

    ``refresh_digest`` and ``previous_digest`` are those of the refresh token in use and of the one before it, replaced at ``rotated_at``.
    A session of the deployment's user pool has no refresh token of ours: its row only remembers a choice or its end.
    """

    id: str
    audience: Audience
    tenant_id: str
    email: str
    person_id: str
    customer_id: str = ""
    access: int = 0
    epoch: int = 0
    refresh_digest: str = ""
    previous_digest: str | None = None
    rotated_at: int = 0
    created_at: int
    authenticated_at: int
    seen_at: int
    idle_until: int
    expires: int
    device: str = ""
    ended: bool = False
    version: int = 0

    def is_alive(self, now: int) -> bool:
        """Whether it still counts at ``now`` (seconds since 1970): the table keeps rows for hours after their end."""
        return not self.ended and now < min(self.idle_until, self.expires)


@dataclass(frozen=True)
class Member:
    """Who a signed-in person is: a contact of one customer, or one of the merchant's people."""

    row: Contact | Staff
    merchant: Merchant

    @property
    def audience(self) -> Audience:
        return "client" if isinstance(self.row, Contact) else "staff"

    @property
    def customer_id(self) -> str:
        return self.row.customer_id if isinstance(self.row, Contact) else ""

    @property
    def is_welcome(self) -> bool:
        """Whether this person may be signed in now: access is on, and for clients the portal too."""
        return self.row.is_active and (self.audience == "staff" or self.merchant.portal.enabled)

    @property
    def needs_second_factor(self) -> bool:
        """Whether the merchant asks everybody of this kind for a second factor."""
        portal = self.merchant.portal
        return portal.require_second_factor if self.audience == "client" else portal.staff_second_factor == "required"
