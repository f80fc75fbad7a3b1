"""What keeps an invoice from being an EN 16931 one: a file must not claim a norm that it would fail.

Rules are quoted by their EN 16931 names (BR-…).
"""

import re
from decimal import Decimal

from chalicelib.core.documents import InvoiceDocument, Party
from chalicelib.core.money import exponent

_VAT_ID = re.compile(r"[A-Z]{2}[A-Z0-9+*.-]{2,13}")


class NotElectronic(Exception):
    """EN 16931 cannot say this document; ``gaps`` tells why, each a sentence."""

    def __init__(self, gaps: tuple[str, ...]) -> None:
        self.gaps = gaps
        super().__init__(" ".join(gaps))


def gaps(document: InvoiceDocument) -> tuple[str, ...]:
    """What keeps ``document`` from being an EN 16931 invoice; empty if nothing does."""
    categories = {tax.category for tax in document.taxes}
    keys = {(Decimal(tax.rate), tax.category) for tax in document.taxes}
    charged_wrongly = any((Decimal(tax.rate) == 0) == (tax.category == "S") for tax in document.taxes)
    checks = (
        (exponent(document.currency) > 2, "EN 16931 amounts have at most two decimals."),
        (not document.seller.address.country, "The seller's country is missing (BR-09)."),
        (not document.buyer.address.country, "The buyer's country is missing (BR-11)."),
        (
            not (document.seller.vat_id or document.seller.tax_id),
            "The seller's VAT or tax number is missing (BR-CO-26).",
        ),
        ("AE" in categories and not vat_id(document.buyer), "The buyer's VAT number is missing (BR-AE-02)."),
        ("O" in categories and len(categories) > 1, "Lines not subject to VAT stand beside others (BR-O-11)."),
        (len(keys) < len(document.taxes), "Two taxes have the same rate and category (BR-S-08)."),
        (charged_wrongly, "A tax category does not fit its rate (BR-S-05, BR-Z-05)."),
        (not document.taxes, "No VAT breakdown (BR-CO-18)."),
        (any(document.tax_of(line) is None for line in document.lines), "A line's tax is not in the VAT breakdown."),
        (_bases_differ(document), "The lines of a tax do not add up to its base (BR-S-08)."),
    )
    return tuple(sentence for fails, sentence in checks if fails)


def _bases_differ(document: InvoiceDocument) -> bool:
    sums = {id(tax): 0 for tax in document.taxes}
    for line in document.lines:
        tax = document.tax_of(line)
        if tax is not None:
            sums[id(tax)] += line.amount
    return any(sums[id(tax)] != tax.base for tax in document.taxes)


def vat_id(party: Party) -> str:
    """The VAT number without blanks, if it begins with a country (BR-CO-09)."""
    compact = party.vat_id.replace(" ", "").upper()
    return compact if _VAT_ID.fullmatch(compact) else ""
