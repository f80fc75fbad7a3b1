"""CSV that a spreadsheet reads as text: no cell of ours is taken for a formula, and what was written is read back (V25)."""

import csv
import io
import re
from collections.abc import Iterable

# What begins a formula, in ASCII and full width; a tab or a break before it is skipped by spreadsheets.
_FORMULA = "=+\\-@\0\t\r\n\uff1d\uff0b\uff0d\uff20"
# Quotes, spaces that are seen, and marks that are not: a reader may drop them and look at what follows.
_DROPPED = " '\"\u00a0\u200b\u2060\u3000\ufeff"
# A sheet opened with another separator than ours finds a cell's beginning in the middle of ours.
_DANGEROUS = re.compile(f"(^|[;\t\r\n])(?=[{_DROPPED}]*[{_FORMULA}])")
_GUARDED = re.compile(f"(^|[;\t\r\n])'(?=[{_DROPPED}]*[{_FORMULA}])")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
BOM = "\ufeff"
"""Spreadsheets know UTF-8 by it."""


def safe_cell(value: str | int | None) -> str:
    """The value as a cell: an apostrophe stands before whatever would begin a formula; plain numbers stay numbers."""
    text = "" if value is None else str(value)
    return text if _NUMBER.fullmatch(text) else _DANGEROUS.sub(r"\1'", text)


def plain_cell(cell: str) -> str:
    """What ``safe_cell`` was given: the apostrophes that guard are dropped, all others stay."""
    return _GUARDED.sub(r"\1", cell)


def write_csv(rows: Iterable[Iterable[str | int | None]]) -> str:
    """A CSV file (RFC 4180, every cell quoted) of safe cells; begin it with a row of names."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([safe_cell(value) for value in row] for row in rows)
    return text.getvalue()


def write_sheet(rows: Iterable[Iterable[str | int | None]]) -> str:
    """The same as a file for spreadsheets."""
    return BOM + write_csv(rows)
