"""An invoice as it is kept."""

from typing import Any, Literal

from pydantic import field_serializer, model_validator

from chalicelib.core.documents import Party, TaxCategory, category_of
from chalicelib.core.fields import Day
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

Status = Literal["draft", "sent", "viewed", "overdue", "partially_paid", "paid", "void"]
OPEN_STATUSES: tuple[Status, ...] = ("sent", "viewed", "overdue", "partially_paid")
"""Issued, and something is still due."""


class Line(Model):
    """One line; ``quantity`` and ``tax_rate`` (percent) are decimal strings, amounts exclude tax.

    ``tax_category`` is EN 16931's; invoices of before it was kept have that of their rate.
    """

    description: str
    quantity: str
    unit_price: int
    tax_rate: str
    tax_category: TaxCategory
    amount: int

    @model_validator(mode="before")
    @classmethod
    def _has_a_category(cls, values: Any) -> Any:
        return values if "tax_category" in values else {**values, "tax_category": category_of(values["tax_rate"])}


class Tax(Model):
    """The tax of all lines of one rate and category, rounded half up once. ``reason``: why there is none (E, AE, O)."""

    name: str
    rate: str
    category: TaxCategory
    reason: str = ""
    base: int
    amount: int

    @model_validator(mode="before")
    @classmethod
    def _has_a_category(cls, values: Any) -> Any:
        return values if "category" in values else {**values, "category": category_of(values["rate"])}


class Settlement(Model):
    """Money that went to this invoice: the short form of a ledger entry, for the invoice's own page.

    ``refunded`` of it went back; ``reopened`` is the part of that which is owed again.
    """

    payment_id: str
    date: str
    method: str
    amount: int
    refunded: int = 0
    reopened: int = 0
    status: str = "succeeded"


class Snapshot(Model):
    """The parties and the brand as they were when the invoice was issued; the document never changes.

    The addresses are kept whole: a document that is rendered again has the same bytes, even after the site has moved.
    """

    seller: Party
    buyer: Party
    language: str
    accent: str
    logo_key: str | None = None
    pay_url: str
    verify_url: str


class Invoice(Model):
    """Amounts in minor units of ``currency``. ``status`` is what was last kept; rules.status_of says what it is today.

    ``settled`` is what the ledger has settled; ``refunded`` lowers what was received, not what was settled; ``written_off`` is
    the part of what was settled for which no money came. ``generation``
    counts changes of what is owed: payment attempts of an older generation are void. ``attempt_id`` is the live attempt.
    ``date_chosen``: somebody chose the issue date; otherwise it is the day on which the invoice is sent. ``language`` is that of
    the document, once there is one. ``edition`` counts how often the lines were written: they lie in a row of their own,
    because lists, payments and the calendar need none of them (docs/decisions/2026-11-22-speed.md).
    """

    tenant_id: str
    customer_id: str
    id: str
    number: str | None = None
    status: Status = "draft"
    issue_date: Day
    date_chosen: bool = False
    due_date: Day
    currency: str
    subtotal: int
    tax_total: int
    total: int
    settled: int = 0
    refunded: int = 0
    written_off: int = 0
    settlements: list[Settlement] = []
    notes: str = ""
    terms: str = ""
    subscription_id: str | None = None
    plan_code: str | None = None
    created_at: str
    issued_at: str | None = None
    viewed_at: str | None = None
    voided_at: str | None = None
    language: str | None = None
    verification_code: str | None = None
    document_key: str | None = None
    sha256: str | None = None
    generation: int = 0
    attempt_id: str | None = None
    edition: int = 0
    version: int = 0

    @property
    def balance(self) -> int:
        """What is still due; nothing on drafts and void invoices."""
        return 0 if self.status in ("draft", "void") else self.total - self.settled

    @property
    def is_open(self) -> bool:
        """Whether it is issued and something is still due."""
        return self.status in OPEN_STATUSES

    @property
    def partition(self) -> str:
        return partition(self.tenant_id, self.customer_id)


class Content(Model):
    """What an invoice says line by line, and of whom: its own row. ``version`` is the invoice's ``edition``."""

    tenant_id: str
    customer_id: str
    id: str
    lines: list[Line]
    taxes: list[Tax]
    snapshot: Snapshot | None = None
    version: int = 0

    @field_serializer("snapshot")
    def _without_defaults(self, snapshot: Snapshot | None) -> dict[str, Any] | None:
        """A third of the row would be the empty parts of addresses."""
        return snapshot.model_dump(mode="json", exclude_defaults=True) if snapshot else None


class WholeInvoice(Invoice):
    """An invoice with its content: what a page, a document and an editor of drafts need."""

    lines: list[Line]
    taxes: list[Tax]
    snapshot: Snapshot | None = None

    @property
    def content(self) -> Content:
        """The part that lies in a row of its own."""
        own = {name: getattr(self, name) for name in ("tenant_id", "customer_id", "id", "lines", "taxes", "snapshot")}
        return Content(**own, version=self.edition)

    def now(self, changed: Invoice) -> "WholeInvoice":
        """The same content with the state of ``changed``: once issued, only the state of an invoice changes."""
        return self.model_copy(update=dict(changed))
