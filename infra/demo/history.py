"""Eighteen months of invoices, each written, sent and paid on its own day by moving the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core import clock
from chalicelib.core.identity import Caller, PortalUser, StaffUser
from chalicelib.invoices import store
from chalicelib.invoices.create import create_invoice
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.schemas import NewInvoice, NewLine
from chalicelib.invoices.send import send_invoice
from chalicelib.invoices.view import view_invoice
from chalicelib.payments.apply_credit import apply_credit
from chalicelib.payments.entity import OfflineMethod
from chalicelib.payments.record_offline import record_offline_payment
from chalicelib.payments.refund_invoice import refund_invoice
from chalicelib.payments.schemas import CreditUse, NewOfflinePayment, NewRefund
from chalicelib.payments.void_invoice import void_invoice
from chalicelib.plans.entity import Plan
from chalicelib.subscriptions.entity import Subscription

Fate = Literal["draft", "sent", "viewed", "overdue", "partially_paid", "paid", "void"]


@dataclass(frozen=True)
class Story:
    """One invoice: when it was sent, what for, and what became of it.

    Of a paid one, ``overpaid`` cents became credit, ``refunded`` cents went back, and ``with_credit`` it was paid with credit first.
    """

    day: date
    lines: tuple[NewLine, ...]
    fate: Fate
    plan: Plan | None = None
    subscription: Subscription | None = None
    notes: str = ""
    terms_days: int = 14
    overpaid: int = 0
    refunded: int = 0
    with_credit: bool = False


@contextmanager
def on(day: date, hour: int = 9) -> Iterator[None]:
    """Let it be this day."""
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    clock.set_source(lambda: moment)
    try:
        yield
    finally:
        clock.set_source(None)


def write(staff: StaffUser, customer_id: str, reader: PortalUser, story: Story) -> str:
    """Let the story happen; answers the invoice's id."""
    with on(story.day):
        invoice_id = _draft(staff, customer_id, story)
        if story.fate != "draft":
            send_invoice(staff, invoice_id)
    if story.fate in ("viewed", "partially_paid", "paid"):
        with on(story.day + timedelta(days=1)):
            view_invoice(replace(reader, merchant=staff.merchant), invoice_id)
    if story.fate == "paid":
        _pay(staff, invoice_id, story.day + timedelta(days=5), whole=True, story=story)
    if story.refunded:
        with on(story.day + timedelta(days=8)):
            refund_invoice(staff, caller(f"back-{invoice_id}"), invoice_id, NewRefund(amount=story.refunded))
    if story.fate == "partially_paid":
        _pay(staff, invoice_id, story.day + timedelta(days=5), whole=False)
    if story.fate == "void":
        with on(story.day + timedelta(days=2)):
            void_invoice(staff, invoice_id)
    return invoice_id


def _draft(staff: StaffUser, customer_id: str, story: Story) -> str:
    request = NewInvoice(
        customer_id=customer_id,
        currency="EUR",
        due_date=story.day + timedelta(days=story.terms_days),
        lines=list(story.lines),
        notes=story.notes,
        terms=f"Payable within {story.terms_days} days without deduction.",
    )
    invoice_id = create_invoice(staff, request).id
    if story.plan:
        draft = find_for_staff(staff.tenant_id, invoice_id)
        draft.plan_code = story.plan.code
        draft.subscription_id = story.subscription.id if story.subscription else None
        with transaction() as tx:
            store.table.save(tx, draft)
    return invoice_id


def _pay(staff: StaffUser, invoice_id: str, day: date, *, whole: bool, story: Story | None = None) -> None:
    methods: tuple[OfflineMethod, ...] = ("bank_transfer", "bank_transfer", "bank_transfer", "cheque")
    with on(day, hour=14):
        if story and story.with_credit:
            apply_credit(staff, caller(f"credit-{invoice_id}"), invoice_id, CreditUse())
        invoice = find_for_staff(staff.tenant_id, invoice_id)
        amount = invoice.balance + (story.overpaid if story else 0) if whole else invoice.balance // 2
        method = methods[invoice.total % len(methods)]
        request = NewOfflinePayment(method=method, amount=amount, date=day, reference=f"Ref {invoice.number}")
        record_offline_payment(staff, caller(invoice_id), invoice_id, request)


def caller(key: str) -> Caller:
    """From where the demo acts."""
    return Caller(
        address="127.0.0.1",
        origin=None,
        portal_header=None,
        cookies={},
        idempotency_key=f"demo-{key}",
        user_agent="demo",
        request_id="demo",
        access_token=None,
        headers={},
        raw_body=b"",
    )
