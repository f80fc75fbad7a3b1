"""Subscriptions over the wire."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.fields import Day, Line, PlanCode, Prose, Reference
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.model import Model
from chalicelib.core.page import PageQuery, Request
from chalicelib.plans.entity import Interval
from chalicelib.subscriptions import rules
from chalicelib.subscriptions.entity import Happening, Reason, Status, Subscription

Collection = Literal["online", "offline"]


class AgreedView(Model):
    """What the next term will be of; ``amount`` is the price of one piece a term in minor units without tax."""

    plan_code: str
    plan_name: str
    quantity: int
    amount: int
    tax_rate: str
    interval: Interval
    interval_count: int


class SubscriptionView(Model):
    """A subscription; ``amount`` is the price of one piece a term in minor units without tax, ``actions`` is what this
    person may do with it now."""

    id: str
    customer_id: str
    plan_code: str
    plan_name: str
    quantity: int
    amount: int
    currency: str
    tax_rate: str
    interval: Interval
    interval_count: int
    status: Status
    created_at: str
    current_term_start: Day
    current_term_end: Day
    next_billing_date: Day | None
    cancel_at: Day | None
    pending: AgreedView | None
    paused_at: str | None
    collection: Collection
    payment_method_id: str | None
    actions: list[str]

    @classmethod
    def of(cls, one: Subscription, user: PortalUser | StaffUser, today: date) -> "SubscriptionView":
        return cls(**cls._values(one, user, today))

    @classmethod
    def _values(cls, one: Subscription, user: PortalUser | StaffUser, today: date) -> dict[str, object]:
        values = one.model_dump(include=set(cls.model_fields) - {"actions"})
        return {**values, "actions": rules.actions_of(one, user, today)}


class EndingView(Model):
    """What whoever cancelled it said."""

    reason: Reason
    comment: str
    at: str


class SubscriptionDetail(SubscriptionView):
    """A subscription with what happened to it, newest first, and why it ends."""

    history: list[Happening]
    ending: EndingView | None

    @classmethod
    def of(cls, one: Subscription, user: PortalUser | StaffUser, today: date) -> "SubscriptionDetail":
        values = cls._values(one, user, today)
        return cls(**{**values, "history": one.history[::-1]})


class SubscriptionQuery(PageQuery):
    """Which subscriptions."""

    status: Status | None = None


class StaffSubscriptionQuery(SubscriptionQuery):
    """Which subscriptions of all customers, or of one."""

    customer_id: Reference | None = None


class NewSubscription(Request):
    """A subscription to be. Without ``start_date`` it starts today; one that started before is billed from its current term on."""

    customer_id: Reference
    plan_code: PlanCode
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)] = 1
    start_date: Day | None = None
    collection: Collection
    payment_method_id: Reference | None = None


class SubscriptionUpdate(Request):
    """How its invoices are paid from now on; ``payment_method_id`` null: by no saved method."""

    collection: Collection | None = None
    payment_method_id: Reference | None = None


class ChangeRequest(Request):
    """Another plan, another quantity, or both; what is left out stays. ``now`` for the rest of the term already, or from the next
    term on."""

    plan_code: PlanCode | None = None
    quantity: Annotated[int | None, Field(strict=True, ge=1, le=100_000)] = None
    when: rules.When = "end_of_term"


class ChangePreview(Model):
    """What a change does: it counts from ``effective_on``; ``due_now`` is invoiced at once for ``days_left`` of ``days_in_term``,
    ``next_price`` with the term that begins on ``next_billing_date``; both in minor units, without tax."""

    when: rules.When
    effective_on: Day
    plan_code: str
    plan_name: str
    quantity: int
    amount: int
    currency: str
    days_in_term: int
    days_left: int
    due_now: int
    next_price: int
    next_billing_date: Day


class CancellationRequest(Request):
    """``now`` or at the end of the term that is paid for, and why."""

    when: rules.When
    reason: Reason
    comment: Annotated[Prose, Field(max_length=1000)] = ""


class CancellationOption(Model):
    """One way to cancel: ``ends_on`` is the last day; ``credit`` what is given back, in minor units."""

    when: rules.When
    ends_on: Day
    credit: int
    currency: str


class CancellationPreview(Model):
    """What cancelling would do, a line for each way that is offered; ``reasons`` are those to choose from."""

    options: list[CancellationOption]
    reasons: list[Line]
