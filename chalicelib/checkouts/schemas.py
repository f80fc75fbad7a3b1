"""Checkouts over the wire."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.checkouts.entity import Checkout
from chalicelib.core.fields import Address, Email, Language, Line, Name, Phone, PlanCode, TaxId
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.payments.schemas import ReturnPath
from chalicelib.plans.entity import Interval, Plan

Status = Literal["open", "pending", "complete", "failed", "expired"]


class OfferedPlan(Model):
    """What a stranger sees of a plan; amounts in minor units without tax."""

    code: str
    name: str
    description: str
    amount: int
    currency: str
    interval: Interval
    interval_count: int
    trial_days: int
    setup_fee: int
    tax_rate: str

    @classmethod
    def of(cls, plan: Plan) -> "OfferedPlan":
        return cls(**plan.model_dump(include=set(cls.model_fields)))


class Subscriber(Request):
    """Who subscribes: news and receipts go to this address."""

    first_name: Name
    last_name: Annotated[Line, Field(max_length=120)] = ""
    email: Email
    phone: Phone = ""


class SubscribingCompany(Request):
    """For whom, if not for a private person."""

    company_name: Line = ""
    tax_id: TaxId = ""


class NewCheckout(Request):
    """A plan to subscribe to, and for whom. The gateway's page leads back to ``return_path``."""

    plan_code: PlanCode
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)] = 1
    contact: Subscriber
    company: SubscribingCompany = SubscribingCompany()
    billing_address: Address = Address()
    language: Language | None = None
    return_path: ReturnPath | None = None


class CheckoutPage(Model):
    """Where the gateway's page is: the browser goes there."""

    id: str
    redirect_url: str


class CheckoutView(Model):
    """What became of a checkout; nothing personal. ``pending``: the payment service has not confirmed yet, or it is carried out."""

    id: str
    status: Status
    plan_code: str
    plan_name: str

    @classmethod
    def of(cls, one: Checkout) -> "CheckoutView":
        status: Status = "pending" if one.state == "paid" else one.state
        return cls(id=one.id, status=status, plan_code=one.plan.code, plan_name=one.plan.name)
