"""A subscription."""

from typing import Literal

from chalicelib.core.fields import Day
from chalicelib.core.identity import partition
from chalicelib.core.model import Model
from chalicelib.plans.entity import Interval

Status = Literal["trial", "live", "past_due", "non_renewing", "paused", "cancelled", "expired"]
Reason = Literal[
    "too_expensive",
    "missing_features",
    "switched_service",
    "unused",
    "customer_service",
    "low_quality",
    "too_complex",
    "other",
]
Event = Literal[
    "started",
    "renewed",
    "payment_failed",
    "payment_received",
    "cancellation_scheduled",
    "cancellation_undone",
    "cancelled",
    "changed",
    "change_scheduled",
    "change_dropped",
    "paused",
    "resumed",
]
MAX_EVENTS = 40
"""How many events are kept with the subscription, the newest: a list reads whole rows. The audit keeps all."""


class Happening(Model):
    """One line of a subscription's history: what happened, and by whom: ``client``, ``staff``, or the calendar (empty)."""

    at: str
    event: Event
    by: str = ""


class Ending(Model):
    """Why a subscription ends, or ended: as whoever cancelled it said; ``contact_id`` if that was a client."""

    reason: Reason
    comment: str = ""
    contact_id: str | None = None
    at: str


class Agreed(Model):
    """What is subscribed to: a plan at a quantity, at the price of the day on which it was agreed."""

    plan_code: str
    plan_name: str
    quantity: int
    amount: int
    tax_rate: str
    interval: Interval
    interval_count: int

    @property
    def price(self) -> int:
        """What one term costs, without tax."""
        return self.amount * self.quantity

    @property
    def pace(self) -> tuple[Interval, int]:
        """How long its terms are."""
        return self.interval, self.interval_count


class Collection(Model):
    """A term's invoice that the saved method is to pay, looked at by the calendar until it is settled.

    ``turn`` counts the charges that failed; the next one is on ``next_on``, None: no more, the client has to do something.
    """

    invoice_id: str
    since: Day
    turn: int = 0
    next_on: Day | None = None


class Subscription(Model):
    """A plan at a quantity for a customer: ``amount`` is one term's price of one piece in minor units without tax, as agreed
    at the start.

    Terms are counted from ``anchor``, the first day that is charged, so that what began on the 31st comes back to the 31st;
    ``term`` is the one that was billed last, -1 before the first. ``pending`` is what the next term will be of; ``paused_at``
    is there while no term begins. ``current_term_end`` is the term's last day, ``cancel_at``
    the last day of all. ``setup_fee`` is what the first invoice adds. ``trial``: the current term is one. ``collecting``: the
    newest invoice is being charged by itself.
    """

    tenant_id: str
    customer_id: str
    id: str
    plan_code: str
    plan_name: str
    quantity: int = 1
    amount: int
    currency: str
    tax_rate: str = "0"
    setup_fee: int = 0
    interval: Interval
    interval_count: int = 1
    status: Status
    trial: bool = False
    created_at: str
    anchor: Day
    term: int = -1
    current_term_start: Day
    current_term_end: Day
    next_billing_date: Day | None = None
    cancel_at: Day | None = None
    ending: Ending | None = None
    pending: Agreed | None = None
    paused_at: str | None = None
    collection: Literal["online", "offline"]
    payment_method_id: str | None = None
    collecting: Collection | None = None
    history: list[Happening] = []
    version: int = 0

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)

    @property
    def price(self) -> int:
        """What one term costs, without tax."""
        return self.amount * self.quantity

    @property
    def agreed(self) -> Agreed:
        """What it is of now."""
        return Agreed(**{name: getattr(self, name) for name in Agreed.model_fields})

    @property
    def is_unbilled(self) -> bool:
        """Whether its first term is still to be billed."""
        return self.term < 0 and not self.trial

    @property
    def has_ended(self) -> bool:
        return self.status in ("cancelled", "expired")
