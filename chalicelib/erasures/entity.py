"""A request to forget a person."""

from typing import Literal

from chalicelib.core import ids
from chalicelib.core.author import Side
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

Status = Literal["open", "withdrawn", "refused", "erasing", "erased"]
Obstacle = Literal["owner", "outstanding", "credit", "subscriptions", "payments"]
"""Why a person cannot be forgotten yet: nobody else of the customer is an owner; or nobody else is there at all, and money is owed,
is the customer's to have, will be asked for, or is on its way."""


class ErasureRequest(Model):
    """The newest request about one person; it holds ids only, so it may stay when the person is gone.

    ``requested_by``: a person of the customer, or staff who were asked in another way (``side``). ``reason`` is why it was refused.
    """

    tenant_id: str
    customer_id: str
    id: str
    contact_id: str
    status: Status = "open"
    side: Side
    requested_by: str
    requested_at: str
    decided_by: str | None = None
    decided_at: str | None = None
    reason: str = ""
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)


def id_of(contact_id: str) -> str:
    """A person's request has always the same id: two of them never wait beside each other."""
    return f"era_{ids.digest(contact_id)[:26]}"
