"""Everything of money that lies at a customer, for what goes through all of it."""

from collections.abc import Iterator

from chalicelib.payments import store
from chalicelib.payments.entity import LedgerEntry, Payment, PaymentAttempt, Refund


def walk_payments(pk: str, after: str | None = None) -> Iterator[Payment]:
    """The customer's payments in the order of their ids, from behind the id ``after``."""
    return store.payments.walk(pk, after)


def walk_ledger(pk: str, after: str | None = None) -> Iterator[LedgerEntry]:
    """What was booked for the customer in the order of its keys, from behind the key ``after``."""
    return store.ledger.walk(pk, after)


def walk_attempts(pk: str, after: str | None = None) -> Iterator[PaymentAttempt]:
    """The customer's tries to pay in the order of their ids, from behind the id ``after``."""
    return store.attempts.walk(pk, after, store.AttemptRow.sk.startswith("att_"))


def walk_refunds(pk: str, after: str | None = None) -> Iterator[Refund]:
    """What was to go back to the customer in the order of its ids, from behind the id ``after``."""
    return store.refunds.walk(pk, after, store.RefundRow.sk.startswith("ref_"))
