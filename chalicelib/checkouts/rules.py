"""What may become of a checkout; pure.

open ──▶ pending ──▶ paid ──▶ complete
  │  └──────────────▲  ▲
  └──▶ failed, expired ┘     (money that arrives after all is carried out, too)
"""

from datetime import timedelta

from chalicelib.adapters.gateways.models import Cancelled, Declined, Outcome, Pending, RequiresAction, Succeeded
from chalicelib.checkouts.entity import Checkout, Taken
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.fields import Day
from chalicelib.payments.rules import SMALLEST_CHARGE

KEPT_FOR = timedelta(days=30)
"""How long a row stays: who does not pay is forgotten by then."""


class CheckoutChanged(Conflict):
    """Somebody else moved the checkout between the reading and the writing: the caller reads again."""


class CheckoutClosed(Conflict):
    sentence = "This page was closed. Please subscribe again."


class CostsTooLittle(Invalid):
    """Gateways take no charge of a few cents."""

    def __init__(self) -> None:
        super().__init__([("plan_code", "This costs too little to be paid online.")])


def check_total(total: int) -> None:
    """Raises CostsTooLittle."""
    if 0 < total < SMALLEST_CHARGE:
        raise CostsTooLittle


def after(one: Checkout, outcome: Outcome, today: Day) -> Checkout:
    """The checkout once the gateway's word is known. What was paid stays paid."""
    if one.state in ("paid", "complete"):
        return one
    match outcome:
        case Succeeded():
            taken = Taken(charge_id=outcome.charge_id, amount=outcome.amount, method=outcome.method)
            return paid(one, taken, today)
        case Pending():
            return one.model_copy(update={"state": "pending"})
        case RequiresAction():
            return one  # the page is open: a refused card is not its end
        case Declined():
            return one.model_copy(update={"state": "failed"})
        case Cancelled():
            return one.model_copy(update={"state": "expired"})


def paid(one: Checkout, taken: Taken, today: Day) -> Checkout:
    """The money is there, or the method for a trial; the subscription begins today, however late it is carried out."""
    return one.model_copy(update={"state": "paid", "taken": taken, "paid_on": today})


def completed(one: Checkout) -> Checkout:
    """Carried out: who it was stands with the customer now."""
    return one.model_copy(update={"state": "complete", "person": None, "ask": {}})
