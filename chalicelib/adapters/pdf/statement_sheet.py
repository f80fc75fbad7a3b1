"""A customer's statement as a sheet: each currency between its opening and its closing balance."""

from collections.abc import Iterator

from chalicelib.adapters.pdf.frame import Sheet, frame, parties
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import StatementAccount, StatementDocument
from chalicelib.core.localisation import format_date, format_money


def statement_sheet(document: StatementDocument) -> Sheet:
    """Every movement with the balance after it, and how old the debt is."""
    words, language = WORDS[document.language], document.language
    days = f"{format_date(document.since, language)} – {format_date(document.until, language)}"
    first = document.accounts[0] if document.accounts else None
    closing = format_money(first.closing if first else 0, document.currency, language)
    return {
        **frame(document, "statement"),
        "headline": {
            "amount": closing,
            "note": f"{words['closing']} {words['received_on'].format(date=format_date(document.until, language))}",
        },
        "number": days,
        "running": f"{words['statement']} {days}",
        "parties": parties(document, "statement_of"),
        "facts": [[words["period"], days]],
        "columns": [words["description"], words["date"], words["amount"], words["balance"]],
        "rows": [row for account in document.accounts for row in _rows(account, document)],
        "sums": [one for account in document.accounts for one in _sums(account, document)],
        "prose": [],
        "payment": None,
    }


def _rows(account: StatementAccount, document: StatementDocument) -> Iterator[Sheet]:
    words, language = WORDS[document.language], document.language

    def row(text: str, *cells: str) -> Sheet:
        return {"texts": [text], "under": "", "long": False, "cells": list(cells)}

    def money(amount: int) -> str:
        return format_money(amount, account.currency, language)

    yield row(words["opening"], format_date(document.since, language), "", money(account.opening))
    for line in account.lines:
        yield row(line.what, format_date(line.date, language), money(line.booked), money(line.balance))
    yield row(words["closing"], format_date(document.until, language), "", money(account.closing))


def _sums(account: StatementAccount, document: StatementDocument) -> Iterator[Sheet]:
    words, language = WORDS[document.language], document.language
    for name, amount in account.ages:
        yield {"label": name, "value": format_money(amount, account.currency, language), "strong": False}
    yield {
        "label": words["closing"],
        "value": format_money(account.closing, account.currency, language),
        "strong": True,
    }
