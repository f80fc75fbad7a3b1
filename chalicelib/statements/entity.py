"""A statement: computed whenever somebody asks, kept nowhere."""

from datetime import date
from typing import Literal

from chalicelib.core.fields import Day, Language
from chalicelib.core.model import Model
from chalicelib.payments.entity import Allocation, EntryKind

Kind = EntryKind | Literal["invoice"]


class Booking(Model):
    """What one booking means to the customer: ``owed`` is what it adds to what is owed (less credit), ``booked`` its own amount."""

    date: date
    at: str
    kind: Kind
    currency: str
    owed: int
    booked: int
    invoices: list[Allocation]
    payment_id: str | None = None


class OpenInvoice(Model):
    """An invoice and when it is due, to tell how old its debt is."""

    id: str
    due_date: date
    total: int
    currency: str


class Movement(Model):
    """A booking in a statement: ``amount`` is what it adds to the balance, which is ``balance`` afterwards."""

    date: date
    kind: Kind
    booked: int
    amount: int
    balance: int
    invoices: list[Allocation]
    payment_id: str | None


class Ageing(Model):
    """What of the closing balance is how many days past due; ``credit`` is what the customer has to its credit."""

    not_due: int
    days_1_30: int
    days_31_60: int
    days_61_90: int
    over_90: int
    credit: int


class CurrencyStatement(Model):
    """Everything of one currency. A balance below zero is in the customer's favour."""

    currency: str
    opening: int
    movements: list[Movement]
    closing: int
    ageing: Ageing


class StatementFile(Model):
    """A statement as a PDF. ``id`` follows from what it says, so another booking makes another file; it is kept for a week."""

    tenant_id: str
    customer_id: str
    id: str
    since: Day
    until: Day
    language: Language
    document_key: str
    sha256: str | None = None
    created_at: str
    expires: int
    version: int = 0
