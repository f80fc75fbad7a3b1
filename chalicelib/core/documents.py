"""Documents as the renderer takes them: whole and final, every amount a rounded integer, no slice needed to read them."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, ConfigDict, Field, model_validator

from chalicelib.core.fields import Accent, Address, Currency, Language
from chalicelib.core.model import Model
from chalicelib.core.portal import PayeeAccount

MAX_LINES = 500
"""Lines of one document: typesetting has no timeout of its own, so its work is bounded here (about 0.6 s of CPU)."""
MAX_LOGO_BYTES = 512 * 1024

Kind = Literal["invoice", "credit_note"]
TaxCategory = Literal["S", "Z", "E", "AE", "O"]
"""EN 16931 (UNTDID 5305): standard, zero rated, exempt, reverse charge, not subject to VAT."""
EXEMPTION_REASONS: dict[str, dict[TaxCategory, str]] = {
    "en": {
        "E": "Exempt from VAT.",
        "AE": "Reverse charge: the recipient is liable for the tax.",
        "O": "Not subject to VAT.",
    },
    "de": {
        "E": "Von der Umsatzsteuer befreit.",
        "AE": "Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge).",
        "O": "Nicht umsatzsteuerbar.",
    },
}
"""Why no tax is charged, by language: the norm demands it for these categories (BR-E-10, BR-AE-10, BR-O-10)."""

# Characters are not judged here: the renderer replaces what no font can show, the XML keeps the true text.
ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=4000)]
DecimalText = Annotated[str, Field(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,6})?$")]
Link = Annotated[str, Field(max_length=400, pattern=r"^(https?://[!-~]+)?$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Minor = Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)]


def category_of(rate: str) -> TaxCategory:
    """The category of a rate (percent) of which nothing else was said."""
    return "S" if Decimal(rate) else "Z"


class _Part(Model):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(_Part):
    """Seller or buyer as it was when the document was issued. ``account``: where to pay, for sellers only."""

    name: ShortText
    contact: ShortText = ""
    address: Address = Address()
    tax_id: ShortText = ""
    vat_id: ShortText = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    website: Annotated[str, Field(max_length=400)] = ""
    account: PayeeAccount = PayeeAccount()


class Period(_Part):
    """What a line covers; both days belong to it."""

    start: date
    end: date


class DocumentLine(_Part):
    """One line. ``tax_rate`` in percent; ``category`` None means: that of the document's tax with the same rate."""

    description: Annotated[str, Field(max_length=2000)]
    quantity: DecimalText
    unit_price: Minor
    tax_rate: DecimalText
    amount: Minor
    category: TaxCategory | None = None
    period: Period | None = None


class DocumentTax(_Part):
    """The tax of all lines of one rate and category, rounded once. ``reason``: why there is none (E, AE, O)."""

    name: Annotated[str, Field(max_length=40)]
    rate: DecimalText
    base: Minor
    amount: Minor
    category: TaxCategory = "S"
    reason: ShortText = ""

    @model_validator(mode="before")
    @classmethod
    def _zero_rate_is_no_standard_rate(cls, values: object) -> object:
        if isinstance(values, dict) and "category" not in values:
            return {**values, "category": category_of(values.get("rate", "1"))}
        return values


class Reference(_Part):
    """An earlier document that this one speaks of."""

    number: ShortText
    issue_date: date | None = None


class Verification(_Part):
    """The page that says whether this document is genuine, and the code to type there."""

    url: Annotated[str, Field(max_length=400, pattern=r"^https?://[!-~]+$")]
    code: Annotated[str, Field(max_length=40, pattern=r"^[A-Z0-9-]+$")]


class _Document(_Part):
    """What every document has. ``issued_at`` is the only time in the file, so the same document gives the same bytes."""

    number: ShortText
    issued_at: AwareDatetime
    language: Language = "en"
    currency: Currency
    seller: Party
    buyer: Party
    accent: Accent = "#1a5fb4"
    logo: Annotated[bytes, Field(max_length=MAX_LOGO_BYTES)] | None = None
    verification: Verification | None = None


