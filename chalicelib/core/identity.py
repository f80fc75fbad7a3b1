"""Who is asking: the two kinds of signed-in people, and the machine itself."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.core.errors import NotAllowed
from chalicelib.core.portal import Merchant, PortalSettings

ClientRole = Literal["viewer", "billing", "owner"]
StaffRole = Literal["support", "accountant", "admin", "owner"]
_CLIENT_LADDER: tuple[ClientRole, ...] = ("viewer", "billing", "owner")
_STAFF_LADDER: tuple[StaffRole, ...] = ("support", "accountant", "admin", "owner")


class RoleTooLow(NotAllowed):
    sentence = "Your role does not include this."


class SwitchedOff(NotAllowed):
    sentence = "The merchant does not offer this."


@dataclass(frozen=True)
class PortalUser:
    """A client's person, signed in: the token and the session check say all of it, nothing comes from the request."""

    merchant: Merchant
    customer_id: str
    contact_id: str
    email: str
    name: str
    role: ClientRole
    language: str
    session_id: str
    request_id: str
    authenticated_at: int

    kind = "client"

    @property
    def tenant_id(self) -> str:
        return self.merchant.tenant_id

    @property
    def partition(self) -> str:
        """The partition key of everything of this customer: a neighbour's row cannot be addressed."""
        return partition(self.tenant_id, self.customer_id)

    @property
    def actor_id(self) -> str:
        return self.contact_id

    def must_be(self, role: ClientRole) -> None:
        """Raises RoleTooLow below ``role`` (viewer < billing < owner)."""
        if not self.may(role):
            raise RoleTooLow

    def may(self, role: ClientRole) -> bool:
        return _CLIENT_LADDER.index(self.role) >= _CLIENT_LADDER.index(role)

    @property
    def settings(self) -> PortalSettings:
        return self.merchant.portal


@dataclass(frozen=True)
class StaffUser:
    """One of the merchant's people, signed in."""

    merchant: Merchant
    staff_id: str
    email: str
    name: str
    role: StaffRole
    session_id: str
    request_id: str
    authenticated_at: int

    kind = "staff"

    @property
    def tenant_id(self) -> str:
        return self.merchant.tenant_id

    @property
    def actor_id(self) -> str:
        return self.staff_id

    def must_be(self, role: StaffRole) -> None:
        """Raises RoleTooLow below ``role`` (support < accountant < admin < owner)."""
        if not self.may(role):
            raise RoleTooLow

    def may(self, role: StaffRole) -> bool:
        return _STAFF_LADDER.index(self.role) >= _STAFF_LADDER.index(role)

    @property
    def settings(self) -> PortalSettings:
        return self.merchant.portal


@dataclass(frozen=True)
class Machine:
    """A worker, a webhook or a schedule acting for a tenant, by the name of what it does."""

    tenant_id: str
    name: str
    request_id: str

    kind = "machine"

    @property
    def actor_id(self) -> str:
        return self.name


Actor = PortalUser | StaffUser | Machine


@dataclass(frozen=True)
class Caller:
    """The request around the person: for entrances that work before anybody is signed in."""

    address: str
    origin: str | None
    portal_header: str | None
    cookies: dict[str, str]
    idempotency_key: str | None
    user_agent: str
    request_id: str
    access_token: str | None
    headers: dict[str, str]
    raw_body: bytes


def partition(tenant_id: str, customer_id: str) -> str:
    """``T#C``: the partition key of a customer's rows in every table."""
    return f"{tenant_id}#{customer_id}"


def owner_of(pk: str) -> tuple[str, str]:
    """The tenant and the customer whose partition this is."""
    tenant_id, _, customer_id = pk.partition("#")
    return tenant_id, customer_id
