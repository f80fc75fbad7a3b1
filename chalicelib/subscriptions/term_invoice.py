"""The invoice of one term of a subscription."""

from datetime import UTC, date, datetime, timedelta

from chalicelib.core import clock, ids
from chalicelib.core.localisation import format_date
from chalicelib.core.portal import Merchant
from chalicelib.customers.entity import Customer
from chalicelib.invoices.drafts import DAYS_TO_PAY, sums_of
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.schemas import NewLine
from chalicelib.subscriptions.entity import Subscription

_WORDS = {"en": "Set-up of {plan}", "de": "Einrichtung von {plan}"}
_BY_ITSELF = {
    "en": "This amount is taken from your saved payment method. You need not do anything.",
    "de": "Dieser Betrag wird mit Ihrer gespeicherten Zahlungsart eingezogen. Sie müssen nichts tun.",
}


def draft_of_term(one: Subscription, merchant: Merchant, customer: Customer, today: date) -> WholeInvoice:
    """The invoice of the current term, kept nowhere yet. Its id follows from subscription and term, so that a term which is
    billed by two at once is billed one time (I8)."""
    begins = datetime.combine(one.current_term_start, datetime.min.time(), UTC)
    return WholeInvoice(
        tenant_id=one.tenant_id,
        customer_id=one.customer_id,
        id=ids.derived_id("inv", begins, one.tenant_id, one.id, str(one.current_term_start)),
        issue_date=today,
        due_date=today + timedelta(days=DAYS_TO_PAY),
        currency=one.currency,
        subscription_id=one.id,
        plan_code=one.plan_code,
        notes=_notes(one, customer.language),
        created_at=clock.stamp(clock.now()),
        **sums_of(_lines(one, customer.language), merchant, customer),
    )


def draft_of_change(
    before: Subscription, changed: Subscription, owed: int, merchant: Merchant, customer: Customer, today: date
) -> WholeInvoice:
    """What the rest of the term costs more, kept nowhere yet. Its id follows from the version that was changed, so that a change
    which two make at once is billed one time (I8)."""
    days = (format_date(day, customer.language) for day in (today, changed.current_term_end))
    what = f"{_piece(before)} → {_piece(changed)}, {' – '.join(days)}"
    line = NewLine(description=what, quantity="1", unit_price=owed, tax_rate=changed.tax_rate)
    now = clock.now()
    return WholeInvoice(
        tenant_id=before.tenant_id,
        customer_id=before.customer_id,
        id=ids.derived_id("inv", now, before.tenant_id, before.id, f"change {before.version}"),
        issue_date=today,
        due_date=today + timedelta(days=DAYS_TO_PAY),
        currency=before.currency,
        subscription_id=before.id,
        plan_code=changed.plan_code,
        notes="" if before.collecting else _notes(changed, customer.language),
        created_at=clock.stamp(now),
        **sums_of([line], merchant, customer),
    )


def _piece(one: Subscription) -> str:
    return f"{one.plan_name} × {one.quantity}" if one.quantity > 1 else one.plan_name


def _notes(one: Subscription, language: str) -> str:
    by_itself = one.collection == "online" and one.payment_method_id
    return _BY_ITSELF.get(language, _BY_ITSELF["en"]) if by_itself else ""


def _lines(one: Subscription, language: str) -> list[NewLine]:
    first, last = (format_date(day, language) for day in (one.current_term_start, one.current_term_end))
    term = NewLine(
        description=f"{one.plan_name}, {first} – {last}",
        quantity=str(one.quantity),
        unit_price=one.amount,
        tax_rate=one.tax_rate,
    )
    if not one.setup_fee:
        return [term]
    words = _WORDS.get(language, _WORDS["en"]).format(plan=one.plan_name)
    return [term, NewLine(description=words, quantity="1", unit_price=one.setup_fee, tax_rate=one.tax_rate)]
