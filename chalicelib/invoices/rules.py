"""What an invoice comes to, what its status is today, and what may be done with it; pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from chalicelib.core.documents import EXEMPTION_REASONS, TaxCategory, category_of
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.money import MAX_AMOUNT, tax_of, times
from chalicelib.invoices.entity import Invoice, Line, Settlement, Status, Tax

AnyInvoice = TypeVar("AnyInvoice", bound=Invoice)


class InvoiceIssued(Conflict):
    sentence = "This invoice was sent, so it cannot be changed any more."


class DraftOfSubscription(Conflict):
    sentence = "This draft belongs to a subscription, so it stays with its customer."


class InvoiceNotIssued(Conflict):
    sentence = "This invoice is a draft. Please send it first."


class InvoiceVoid(Conflict):
    sentence = "This invoice is void."


class InvoiceAlreadyPaid(Conflict):
    sentence = "This invoice is paid already."


class AmountAboveBalance(Conflict):
    sentence = "This is more than what is left to pay on this invoice."


class InvoiceHasPayments(Conflict):
    sentence = "Payments were made on this invoice, so it cannot be voided."


class PaymentPending(Conflict):
    sentence = "A payment of this invoice is under way. Please wait until it is done."


class NobodyToMail(Conflict):
    sentence = "There is nobody to send this to: the customer has no e-mail address."


class BuyerTaxIdMissing(Conflict):
    sentence = (
        "Reverse charge (tax category AE) needs the customer's VAT number. Please enter it at the customer first."
    )


class NoElectronicInvoice(Conflict):
    sentence = "This invoice has no electronic form."


class Totals(NamedTuple):
    """What lines come to, in minor units."""

    taxes: list[Tax]
    subtotal: int
    tax_total: int
    total: int


def number_of(taken: int) -> str:
    """How the number that was taken from the merchant's series is written: one series for ever, without gaps."""
    return f"INV-{taken:05}"


def make_line(
    description: str, quantity: str, unit_price: int, tax_rate: str, tax_category: TaxCategory | None = None
) -> Line:
    """A line with its amount: quantity × price, rounded half up to a minor unit (EN 16931: each line by itself).

    A category that nobody named follows from the rate: standard above nought, zero rated at nought.
    """
    return Line(
        description=description,
        quantity=plain(quantity),
        unit_price=unit_price,
        tax_rate=plain(tax_rate),
        tax_category=tax_category or category_of(tax_rate),
        amount=times(unit_price, Decimal(quantity)),
    )


def plain(number: str) -> str:
    """A decimal number without needless zeros: ``19.00`` and ``19`` are one tax rate."""
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_categories(lines: Sequence[Line]) -> None:
    """Raises Invalid, naming each line whose category EN 16931 does not allow it (BR-S-05, BR-Z-05, BR-E-05, BR-AE-05, BR-O-11)."""
    mixed = len({line.tax_category == "O" for line in lines}) > 1
    wrong = [(f"lines.{place}.tax_category", _wrong_category(line, mixed)) for place, line in enumerate(lines)]
    named = [(path, sentence) for path, sentence in wrong if sentence]
    if named:
        raise Invalid(named)


def _wrong_category(line: Line, mixed: bool) -> str:
    category, taxed = line.tax_category, Decimal(line.tax_rate) > 0
    if taxed and category != "S":
        return f"Tax category {category} needs a tax rate of 0."
    if not taxed and category == "S":
        return "Tax category S needs a tax rate above 0."
    if mixed and category == "O":
        return "Lines that are not subject to VAT (O) need an invoice of their own."
    return ""


def check_buyer(lines: Sequence[Line], tax_id: str) -> None:
    """Under reverse charge the buyer owes the tax, so the buyer's number has to be known (BR-AE-02). Raises BuyerTaxIdMissing."""
    if not tax_id and any(line.tax_category == "AE" for line in lines):
        raise BuyerTaxIdMissing


