"""A subscription."""

from typing import Literal

from chalicelib.core.fields import Day
from chalicelib.core.model import Model
from chalicelib.plans.entity import Interval

Status = Literal["trial", "live", "past_due", "non_renewing", "paused", "cancelled", "expired"]


class Subscription(Model):
    """A plan at a quantity for a customer: ``amount`` is one interval's price in minor units without tax, as agreed at the start."""

    tenant_id: str
    customer_id: str
    id: str
    plan_code: str
    plan_name: str
    quantity: int = 1
    amount: int
    currency: str
    tax_rate: str = "0"
    interval: Interval
    interval_count: int = 1
    status: Status
    created_at: str
    current_term_start: Day
    current_term_end: Day
    next_billing_date: Day | None = None
    cancel_at: Day | None = None
    collection: Literal["online", "offline"]
    payment_method_id: str | None = None
    version: int = 0