class PricedDocument(_Document):
    """What has lines, taxes and sums, in minor units of ``currency``. A document whose sums do not agree is refused."""

    lines: Annotated[tuple[DocumentLine, ...], Field(min_length=1, max_length=MAX_LINES)]
    taxes: Annotated[tuple[DocumentTax, ...], Field(max_length=20)]
    subtotal: Minor
    tax_total: Minor
    total: Minor
    notes: LongText = ""
    terms: LongText = ""

    @model_validator(mode="after")
    def _sums_agree(self) -> Self:
        wrong = [name for stated, computed, name in self._sums() if stated != computed]
        if wrong:
            raise ValueError(f"These sums do not agree: {', '.join(wrong)}.")
        return self

    def _sums(self) -> tuple[tuple[int, int, str], ...]:
        """Each sum as it is stated and as it is computed, and its name."""
        return (
            (self.subtotal, sum(line.amount for line in self.lines), "subtotal"),
            (self.subtotal, sum(tax.base for tax in self.taxes) if self.taxes else self.subtotal, "base of the taxes"),
            (self.tax_total, sum(tax.amount for tax in self.taxes), "tax_total"),
            (self.total, self.subtotal + self.tax_total, "total"),
        )


class InvoiceDocument(PricedDocument):
    """An invoice or a credit note. Amounts are minor units of ``currency`` and positive on both kinds.

    ``amount_paid`` is what was settled before the document was issued (credit, a deposit); what is paid later never
    changes the file.
    """

    kind: Kind = "invoice"
    issue_date: date
    due_date: date | None = None
    amount_paid: Minor = 0
    balance: Minor
    purchase_order: ShortText = ""
    pay_url: Link = ""
    refers_to: Reference | None = None

    def _sums(self) -> tuple[tuple[int, int, str], ...]:
        return (*super()._sums(), (self.balance, self.total - self.amount_paid, "balance"))

    def tax_of(self, line: DocumentLine) -> DocumentTax | None:
        """The tax that ``line`` belongs to: the one of its rate, and of its category if it names one."""
        for tax in self.taxes:
            if Decimal(tax.rate) == Decimal(line.tax_rate) and line.category in (None, tax.category):
                return tax
        return None


class SettledInvoice(_Part):
    """An invoice that a payment went to, with what went to it."""

    number: ShortText
    issue_date: date | None = None
    amount: Minor


class ReceiptDocument(_Document):
    """Proof of one payment. ``method`` is a word of ours (card, bank_transfer …) or the merchant's own text."""

    date: date
    method: ShortText
    method_detail: ShortText = ""
    reference: ShortText = ""
    amount: Minor
    invoices: Annotated[tuple[SettledInvoice, ...], Field(max_length=MAX_LINES)] = ()


class StatementLine(_Part):
    """A movement: its own amount, and what is owed after it."""

    date: date
    what: ShortText
    booked: Minor
    balance: Minor


class StatementAccount(_Part):
    """Everything of one currency; ``ages`` names parts of the closing balance."""

    currency: Currency
    opening: Minor
    closing: Minor
    lines: tuple[StatementLine, ...]
    ages: tuple[tuple[ShortText, Minor], ...]


class StatementDocument(_Document):
    """What a customer owed, what moved, and what it owes then; it has no number."""

    since: date
    until: date
    accounts: Annotated[tuple[StatementAccount, ...], Field(max_length=50)]


class EstimateDocument(PricedDocument):
    """One revision of an estimate as it was offered. ``answer_url``: where to accept or decline it."""

    offered_on: date
    expiry_date: date
    revision: Annotated[int, Field(ge=1)] = 1
    answer_url: Link = ""


class CertificateDocument(_Document):
    """Which revision of an estimate was accepted, by whom, when and from where; ``issued_at`` is the moment of it."""

    offered_on: date
    expiry_date: date
    revision: Annotated[int, Field(ge=1)]
    total: Minor
    name: ShortText
    email: Annotated[str, Field(max_length=254)]
    address: ShortText
    device: Annotated[str, Field(max_length=300)]
    content_sha256: Hash
    terms_sha256: Hash
    sha256: Hash


AnyDocument = InvoiceDocument | ReceiptDocument | StatementDocument | EstimateDocument | CertificateDocument


def grouped_code(code: str) -> str:
    """A short code as people read it: groups of four."""
    return "-".join(re.findall(".{1,4}", code.replace("-", "")))


__all__ = [
    "AnyDocument",
    "CertificateDocument",
    "EXEMPTION_REASONS",
    "DocumentLine",
    "DocumentTax",
    "EstimateDocument",
    "InvoiceDocument",
    "Kind",
    "PayeeAccount",
    "Party",
    "Period",
    "PricedDocument",
    "ReceiptDocument",
    "Reference",
    "SettledInvoice",
    "StatementAccount",
    "StatementDocument",
    "StatementLine",
    "TaxCategory",
    "Verification",
    "category_of",
    "grouped_code",
]
