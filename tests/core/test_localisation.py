"""Money, dates and figures as English and German readers write them."""

import pytest

from chalicelib.core.localisation import (
    LANGUAGES,
    format_amount,
    format_date,
    format_money,
    format_percent,
    format_quantity,
)

NB = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        (132750, "EUR", "€1,327.50", f"1.327,50{NB}€"),
        (0, "EUR", "€0.00", f"0,00{NB}€"),
        (5, "USD", "$0.05", f"0,05{NB}$"),
        (-5, "GBP", f"{MINUS}£0.05", f"{MINUS}0,05{NB}£"),
        (1000, "JPY", "¥1,000", f"1.000{NB}¥"),
        (1234567, "KWD", f"KWD{NB}1,234.567", f"1.234,567{NB}KWD"),
        (-99900, "CHF", f"{MINUS}CHF{NB}999.00", f"{MINUS}999,00{NB}CHF"),
        (1000000, "AUD", "A$10,000.00", f"10.000,00{NB}AU$"),
        (100000000000000001, "EUR", "€1,000,000,000,000,000.01", f"1.000.000.000.000.000,01{NB}€"),
    ],
)
def test_money_is_exact_in_both_languages(amount, currency, english, german):
    assert format_money(amount, currency, "en") == english
    assert format_money(amount, currency, "de") == german


def test_money_never_breaks_over_two_lines():
    for language in LANGUAGES:
        for currency in ("EUR", "KWD", "CHF", "JPY"):
            assert " " not in format_money(-123456789, currency, language)


def test_money_can_stand_without_its_currency():
    assert format_amount(-132750, "EUR", "en") == f"{MINUS}1,327.50"
    assert format_amount(1234567, "KWD", "de") == "1.234,567"


@pytest.mark.parametrize(
    ("quantity", "english", "german"),
    [("1", "1", "1"), ("2.50", "2.5", "2,5"), ("1000.0000", "1,000", "1.000"), ("-0.5", f"{MINUS}0.5", f"{MINUS}0,5"),
     ("100", "100", "100"), ("1E+3", "1,000", "1.000"), ("-0", "0", "0"), ("0.0001", "0.0001", "0,0001")],
)  # fmt: skip
def test_quantities_have_no_idle_zeros(quantity, english, german):
    assert format_quantity(quantity, "en") == english
    assert format_quantity(quantity, "de") == german


def test_percentages_keep_their_sign_close():
    assert format_percent("19", "en") == "19%"
    assert format_percent("7.700", "de") == f"7,7{NB}%"


def test_dates_have_their_month_in_letters():
    assert format_date("2026-03-01", "en") == f"1{NB}March{NB}2026"
    assert format_date("2026-03-14", "de") == f"14.{NB}März{NB}2026"


def test_a_regional_tag_counts_as_its_language_and_an_unknown_one_as_english():
    assert format_money(100, "EUR", "de-AT") == format_money(100, "EUR", "de")
    assert format_money(100, "EUR", "fr") == format_money(100, "EUR", "en")
