"""A saved payment method."""

from typing import Literal

from chalicelib.core import ids
from chalicelib.core.model import Model

Type = Literal["card", "sepa_debit"]
DEBIT_CURRENCY = "EUR"


class PaymentMethod(Model):
    """What may be shown of a card or bank account; ``mandate`` is the reference of the debit mandate, which the bank's statements
    name. ``gateway_id`` and ``gateway_customer`` are the gateway's own ids.

    ``replaced_by``: it has gone, and this one stands in its place.
    """

    tenant_id: str
    customer_id: str
    id: str
    type: Type
    brand: str = ""
    last4: str = ""
    exp_month: int | None = None
    exp_year: int | None = None
    mandate: str = ""
    is_default: bool = False
    gateway_id: str
    gateway_customer: str
    replaced_by: str | None = None
    created_at: str
    version: int = 0

    def takes(self, currency: str) -> bool:
        """Whether it pays money of this currency: direct debits know only the euro."""
        return self.type == "card" or currency == DEBIT_CURRENCY


class FirstMethod(Model):
    """Stands beside a customer's methods from the first one on, so that of two that are first at once only one is the default."""

    tenant_id: str
    customer_id: str
    version: int = 0


def id_of(gateway_id: str) -> str:
    """Our id of the gateway's method: always the same, so that one method is never kept twice."""
    return f"pm_{ids.digest(gateway_id)[:26]}"
