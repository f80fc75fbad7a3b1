"""Minor units of ISO 4217 to Stripe's units and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.gateways.errors import AmountNotPossible
from chalicelib.adapters.gateways.stripe_amounts import from_stripe, to_stripe
from chalicelib.core.money import CURRENCIES
from infra.provider import currencies as theirs


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        (132750, "EUR", 132750),
        (500, "JPY", 500),
        (5120, "KWD", 5120),
        (7, "ISK", 700),
        (7, "UGX", 700),
        (700, "MGA", 7),
    ],
)
def test_amounts_are_converted_both_ways(amount, currency, units):
    assert to_stripe(amount, currency) == units
    assert from_stripe(units, currency.lower()) == amount


@pytest.mark.parametrize(
    ("amount", "currency", "word"),
    [(5124, "KWD", "5.124 KWD"), (701, "MGA", "whole units"), (0, "EUR", "more than zero"), (-1, "EUR", "more than zero"),
     (100_000_000, "EUR", "1000000.00 EUR is more"), (1_000_000, "ISK", "is more"), (1, "LYD", "currency"),
     (1, "XXX", "currency"), (1, "eur", "currency")],
)  # fmt: skip
def test_what_cannot_be_paid_is_refused_in_clear_words(amount, currency, word):
    with pytest.raises(AmountNotPossible) as refusal:
        to_stripe(amount, currency)
    assert word in refusal.value.detail and refusal.value.errors[0][0] == "amount"


def test_a_fraction_that_does_not_exist_is_not_rounded_away():
    with pytest.raises(AmountNotPossible):
        from_stripe(750, "isk")


@given(st.sampled_from(sorted(CURRENCIES)), st.integers(1, 99_999_999))
def test_what_is_sent_comes_back_the_same_and_the_provider_takes_it(currency, amount):
    try:
        units = to_stripe(amount, currency)
    except AmountNotPossible:
        return
    assert from_stripe(units, currency) == amount
    assert theirs.check_granularity(units, currency.lower()) == units


def test_every_currency_has_the_decimals_the_provider_gives_it():
    """The tables were written twice on purpose; a slip in one of them shows here."""
    from chalicelib.adapters.gateways.stripe_amounts import stripe_exponent

    differing = [
        code
        for code in CURRENCIES
        if code.lower() in theirs.KNOWN and stripe_exponent(code) != theirs.exponent(code.lower())
    ]
    assert differing == []
