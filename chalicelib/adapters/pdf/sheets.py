"""Documents as sheets: every text of a page, written in its language, in the shape the template reads."""

from typing import Any

from chalicelib.adapters.pdf.colours import readable
from chalicelib.adapters.pdf.fonts import FAMILIES
from chalicelib.adapters.pdf.parties import party_block
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import (
    DocumentLine,
    DocumentTax,
    InvoiceDocument,
    ReceiptDocument,
    Verification,
    grouped_code,
)
from chalicelib.core.localisation import format_date, format_money, format_percent, format_quantity

Sheet = dict[str, Any]
_LONG = 900
"""From this many characters on a line may be broken over two pages."""
_METHODS = frozenset("card sepa_debit cash cheque bank_transfer credit other".split())


def invoice_sheet(document: InvoiceDocument) -> Sheet:
    """An invoice or a credit note."""
    words = WORDS[document.language]
    return {
        **_frame(document, document.kind),
        "headline": _headline(document),
        "parties": _parties(document, "credited_to" if document.kind == "credit_note" else "billed_to"),
        "facts": _facts(document),
        "columns": _columns(document, words),
        "rows": [_row(document, line) for line in document.lines],
        "sums": _sums(document),
        "prose": _prose(document),
        "payment": _payment(document),
    }


def receipt_sheet(document: ReceiptDocument) -> Sheet:
    """The receipt of one payment, with the invoices it went to."""
    words, language = WORDS[document.language], document.language
    method = words[document.method] if document.method in _METHODS else document.method
    facts = (
        ("paid_on", format_date(document.date, language)),
        ("method", " ".join(filter(None, (method, document.method_detail)))),
        ("reference", document.reference),
    )
    rows = [
        {
            "texts": [f"{words['invoice']} {invoice.number}"],
            "under": "",
            "long": False,
            "cells": [
                format_date(invoice.issue_date, language) if invoice.issue_date else "",
                format_money(invoice.amount, document.currency, language),
            ],
        }
        for invoice in document.invoices
    ]
    amount = format_money(document.amount, document.currency, language)
    received_on = words["received_on"].format(date=format_date(document.date, language))
    return {
        **_frame(document, "receipt"),
        "headline": {"amount": amount, "note": f"{words['amount_received']} {received_on}"},
        "parties": _parties(document, "received_from"),
        "facts": [[words[name], value] for name, value in facts if value],
        "columns": [words["description"], words["issued"], words["amount"]],
        "rows": rows,
        "sums": [{"label": words["amount_received"], "value": amount, "strong": True}],
        "prose": [{"label": "", "texts": [words["thanks"]]}],
        "payment": None,
    }


def _frame(document: InvoiceDocument | ReceiptDocument, kind: str) -> Sheet:
    words, seller = WORDS[document.language], document.seller
    heading = words[kind]
    reach = (seller.name, seller.website.removeprefix("https://").rstrip("/"), seller.email, seller.phone)
    return {
        "language": document.language,
        "fonts": list(FAMILIES),
        "words": {name: words[name] for name in ("page", "xml_description")},
        "accent": readable(document.accent),
        "title": f"{heading} {document.number} · {seller.name}",
        "author": seller.name,
        "heading": heading,
        "number": document.number,
        "running": f"{heading} {document.number}",
        "footer": "  ·  ".join(filter(None, reach)),
        "logo": None,
        "verification": _verification(document.verification, words),
        "xml": False,
    }


def _parties(document: InvoiceDocument | ReceiptDocument, label: str) -> list[Sheet]:
    words, language = WORDS[document.language], document.language
    seller, buyer = document.seller, document.buyer
    return [party_block(buyer, words[label], seller, language), party_block(seller, words["from"], buyer, language)]


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
        "texts": _paragraphs(line.description) or [""],
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
    parts = (("", [reason for reason in reasons if reason]), ("notes", _paragraphs(document.notes)))
    return [
        {"label": words.get(name, ""), "texts": texts}
        for name, texts in (*parts, ("terms", _paragraphs(document.terms)))
        if texts
    ]


def tax_reason(tax: DocumentTax, language: str) -> str:
    """Why no tax is charged: the document's own words, or ours for its category; empty for S and Z."""
    return tax.reason or WORDS[language].get(f"reason_{tax.category}", "")


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
        "between": words["bank_transfer_to"] if document.pay_url else words["by_bank_transfer"],
        "rows": [[words[name], value] for name, value in rows if value] if account.iban else [],
    }


def _verification(verification: Verification | None, words: dict[str, str]) -> Sheet | None:
    if verification is None:
        return None
    return {
        "label": words["genuine"],
        "how": words["genuine_how"],
        "url": verification.url,
        "place": verification.url.partition("://")[2].partition("?")[0].removesuffix(verification.code).rstrip("/"),
        "code": grouped_code(verification.code),
        "alt": words["qr_alt"].format(url=verification.url),
    }


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
