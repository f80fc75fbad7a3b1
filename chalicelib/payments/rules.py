"""What may be paid, what becomes of an attempt, and how money is booked; pure.

pending ──▶ requires_action ──▶ succeeded
   │  ▲─────────┘   │
   ├────────────────┴──▶ failed, expired      (nothing was taken)
   └──▶ succeeded                              money that arrives after all ends failed and expired ones too
"""

from datetime import datetime, timedelta

from chalicelib.core.errors import Conflict, Declined, Invalid, Malformed, NotAllowed
from chalicelib.core.fields import Day
from chalicelib.core.localisation import format_money
from chalicelib.payments.entity import Payment, PaymentStatus, Posting, State

RESEND_SECONDS = 25 * 60
"""How long an attempt is asked again under its own key: far below the 24 hours for which the gateway remembers it."""
PAGE_SECONDS = 60 * 60
"""How long the gateway's page stays open; what is owed may change meanwhile, so not the 24 hours that are possible."""
FIRST_CHECK = timedelta(minutes=10)
"""No request that asked the gateway is alive by then: the API's Lambda ends after 29 s, the one it asks after 20 s more."""
SMALLEST_CHARGE = 100
"""Minor units; gateways take no charge of a few cents."""
_LONGEST_PAUSE = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(hours=24)
_ALLOWED: dict[State, tuple[State, ...]] = {
    "pending": ("pending", "requires_action", "succeeded", "failed", "expired"),
    "requires_action": ("requires_action", "pending", "succeeded", "failed", "expired"),
    "failed": ("succeeded",),
    "expired": ("succeeded",),
    "succeeded": (),
}


class PaymentPending(Conflict):
    sentence = "A payment of this invoice is under way. Please wait until it is done."


class PartPaymentNotOffered(NotAllowed):
    sentence = "The merchant does not take part payments. Please pay the whole amount."


class AttemptChanged(Conflict):
    """Somebody else moved the attempt between the reading and the writing: the caller reads again."""


class AlreadyBooked(Conflict):
    """This money stands in the ledger."""


class NoCredit(Conflict):
    sentence = "The customer has no credit in the currency of this invoice."


class NothingToRefund(Conflict):
    sentence = "Nothing was paid on this invoice that could go back."


class RefundFailed(Conflict):
    sentence = "The payment service did not carry out the refund. Nothing went back."


class SeveralCurrencies(Invalid):
    """Invoices of several currencies cannot be paid in one go."""

    def __init__(self) -> None:
        super().__init__([("invoice_ids", "Please pay the invoices of each currency by themselves.")])


class EventNotOurs(Malformed):
    sentence = "This event does not fit what was asked for."


class AttemptExpired(Conflict):
    sentence = "This payment was given up. Please start again."


class PaymentDeclined(Declined):
    """The bank said no; ``code`` is the reason, one of adapters.gateways.declines."""

    def __init__(self, failure_code: str, detail: str | None = None) -> None:
        super().__init__(detail)
        self._failure_code = failure_code

    @property
    def code(self) -> str:
        return self._failure_code


def check_amount(
    amount: int, balance: int, currency: str, *, part_payment: bool, minimum: int, minimum_currency: str
) -> None:
    """May this much be paid? Raises PartPaymentNotOffered, or Invalid naming ``amount``.

    The minimum is in the merchant's own currency; other currencies have none.
    """
    if amount > balance:
        raise Invalid([("amount", f"Please enter at most {format_money(balance, currency, 'en')}, the open amount.")])
    if amount < balance and not part_payment:
        raise PartPaymentNotOffered
    least = min(minimum if currency == minimum_currency else 1, balance)
    if amount < least:
        raise Invalid([("amount", f"Please enter at least {format_money(least, currency, 'en')}.")])


def check_offline(date: Day, today: Day) -> None:
    """May staff record this? Raises Invalid naming ``date``. More than is open is no mistake: the rest becomes credit."""
    if date > today:
        raise Invalid([("date", "This day has not come yet.")])


def credit_to_use(amount: int, credit: int) -> int:
    """How much of a payment is taken from credit: all there is, but what is left to charge is never too little to charge."""
    used = min(amount, max(credit, 0))
    return used if used == amount else max(0, min(used, amount - SMALLEST_CHARGE))


def share_out(pot: int, rooms: list[int]) -> list[int]:
    """What each invoice gets: those at the front are filled first."""
    shares = []
    for room in rooms:
        shares.append(min(pot, room))
        pot -= shares[-1]
    return shares


def may_become(state: State, wanted: State) -> bool:
    """Whether an attempt may go from one state to another."""
    return wanted in _ALLOWED[state]


def next_check(now: datetime, checks: int) -> datetime:
    """When the reconciler looks again: after 10 minutes, then at longer and longer pauses, at most six hours."""
    return now + min(FIRST_CHECK * (1 << min(checks, 10)), _LONGEST_PAUSE)


def postings_of(source: str, amount: int, settled: int) -> list[Posting]:
    """Money came in at ``source``; ``settled`` of it was owed, the rest is the customer's credit. They come to zero."""
    sides = (
        Posting(account=source, amount=amount),
        Posting(account="receivable", amount=-settled),
        Posting(account="customer_credit", amount=settled - amount),
    )
    return [posting for posting in sides if posting.amount]


def postings_of_refund(source: str, amount: int, reopened: int, uncredited: int) -> list[Posting]:
    """Money left ``source``; ``reopened`` of it is owed again, ``uncredited`` was the customer's credit, the rest is given away."""
    sides = (
        Posting(account=source, amount=-amount),
        Posting(account="receivable", amount=reopened),
        Posting(account="customer_credit", amount=uncredited),
        Posting(account="refunds", amount=amount - reopened - uncredited),
    )
    return [posting for posting in sides if posting.amount]


def refund_status(amount: int, refunded: int) -> PaymentStatus:
    """What of a payment is still there, in a word."""
    if refunded >= amount:
        return "refunded"
    return "partially_refunded" if refunded else "succeeded"


def status_of_payment(payment: Payment, refunded: int) -> PaymentStatus:
    """The same, unless the client's bank has taken it back."""
    return payment.status if payment.status in ("disputed", "charged_back") else refund_status(payment.amount, refunded)


def payment_number(number: int) -> str:
    """``7`` → ``R-00007``."""
    return f"R-{number:05}"
