"""A contact."""

from typing import Literal

from chalicelib.core.identity import ClientRole, partition
from chalicelib.core.model import Model

PortalStatus = Literal["disabled", "invited", "active"]


class Contact(Model):
    """A person of a customer, known by the e-mail address; the same person may be a contact of several customers.

    ``access`` counts how often portal access was switched off: a session that began before has another number and is over,
    even if access is switched on again. ``invitation`` is the digest of the newest invitation's token.
    ``leaving``: somebody asked that the person be forgotten; until that is decided the contact stays, for it says who that is.
    """

    tenant_id: str
    customer_id: str
    id: str
    email: str
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    role: ClientRole = "billing"
    language: str
    timezone: str | None = None
    portal_status: PortalStatus = "disabled"
    access: int = 0
    invitation: str | None = None
    invited_at: str | None = None
    accepted_at: str | None = None
    last_seen_at: str | None = None
    leaving: bool = False
    created_at: str
    version: int = 0

    @property
    def name(self) -> str:
        """How the person is addressed: the name if there is one, else the address."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)

    @property
    def is_active(self) -> bool:
        return self.portal_status == "active"
