"""Money, dates, quantities and percentages as English and German readers write them; pure tables, exact arithmetic."""

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from chalicelib.core.money import decimal_string

LANGUAGES: Final = ("en", "de")
NO_BREAK: Final = "\u00a0"
MINUS: Final = "\u2212"


class _Habits(NamedTuple):
    """How a language writes numbers and months."""

    decimal_mark: str
    group_mark: str
    months: tuple[str, ...]


_HABITS: Final = {
    "en": _Habits(
        ".",
        ",",
        tuple("January February March April May June July August September October November December".split()),
    ),
    "de": _Habits(
        ",",
        ".",
        tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()),
    ),
}

# Only symbols that name one currency to both readerships; every other currency keeps its ISO code.
_SYMBOLS: Final = {
    "en": {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "ILS": "₪", "VND": "₫", "AUD": "A$", "CAD": "CA$",
           "NZD": "NZ$", "HKD": "HK$", "BRL": "R$", "MXN": "MX$"},
    "de": {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "ILS": "₪", "VND": "₫", "AUD": "AU$", "CAD": "CA$",
           "NZD": "NZ$", "HKD": "HK$", "BRL": "R$", "MXN": "MX$"},
}  # fmt: skip


def format_money(amount: int, currency: str, language: str) -> str:
    """``132750``, ``"EUR"`` → ``€1,327.50`` or ``1.327,50 €``: exact, never broken over lines, with a true minus."""
    number = format_amount(abs(amount), currency, language)
    sign = MINUS if amount < 0 else ""
    symbol = _SYMBOLS[_known(language)].get(currency)
    if _known(language) == "de":
        return f"{sign}{number}{NO_BREAK}{symbol or currency}"
    return f"{sign}{symbol}{number}" if symbol else f"{sign}{currency}{NO_BREAK}{number}"


def format_amount(amount: int, currency: str, language: str) -> str:
    """Money without its currency, for columns whose heading names it: ``1,327.50`` or ``1.327,50``."""
    return _written(decimal_string(amount, currency), language)


def format_quantity(quantity: str | Decimal, language: str) -> str:
    """``"2.50"`` → ``2.5`` or ``2,5``: no trailing zeros, no exponent."""
    return _written(_plain(quantity), language)


def format_percent(rate: str | Decimal, language: str) -> str:
    """``"19"`` → ``19%`` or ``19 %`` (German puts a narrow gap that does not break)."""
    gap = NO_BREAK if _known(language) == "de" else ""
    return f"{_written(_plain(rate), language)}{gap}%"


def format_date(day: date | str, language: str) -> str:
    """``2026-03-14`` → ``14 March 2026`` or ``14. März 2026``: a month in letters is misread by nobody."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    month = _HABITS[_known(language)].months[day.month - 1]
    point = "." if _known(language) == "de" else ""
    return f"{day.day}{point}{NO_BREAK}{month}{NO_BREAK}{day.year}"


def _known(language: str) -> str:
    """A language we write; a tag such as ``de-AT`` counts as its language, every other one as English."""
    primary = language.partition("-")[0].lower()
    return primary if primary in _HABITS else "en"


def _plain(number: str | Decimal) -> str:
    text = format(Decimal(number), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _written(number: str, language: str) -> str:
    habits = _HABITS[_known(language)]
    whole, _, decimals = number.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", habits.group_mark)
    sign = MINUS if number.startswith("-") else ""
    return f"{sign}{grouped}{habits.decimal_mark}{decimals}" if decimals else f"{sign}{grouped}"
