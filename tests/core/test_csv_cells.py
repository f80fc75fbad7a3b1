"""CSV files that spreadsheets read as text."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core import csv_cells
from chalicelib.core.csv_cells import plain_cell, safe_cell, write_csv

FORMULAS = [
    "=1+1", "\0=1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1",
    "\u3000=1", "\uff1d1", "\uff0b1", "\uff0d1+1", "\uff201", "'=1", "''=1", "' =1", '=HYPERLINK("https://evil.example")',
    "a;=1", "a; @x", "a\n=1", 'a;"=1', "a\t-x",
    '";=1', "--1", "-1e5", "+49 30 1", "-1;=2", ";;=1",
]  # fmt: skip


SPACES = " \0\t\r\n\u00a0\u200b\u2060\u3000\ufeff"
BEGINNINGS = set("=+-@\uff1d\uff0b\uff0d\uff20")


def executed(text: str) -> list[str]:
    """What a spreadsheet would compute: cells that begin a formula, whichever separator it was told."""
    readers = (csv.reader(io.StringIO(text, newline=""), delimiter=separator) for separator in ",;\t")
    cells = [cell.strip(SPACES) for reader in readers for row in reader for cell in row]
    return [cell for cell in cells if cell[:1] in BEGINNINGS and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]


@pytest.mark.parametrize("text", FORMULAS)
def test_v25_no_cell_is_a_formula(text):
    assert executed(write_csv([["first", text]])) == []
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_v25_an_unguarded_cell_is_noticed(monkeypatch, text):
    monkeypatch.setattr(csv_cells, "safe_cell", str)
    assert executed(write_csv([["first", text]])) or text[:1] == "'"


@pytest.mark.parametrize(
    "text", ["", "Widget", "'quoted'", "a-b=c@d", "x@example.com", "12", "-12.50", "0", "it's", "a;b", "' a"]
)
def test_what_is_harmless_stays_as_it_is(text):
    assert safe_cell(text) == text == plain_cell(text)


def test_numbers_and_nothing_are_cells_too():
    assert write_csv([["amount", "note"], [-1250, None]]) == '"amount","note"\r\n"-1250",""\r\n'


@given(st.text(alphabet="=+-@\t\r\n;'\", a1\uff1d\uff0b\uff0d\uff20\u200b\ufeff", max_size=8))
def test_v25_whatever_was_written_is_read_back_and_runs_nowhere(text):
    rows = list(csv.reader(io.StringIO(write_csv([[text, "end"]]), newline="")))
    assert [plain_cell(cell) for cell in rows[0]] == [text, "end"]
    assert executed(write_csv([["first", text]])) == []
