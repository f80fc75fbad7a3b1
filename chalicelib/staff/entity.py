"""One of the merchant's people."""

from typing import Literal

from chalicelib.core.identity import StaffRole
from chalicelib.core.model import Model

StaffStatus = Literal["invited", "active", "disabled"]


class Staff(Model):
    """A staff member, known by the e-mail address within the tenant.

    ``access`` counts how often access was switched off, ``invitation`` is the digest of the newest invitation's token: as of
    contacts.
    """

    tenant_id: str
    id: str
    email: str
    name: str
    role: StaffRole
    language: str
    status: StaffStatus = "invited"
    access: int = 0
    invitation: str | None = None
    invited_at: str | None = None
    accepted_at: str | None = None
    last_seen_at: str | None = None
    created_at: str
    version: int = 0

    @property
    def is_active(self) -> bool:
        return self.status == "active"
