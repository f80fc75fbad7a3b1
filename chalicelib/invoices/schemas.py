"""Invoices over the wire."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from chalicelib.core.documents import Party, TaxCategory
from chalicelib.core.fields import (
    Address,
    Amount,
    Currency,
    Day,
    Email,
    Percent,
    Prose,
    Quantity,
    Reference,
    many_lines,
)
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.model import Model
from chalicelib.core.page import PageQuery, Request
from chalicelib.core.portal import PayeeAccount
from chalicelib.invoices.entity import Invoice, Line, Status, Tax, WholeInvoice
from chalicelib.invoices.rules import actions_of, status_of


def _written_as_day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("Please write a date as YYYY-MM-DD.")
    if not isinstance(value, str | date):
        raise ValueError("Please write a date as YYYY-MM-DD.")
    return value


def _in_our_time(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise ValueError("Please use a date from 2000 to 2100.")
    return day


CalendarDay = Annotated[date, BeforeValidator(_written_as_day), AfterValidator(_in_our_time)]
Description = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(many_lines)]
StatusFilter = Literal["open", "draft", "sent", "viewed", "overdue", "partially_paid", "paid", "void"]
_CATEGORY = "EN 16931: S standard, Z zero rated, E exempt, AE reverse charge, O not subject to VAT; S or Z by the rate."


class _InvoiceFace(Model):
    """What a list and a page show. ``status`` is today's, by the merchant's calendar; ``actions`` is what this person may do now."""

    id: str
    number: str | None
    status: Status
    issue_date: Day
    due_date: Day
    currency: str
    subtotal: int
    tax_total: int
    total: int
    amount_paid: int
    refunded: int
    written_off: int
    balance: int
    customer_id: str
    subscription_id: str | None
    plan_code: str | None
    notes: str
    terms: str
    actions: list[str]


class InvoiceView(_InvoiceFace):
    """An invoice in a list. ``status`` is today's, by the merchant's calendar; ``actions`` is what this person may do now."""

    @classmethod
    def of(cls, invoice: Invoice, user: PortalUser | StaffUser, today: date) -> "InvoiceView":
        return cls(**_values(invoice, user, today))


class PartyView(Model):
    """Seller or buyer as the document names them; ``tax_id`` is the VAT id if there is one."""

    name: str
    contact: str
    address: Address
    tax_id: str | None
    email: str
    phone: str

    @classmethod
    def of(cls, party: Party) -> "PartyView":
        values = party.model_dump(include={"name", "contact", "email", "phone"})
        return cls(address=party.address, tax_id=party.vat_id or party.tax_id or None, **values)


class InvoicePayment(Model):
    """A payment's part that went to this invoice, and what of it was refunded; ``write_off`` is no payment."""

    id: str
    date: str
    method: str
    amount: int
    refunded: int
    status: str


class InvoiceDetail(_InvoiceFace):
    """An invoice with all that its document says, and its payments; ``sha256`` of the file once it is rendered.

    ``seller`` and ``buyer`` are as on the day it was issued, null on a draft.
    """

    lines: list[Line]
    taxes: list[Tax]
    payments: list[InvoicePayment]
    seller: PartyView | None
    buyer: PartyView | None
    sha256: str | None
    created_at: str
    issued_at: str | None
    viewed_at: str | None
    voided_at: str | None

    @classmethod
    def of(cls, invoice: WholeInvoice, user: PortalUser | StaffUser, today: date) -> "InvoiceDetail":
        snapshot = invoice.snapshot
        more = invoice.model_dump(
            include={"lines", "taxes", "sha256", "created_at", "issued_at", "viewed_at", "voided_at"}
        )
        return cls(
            **_values(invoice, user, today),
            **more,
            payments=[InvoicePayment(id=one.payment_id, **one.model_dump()) for one in invoice.settlements],
            seller=PartyView.of(snapshot.seller) if snapshot else None,
            buyer=PartyView.of(snapshot.buyer) if snapshot else None,
        )


def _values(invoice: Invoice, user: PortalUser | StaffUser, today: date) -> dict[str, Any]:
    computed = {"status", "amount_paid", "balance", "actions"}
    return {
        **invoice.model_dump(include=set(InvoiceView.model_fields) - computed),
        "status": status_of(invoice, today),
        "amount_paid": invoice.settled - invoice.written_off,
        "balance": invoice.balance,
        "actions": actions_of(invoice, user),
    }


class DocumentLink(Model):
    """Where the file is for one minute, and how to know that it is the right one."""

    url: str = Field(examples=["https://example.com/…"])
    sha256: str
    expires_at: str


class Rendering(Model):
    """The file is being made: ask again after Retry-After."""

    status: Literal["rendering"] = "rendering"


class InvoiceProof(Model):
    """What anybody who holds the paper may compare it with; nothing personal."""

    number: str
    issue_date: Day
    currency: str
    total: int
    void: bool
    payee: str
    payee_account: PayeeAccount
    sha256: str | None


class InvoiceQuery(PageQuery):
    """Which invoices. ``status`` may repeat; ``open`` means sent, viewed, overdue and partially_paid."""

    status: Annotated[list[StatusFilter], Field(max_length=8)] = []
    plan: Reference | None = None
    subscription: Reference | None = None


class StaffInvoiceQuery(PageQuery):
    """Which invoices of the merchant; without ``customer_id`` those of all customers."""

    customer_id: Reference | None = None
    status: Annotated[list[StatusFilter], Field(max_length=8)] = []
    plan: Reference | None = None


class NewLine(Request):
    """A line to be; quantity and tax rate (percent) are decimal numbers as text, the price is in minor units without tax."""

    description: Description
    quantity: Quantity
    unit_price: Amount
    tax_rate: Percent
    tax_category: Annotated[TaxCategory | None, Field(description=_CATEGORY)] = None


Lines = Annotated[list[NewLine], Field(min_length=1, max_length=200)]


class NewInvoice(Request):
    """A draft to be; without an issue date it is dated on the day it is sent."""

    customer_id: Reference
    currency: Currency
    issue_date: CalendarDay | None = None
    due_date: CalendarDay
    lines: Lines
    notes: Prose = ""
    terms: Prose = ""


class InvoiceChange(Request):
    """Any of a draft's details; what is left out stays, ``lines`` are replaced as a whole.

    With another ``customer_id`` the draft goes to that customer, and the names of its taxes speak that customer's language.
    """

    customer_id: Reference | None = None
    currency: Currency | None = None
    issue_date: CalendarDay | None = None
    due_date: CalendarDay | None = None
    lines: Lines | None = None
    notes: Prose | None = None
    terms: Prose | None = None


class Forwarding(Request):
    """To whom the document goes, and what is said with it."""

    recipients: Annotated[list[Email], Field(min_length=1, max_length=5)]
    message: Annotated[Prose, Field(max_length=1000)] | None = None


class Forwarded(Model):
    """How many people it was sent to."""

    recipients: int
