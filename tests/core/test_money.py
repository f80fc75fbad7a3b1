"""Money is whole minor units; rounding is half up."""

import re
from decimal import Decimal

import pytest

from chalicelib.core.money import CURRENCIES, decimal_string, exponent, tax_of, times


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (132750, "EUR", "1327.50"),
        (5, "EUR", "0.05"),
        (-5, "EUR", "-0.05"),
        (500, "JPY", "500"),
        (1234, "KWD", "1.234"),
        (0, "EUR", "0.00"),
    ],
)
def test_decimal_strings_are_exact(amount, currency, text):
    assert decimal_string(amount, currency) == text


def test_a_currency_that_is_not_listed_has_two_decimals():
    assert exponent("PLN") == 2


@pytest.mark.parametrize(
    ("price", "quantity", "amount"),
    [(199, "2", 398), (333, "1.5", 500), (1, "0.5", 1), (1, "0.4999", 0), (10**12, "0.0001", 10**8)],
)
def test_a_line_is_rounded_half_up(price, quantity, amount):
    assert times(price, Decimal(quantity)) == amount


@pytest.mark.parametrize(
    ("base", "rate", "tax"), [(10000, "19", 1900), (50, "19", 10), (250, "7.5", 19), (3, "50", 2), (99, "0", 0)]
)
def test_tax_is_rounded_half_up(base, rate, tax):
    assert tax_of(base, Decimal(rate)) == tax


def test_every_currency_is_a_code_of_iso_4217_and_those_without_two_decimals_are_the_standards():
    assert all(re.fullmatch("[A-Z]{3}", code) for code in CURRENCIES)
    of_none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split()
    of_three = "BHD IQD JOD KWD LYD OMR TND".split()
    assert [code for code in sorted(CURRENCIES) if exponent(code) == 0] == of_none
    assert [code for code in sorted(CURRENCIES) if exponent(code) == 3] == of_three
    assert (len(CURRENCIES), {exponent(code) for code in CURRENCIES}) == (155, {0, 2, 3})
