"""A checkout: what a stranger wants to subscribe to, until it is paid and carried out."""

from typing import Any, Literal

from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.core.fields import Address, Day
from chalicelib.core.model import Model
from chalicelib.plans.entity import Plan

State = Literal["open", "pending", "paid", "complete", "failed", "expired"]
PREFIX = "chk_"
"""Of our ids of checkouts: the gateway's events name them where those of payments name an attempt."""


class Person(Model):
    """Who subscribes."""

    first_name: str
    last_name: str = ""
    email: str
    phone: str = ""


class Company(Model):
    """For whom, if not for themselves."""

    company_name: str = ""
    tax_id: str = ""


class Taken(Model):
    """What the gateway took and saved; no ``charge_id`` and no amount if nothing was due yet."""

    charge_id: str = ""
    amount: int = 0
    method: SavedMethod | None = None


class Checkout(Model):
    """One visit to the gateway's page. ``plan`` is the plan as it was then, ``total`` what is due today with tax, in minor units;
    without anything due the page only saves a payment method.

    What comes into being gets its ids here, so that whatever is repeated or lost makes nothing twice: the customer's is
    ``customer_id``, the others follow from the checkout's. ``ask`` is what the gateway is asked, the same on every try; no
    ``gateway_id``: its answer is not known. ``digest`` is that of the request. ``check_at``: when the reconciler looks at it.
    Who subscribes is forgotten once it is carried out: the customer is kept then.
    """

    tenant_id: str
    id: str
    state: State = "open"
    plan: Plan
    quantity: int
    language: str
    person: Person | None = None
    company: Company = Company()
    billing_address: Address = Address()
    total: int
    digest: str
    customer_id: str
    gateway_customer: str
    ask: dict[str, Any]
    gateway_id: str | None = None
    redirect_url: str | None = None
    taken: Taken | None = None
    paid_on: Day | None = None
    created_at: str
    checks: int = 0
    check_at: str
    expires: int
    version: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be done, as far as anybody knows: money that comes after all is taken up."""
        return self.state in ("complete", "failed", "expired")

    @property
    def pays(self) -> bool:
        """Whether something is due today."""
        return self.total > 0
