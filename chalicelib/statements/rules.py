"""A statement out of bookings; pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from chalicelib.core.errors import Conflict, Invalid
from chalicelib.invoices.entity import Invoice
from chalicelib.payments.entity import Allocation, LedgerEntry
from chalicelib.statements.entity import Ageing, Booking, CurrencyStatement, Movement, OpenInvoice

KEEP_SECONDS = 7 * 86_400
MOST_LINES = 2_000
"""Movements on paper: typesetting has no timeout of its own, so its work is bounded here."""


class TooLong(Conflict):
    sentence = "This is too much for a PDF. Please choose fewer days, or take the CSV file."


OURS = ("receivable", "customer_credit")
"""The accounts that say what a customer owes: what is to be received, and what was received too much."""


AGES = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90")


def range_of(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """The days that are meant: this year as far as it has come, unless something else is said. Raises Invalid."""
    last = until or max(today, since or today)
    first = since or date(last.year, 1, 1)
    check_range(first, last)
    return first, last


def check_range(since: date, until: date) -> None:
    """Raises Invalid."""
    if since > until:
        raise Invalid([("to", "The last day lies before the first.")])


def check_fits_on_paper(currencies: Sequence[CurrencyStatement]) -> None:
    """Raises TooLong."""
    if sum(len(one.movements) for one in currencies) > MOST_LINES:
        raise TooLong


def booking_of_invoice(invoice: Invoice) -> Booking:
    """Issuing an invoice makes its total owed; the invoice itself is that booking, for it never changes again."""
    share = Allocation(invoice_id=invoice.id, number=invoice.number or "", amount=invoice.total)
    return Booking(
        date=invoice.issue_date,
        at=invoice.issued_at or invoice.created_at,
        kind="invoice",
        currency=invoice.currency,
        owed=invoice.total,
        booked=invoice.total,
        invoices=[share],
    )


def booking_of_entry(entry: LedgerEntry) -> Booking:
    """What an entry of the ledger moved on the customer's accounts."""
    return Booking(
        date=entry.date,
        at=entry.at,
        kind=entry.kind,
        currency=entry.currency,
        owed=sum(posting.amount for posting in entry.postings if posting.account in OURS),
        booked=entry.amount,
        invoices=entry.returned or entry.allocations,
        payment_id=entry.payment_id,
    )


def state(
    invoices: Sequence[Invoice], entries: Sequence[LedgerEntry], since: date, until: date, today: date
) -> list[CurrencyStatement]:
    """The statement of each currency from ``since`` to ``until``, both included; what came later is not looked at."""
    issued = [invoice for invoice in invoices if invoice.issue_date <= until]
    booked = [entry for entry in entries if entry.date <= until]
    bookings = [*map(booking_of_invoice, issued), *map(booking_of_entry, booked)]
    left = _left(issued, booked)
    return [
        _of_currency(currency, [one for one in bookings if one.currency == currency], since, left, min(until, today))
        for currency in sorted({one.currency for one in bookings})
    ]


def _left(invoices: Iterable[Invoice], entries: Iterable[LedgerEntry]) -> list[OpenInvoice]:
    """What of each invoice the ledger has not settled."""
    settled: dict[str, int] = defaultdict(int)
    for entry in entries:
        for share in entry.allocations:
            settled[share.invoice_id] += share.amount
    return [
        OpenInvoice(id=one.id, due_date=one.due_date, total=one.total - settled[one.id], currency=one.currency)
        for one in invoices
        if one.total > settled[one.id]
    ]


def _of_currency(
    currency: str, bookings: list[Booking], since: date, left: list[OpenInvoice], day: date
) -> CurrencyStatement:
    opening = sum(one.owed for one in bookings if one.date < since)
    balance, movements = opening, []
    for one in sorted(bookings, key=lambda one: (one.date, one.at, one.kind != "invoice")):
        if one.date < since:
            continue
        balance += one.owed
        told = one.model_dump(include={"date", "kind", "booked", "payment_id"})
        movements.append(Movement(amount=one.owed, balance=balance, invoices=one.invoices, **told))
    open_here = [one for one in left if one.currency == currency]
    return CurrencyStatement(
        currency=currency, opening=opening, movements=movements, closing=balance, ageing=_age(open_here, balance, day)
    )


def _age(left: list[OpenInvoice], closing: int, day: date) -> Ageing:
    """By days past due; what the invoices owe more than the balance says is the customer's credit."""
    ages = dict.fromkeys(AGES, 0)
    for one in left:
        ages[bucket((day - one.due_date).days)] += one.total
    return Ageing(**ages, credit=sum(ages.values()) - closing)


def bucket(days: int) -> str:
    """Where a debt belongs that is so many days past due."""
    if days <= 0:
        return "not_due"
    if days > 90:
        return "over_90"
    first = (days - 1) // 30 * 30 + 1
    return f"days_{first}_{first + 29}"
