"""Subscriptions over the wire."""

from typing import Literal

from chalicelib.core.fields import Day
from chalicelib.core.model import Model
from chalicelib.core.page import PageQuery
from chalicelib.plans.entity import Interval
from chalicelib.subscriptions.entity import Status, Subscription


class SubscriptionView(Model):
    """A subscription; ``actions`` is what this person may do with it now."""

    id: str
    plan_code: str
    plan_name: str
    quantity: int
    amount: int
    currency: str
    interval: Interval
    interval_count: int
    status: Status
    created_at: str
    current_term_start: Day
    current_term_end: Day
    next_billing_date: Day | None
    cancel_at: Day | None
    collection: Literal["online", "offline"]
    payment_method_id: str | None
    actions: list[str]

    @classmethod
    def of(cls, subscription: Subscription) -> "SubscriptionView":
        return cls(actions=[], **subscription.model_dump(include=set(cls.model_fields) - {"actions"}))


class SubscriptionQuery(PageQuery):
    """Which subscriptions."""

    status: Status | None = None
