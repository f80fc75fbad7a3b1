"""The receipt of one payment as a sheet, with the invoices it went to."""

from chalicelib.adapters.pdf.frame import Sheet, frame, parties
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import ReceiptDocument, SettledInvoice
from chalicelib.core.localisation import NO_BREAK, format_date, format_money

_METHODS = frozenset("card sepa_debit cash cheque bank_transfer credit other".split())


def receipt_sheet(document: ReceiptDocument) -> Sheet:
    """The receipt of one payment, with the invoices it went to."""
    words, language = WORDS[document.language], document.language
    facts = (
        ("paid_on", format_date(document.date, language)),
        ("method", _method(document)),
        ("reference", document.reference),
    )
    amount = format_money(document.amount, document.currency, language)
    received_on = words["received_on"].format(date=format_date(document.date, language))
    return {
        **frame(document, "receipt"),
        "headline": {"amount": amount, "note": f"{words['amount_received']} {received_on}"},
        "parties": parties(document, "received_from"),
        "facts": [[words[name], value] for name, value in facts if value],
        "columns": [words["description"], words["issued"], words["amount"]],
        "rows": [_row(document, invoice) for invoice in document.invoices],
        "sums": [{"label": words["amount_received"], "value": amount, "strong": True}],
        "prose": [{"label": "", "texts": [words["thanks"]]}],
        "payment": None,
    }


def _method(document: ReceiptDocument) -> str:
    """What was paid with, on one line; a card's brand and last digits say that it is a card."""
    words = WORDS[document.language]
    method = words[document.method] if document.method in _METHODS else document.method
    known = document.method == "card" and document.method_detail
    return " ".join(filter(None, ("" if known else method, document.method_detail))).replace(" ", NO_BREAK)


def _row(document: ReceiptDocument, invoice: SettledInvoice) -> Sheet:
    language = document.language
    issued = format_date(invoice.issue_date, language) if invoice.issue_date else ""
    amount = format_money(invoice.amount, document.currency, language)
    return {
        "texts": [f"{WORDS[language]['invoice']} {invoice.number}"],
        "under": "",
        "long": False,
        "cells": [issued, amount],
    }
