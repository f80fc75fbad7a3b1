"""For whom an attempt is made, and by whom: a person in the portal, or the calendar where nobody is there."""

from dataclasses import dataclass

from chalicelib.core.identity import Actor, PortalUser, partition
from chalicelib.core.portal import Merchant


@dataclass(frozen=True)
class Payer:
    """``contact_id`` is the person to whom the receipt goes first; empty if nobody pressed a button."""

    actor: Actor
    merchant: Merchant
    customer_id: str
    language: str
    contact_id: str = ""

    @classmethod
    def of(cls, user: PortalUser) -> "Payer":
        return cls(user, user.merchant, user.customer_id, user.language, user.contact_id)

    @property
    def tenant_id(self) -> str:
        return self.merchant.tenant_id

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)
