"""What the sheets of invoices and of estimates share: lines, taxes, what it comes to, notes and terms."""

from chalicelib.adapters.pdf.frame import Sheet, paragraphs
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import EXEMPTION_REASONS, DocumentLine, DocumentTax, PricedDocument
from chalicelib.core.localisation import format_date, format_money, format_percent, format_quantity

_LONG = 900
"""From this many characters on a line may be broken over two pages."""


def priced(document: PricedDocument) -> Sheet:
    """Lines and prose."""
    words = WORDS[document.language]
    return {
        "columns": _columns(document, words),
        "rows": [_row(document, line) for line in document.lines],
        "prose": _prose(document),
    }


def sums(document: PricedDocument, *last: tuple[str, int]) -> list[Sheet]:
    """Subtotal, each tax, and what follows; the last one stands out."""
    words, language, currency = WORDS[document.language], document.language, document.currency
    taxes = [(_tax_label(tax, document), tax.amount) for tax in document.taxes]
    told = [
        (label, format_money(amount, currency, language))
        for label, amount in ((words["subtotal"], document.subtotal), *taxes, *last)
    ]
    return [
        {"label": label, "value": value, "strong": place == len(told) - 1} for place, (label, value) in enumerate(told)
    ]


def _columns(document: PricedDocument, words: dict[str, str]) -> list[str]:
    names = ("description", "quantity", "unit_price", *(("tax_rate",) if document.taxes else ()), "amount")
    return [words[name] for name in names]


def _row(document: PricedDocument, line: DocumentLine) -> Sheet:
    language, currency = document.language, document.currency
    rate = (format_percent(line.tax_rate, language),) if document.taxes else ()
    period = (line.period.start, line.period.end) if line.period else ()
    return {
        "texts": paragraphs(line.description) or [""],
        "under": " – ".join(format_date(day, language) for day in period),
        "long": len(line.description) > _LONG,
        "cells": [
            format_quantity(line.quantity, language),
            format_money(line.unit_price, currency, language),
            *rate,
            format_money(line.amount, currency, language),
        ],
    }


def _tax_label(tax: DocumentTax, document: PricedDocument) -> str:
    return WORDS[document.language]["tax_on"].format(
        name=tax.name,
        rate=format_percent(tax.rate, document.language),
        base=format_money(tax.base, document.currency, document.language),
    )


def _prose(document: PricedDocument) -> list[Sheet]:
    words = WORDS[document.language]
    reasons = dict.fromkeys(tax_reason(tax, document.language) for tax in document.taxes)
    parts = (("", [reason for reason in reasons if reason]), ("notes", paragraphs(document.notes)))
    return [
        {"label": words.get(name, ""), "texts": texts}
        for name, texts in (*parts, ("terms", paragraphs(document.terms)))
        if texts
    ]


def tax_reason(tax: DocumentTax, language: str) -> str:
    """Why no tax is charged: the document's own words, or ours for its category; empty for S and Z."""
    return tax.reason or EXEMPTION_REASONS[language].get(tax.category, "")
