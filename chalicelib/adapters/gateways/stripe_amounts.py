"""Converts between ISO 4217 minor units and the units Stripe counts in.

https://docs.stripe.com/currencies: some currencies have no decimals there, three-decimal amounts must end in 0, and
ISK and UGX, which have no decimals, are still written with two.
"""

from chalicelib.adapters.gateways.errors import AmountNotPossible
from chalicelib.core.money import CURRENCIES, decimal_string, exponent

_NO_DECIMALS = frozenset(("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
                          "XOF", "XPF"))  # fmt: skip
_THREE_DECIMALS = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
_NOT_TAKEN = frozenset(("IQD", "LYD"))
_LARGEST = 99_999_999


def stripe_exponent(currency: str) -> int:
    """How many decimals Stripe's unit of ``currency`` has."""
    return 0 if currency in _NO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2


def to_stripe(amount: int, currency: str) -> int:
    """``amount`` in minor units of ``currency`` → Stripe's units. Raises AmountNotPossible, saying why."""
    _check_currency(currency)
    if amount <= 0:
        raise AmountNotPossible("The amount has to be more than zero.")
    times, over = _ratio(currency)
    if amount % over:
        raise AmountNotPossible(f"{currency} can only be paid in whole units, so not {_said(amount, currency)}.")
    units = amount * times // over
    if currency in _THREE_DECIMALS and units % 10:
        raise AmountNotPossible(
            f"{currency} can only be paid with two decimals (the third must be 0), so not {_said(amount, currency)}."
        )
    if units > _LARGEST:
        raise AmountNotPossible(f"{_said(amount, currency)} is more than the payment service takes at once.")
    return units


def from_stripe(units: int, currency: str) -> int:
    """Stripe's ``units`` (may be negative) → minor units of ``currency`` (any case)."""
    currency = currency.upper()
    _check_currency(currency)
    over, times = _ratio(currency)
    if units % over:
        raise AmountNotPossible(f"The payment service reported a fraction of {currency}, which has none.")
    return units * times // over


def _ratio(currency: str) -> tuple[int, int]:
    """(a, b): an amount in minor units × a ÷ b is the amount in Stripe's units."""
    shift = stripe_exponent(currency) - exponent(currency)
    return int(10 ** max(shift, 0)), int(10 ** max(-shift, 0))


def _check_currency(currency: str) -> None:
    if currency not in CURRENCIES or currency in _NOT_TAKEN:
        raise AmountNotPossible("The payment service does not take this currency.")


def _said(amount: int, currency: str) -> str:
    return f"{decimal_string(amount, currency)} {currency}"