def totals_of(lines: Sequence[Line], tax_name: str, language: str = "en") -> Totals:
    """Sums of the lines; the tax of each rate and category is rounded half up once, over all its lines (EN 16931 BR-CO-17).

    Raises Invalid, naming ``lines``, above the largest amount that stays exact everywhere.
    """
    groups: dict[tuple[str, TaxCategory], int] = {}
    for line in lines:
        key = (line.tax_rate, line.tax_category)
        groups[key] = groups.get(key, 0) + line.amount
    ordered = sorted(groups.items(), key=lambda group: (-Decimal(group[0][0]), group[0][1]))
    taxes = [_tax(tax_name, rate, category, base, language) for (rate, category), base in ordered]
    subtotal, tax_total = sum(line.amount for line in lines), sum(tax.amount for tax in taxes)
    if subtotal + tax_total > MAX_AMOUNT:
        raise Invalid([("lines", "The lines come to more than an invoice can hold.")])
    return Totals(taxes, subtotal, tax_total, subtotal + tax_total)


def _tax(name: str, rate: str, category: TaxCategory, base: int, language: str) -> Tax:
    reason = EXEMPTION_REASONS[language].get(category, "")
    return Tax(name=name, rate=rate, category=category, reason=reason, base=base, amount=tax_of(base, Decimal(rate)))


def tax_name(language: str, *, has_vat_id: bool) -> str:
    """What the tax is called: value-added tax for a merchant who has a number for it, plain tax for others."""
    names = {"en": ("VAT", "Tax"), "de": ("USt.", "Steuer")}
    vat, tax = names[language]
    return vat if has_vat_id else tax


def status_of(invoice: Invoice, today: date) -> Status:
    """The status on ``today``, by the tenant's calendar: past due wins over partially paid, viewed comes of being seen."""
    if invoice.status in ("draft", "void"):
        return invoice.status
    if invoice.balance <= 0:
        return "paid"
    if invoice.due_date < today:
        return "overdue"
    if invoice.settled:
        return "partially_paid"
    return "viewed" if invoice.viewed_at else "sent"


def with_status(invoice: AnyInvoice, today: date, **changes: object) -> AnyInvoice:
    """The invoice with ``changes`` and the status that follows from them."""
    changed = invoice.model_copy(update=changes)
    return changed.model_copy(update={"status": status_of(changed, today)})


def status_of_settlement(amount: int, refunded: int, otherwise: str = "succeeded") -> str:
    """What of a payment's part is still there, in a word."""
    if refunded >= amount:
        return "refunded"
    return "partially_refunded" if refunded else otherwise


def check_is_owed(invoice: Invoice) -> None:
    """Raises a Conflict that says why nothing is to be paid."""
    if invoice.status == "draft":
        raise InvoiceNotIssued
    if invoice.status == "void":
        raise InvoiceVoid
    if invoice.balance <= 0:
        raise InvoiceAlreadyPaid


def check_nothing_paid(invoice: Invoice) -> None:
    """An issued invoice on which nothing was paid: whether a payment is under way is another question."""
    if invoice.settled or invoice.settlements:
        raise InvoiceHasPayments
    check_is_owed(invoice)


def check_may_void(invoice: Invoice) -> None:
    """Only an issued invoice on which nothing was paid and no payment is under way."""
    check_nothing_paid(invoice)
    if invoice.attempt_id:
        raise PaymentPending


def _may_go_back(one: Settlement) -> bool:
    return one.method != "write_off" and one.refunded < one.amount and one.status not in ("disputed", "charged_back")


def actions_of(invoice: Invoice, user: PortalUser | StaffUser) -> list[str]:
    """What this person may do with the invoice now."""
    offered = _offered_to_staff(invoice, user) if isinstance(user, StaffUser) else _offered_to_client(invoice, user)
    return [action for action, may in offered.items() if may]


def _offered_to_client(invoice: Invoice, user: PortalUser) -> dict[str, bool]:
    billing = user.may("billing")
    return {
        "pay": billing and invoice.balance > 0,
        "forward": billing and user.settings.allow_forwarding and invoice.status != "void",
        "download": True,
        "print": True,
    }


def _offered_to_staff(invoice: Invoice, user: StaffUser) -> dict[str, bool]:
    accountant = user.may("accountant")
    draft, owed = invoice.status == "draft", invoice.balance > 0
    return {
        "edit": accountant and draft,
        "send": accountant and invoice.status != "void",
        "void": accountant and owed and not (invoice.settled or invoice.settlements),
        "record_payment": accountant and owed,
        "write_off": accountant and owed,
        "apply_credit": accountant and owed,
        "refund": accountant and any(_may_go_back(one) for one in invoice.settlements),
        "download": not draft,
        "print": not draft,
    }
