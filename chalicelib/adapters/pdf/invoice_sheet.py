"""An invoice or a credit note as a sheet."""

from chalicelib.adapters.pdf.frame import Sheet, frame, paragraphs, parties
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import EXEMPTION_REASONS, DocumentLine, DocumentTax, InvoiceDocument
from chalicelib.core.localisation import format_date, format_money, format_percent, format_quantity

_LONG = 900
"""From this many characters on a line may be broken over two pages."""


def invoice_sheet(document: InvoiceDocument) -> Sheet:
    """An invoice or a credit note."""
    words = WORDS[document.language]
    return {
        **frame(document, document.kind),
        "headline": _headline(document),
        "parties": parties(document, "credited_to" if document.kind == "credit_note" else "billed_to"),
        "facts": _facts(document),
        "columns": _columns(document, words),
        "rows": [_row(document, line) for line in document.lines],
        "sums": _sums(document),
        "prose": _prose(document),
        "payment": _payment(document),
    }


def _headline(document: InvoiceDocument) -> Sheet:
    words, language = WORDS[document.language], document.language
    amount = format_money(document.balance, document.currency, language)
    if document.kind == "credit_note":
        return {"amount": format_money(document.total, document.currency, language), "note": words["amount_credited"]}
    if document.balance <= 0 or document.due_date is None:
        return {"amount": amount, "note": words["nothing_due" if document.balance <= 0 else "amount_due"]}
    due = words["due_by"].format(date=format_date(document.due_date, language))
    return {"amount": amount, "note": f"{words['amount_due']} {due}"}


def _facts(document: InvoiceDocument) -> list[list[str]]:
    words, language = WORDS[document.language], document.language
    facts = (
        ("issued", format_date(document.issue_date, language)),
        ("due", format_date(document.due_date, language) if document.due_date else ""),
        ("order", document.purchase_order),
        ("for_invoice", document.refers_to.number if document.refers_to else ""),
    )
    return [[words[name], value] for name, value in facts if value]


def _columns(document: InvoiceDocument, words: dict[str, str]) -> list[str]:
    names = ("description", "quantity", "unit_price", *(("tax_rate",) if document.taxes else ()), "amount")
    return [words[name] for name in names]


def _row(document: InvoiceDocument, line: DocumentLine) -> Sheet:
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


def _sums(document: InvoiceDocument) -> list[Sheet]:
    words, language, currency = WORDS[document.language], document.language, document.currency
    sums = [(words["subtotal"], document.subtotal)]
    sums += [(_tax_label(tax, document), tax.amount) for tax in document.taxes]
    if document.amount_paid:
        sums += [(words["total"], document.total), (words["already_paid"], -document.amount_paid)]
    last = (words["amount_due"], document.balance) if document.amount_paid else (words["total"], document.total)
    if document.kind == "credit_note" and not document.amount_paid:
        last = (words["amount_credited"], document.total)
    money = [(label, format_money(amount, currency, language)) for label, amount in (*sums, last)]
    return [
        {"label": label, "value": value, "strong": place == len(money) - 1}
        for place, (label, value) in enumerate(money)
    ]


def _tax_label(tax: DocumentTax, document: InvoiceDocument) -> str:
    return WORDS[document.language]["tax_on"].format(
        name=tax.name,
        rate=format_percent(tax.rate, document.language),
        base=format_money(tax.base, document.currency, document.language),
    )


def _prose(document: InvoiceDocument) -> list[Sheet]:
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


def _payment(document: InvoiceDocument) -> Sheet | None:
    words, account = WORDS[document.language], document.seller.account
    if document.kind == "credit_note" or document.balance <= 0 or not (account.iban or document.pay_url):
        return None
    iban = account.iban.replace(" ", "")
    rows = (
        ("holder", account.holder or document.seller.name),
        ("iban", " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))),
        ("bic", account.bic),
        ("bank", account.bank),
        ("quote", document.number),
    )
    return {
        "label": words["how_to_pay"],
        "url": document.pay_url,
        "link": words["pay_online"],
        "between": words["bank_transfer_to"] if document.pay_url else "",
        "rows": [[words[name], value] for name, value in rows if value] if account.iban else [],
    }
