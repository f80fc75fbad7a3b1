"""Plans over the wire."""

from typing import Annotated

from pydantic import Field, StrictBool

from chalicelib.core.fields import Amount, Currency, Name, Percent, PlanCode, Prose
from chalicelib.core.model import Model
from chalicelib.core.page import PageQuery, Request
from chalicelib.plans.entity import Interval, Plan

IntervalCount = Annotated[int, Field(strict=True, ge=1, le=365, description="So many intervals make a term.")]
TrialDays = Annotated[int, Field(strict=True, ge=0, le=365, description="Days before the first invoice.")]


class PlanView(Model):
    """A plan; amounts in minor units without tax."""

    id: str
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
    active: bool

    @classmethod
    def of(cls, plan: Plan) -> "PlanView":
        return cls(**plan.model_dump(include=set(cls.model_fields)))


class NewPlan(Request):
    """A plan to be; ``code`` stands in addresses and never changes. The currency is the merchant's own if left out."""

    code: PlanCode
    name: Name
    description: Annotated[Prose, Field(max_length=1000)] = ""
    amount: Amount
    currency: Currency | None = None
    interval: Interval
    interval_count: IntervalCount = 1
    trial_days: TrialDays = 0
    setup_fee: Amount = 0
    tax_rate: Percent = "0"
    active: StrictBool = True


class PlanChange(Request):
    """Any of these; what is subscribed already keeps what was agreed. Code, currency and interval make another plan."""

    name: Name | None = None
    description: Annotated[Prose | None, Field(max_length=1000)] = None
    amount: Amount | None = None
    trial_days: TrialDays | None = None
    setup_fee: Amount | None = None
    tax_rate: Percent | None = None
    active: StrictBool | None = None


class PlanQuery(PageQuery):
    """Which plans: all, by code."""
