"""A statement as a table for spreadsheets; pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from chalicelib.core.csv_cells import write_sheet
from chalicelib.core.money import decimal_string
from chalicelib.statements.entity import CurrencyStatement
from chalicelib.statements.rules import AGES
from chalicelib.statements.words import WORDS

_HEAD = ("currency", "date", "what", "documents", "booked", "change", "balance")


def as_csv(currencies: Sequence[CurrencyStatement], since: date, until: date, language: str) -> str:
    """One row a booking between the opening and the closing balance of its currency; how old the debt is follows."""
    words = WORDS[language]
    rows = [row for one in currencies for row in _rows(one, since, until, words)]
    return write_sheet([[words[name] for name in _HEAD], *rows])


def _rows(one: CurrencyStatement, since: date, until: date, words: dict[str, str]) -> Iterator[list[str]]:
    def money(amount: int) -> str:
        return decimal_string(amount, one.currency)

    yield [one.currency, str(since), words["opening"], "", "", "", money(one.opening)]
    for moved in one.movements:
        numbers = ", ".join(share.number for share in moved.invoices)
        amounts = (money(moved.booked), money(moved.amount), money(moved.balance))
        yield [one.currency, str(moved.date), words[moved.kind], numbers, *amounts]
    yield [one.currency, str(until), words["closing"], "", "", "", money(one.closing)]
    for age in AGES:
        yield [one.currency, str(until), words[age], "", money(getattr(one.ageing, age)), "", ""]
    yield [one.currency, str(until), words["unused"], "", money(-one.ageing.credit), "", ""]
