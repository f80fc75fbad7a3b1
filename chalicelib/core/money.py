"""Money: whole numbers of a currency's minor unit, and the rounding that invoices use."""

from decimal import ROUND_HALF_UP, Decimal

# ISO 4217 minor units; what is not listed here has two decimals.
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF",
                     "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}  # fmt: skip
_TWO_DECIMALS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_TWO_DECIMALS.split()) | frozenset(_EXPONENTS)

MAX_AMOUNT = 10**12
"""The largest amount of one field, in minor units: sums of a thousand of them stay exact in JSON and JavaScript."""


def exponent(currency: str) -> int:
    """How many decimals ``currency`` (ISO 4217) has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency, 2)


def decimal_string(amount: int, currency: str) -> str:
    """``132750``, ``"EUR"`` → ``"1327.50"``: exact, with a dot, a leading minus if negative."""
    return str(Decimal(amount).scaleb(-exponent(currency)))


def times(unit_price: int, quantity: Decimal) -> int:
    """The amount of a line: ``unit_price`` (minor units) × ``quantity``, rounded half up to a minor unit."""
    return int((unit_price * quantity).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def tax_of(base: int, rate: Decimal) -> int:
    """The tax on ``base`` (minor units) at ``rate`` percent, rounded half up (once per rate: EN 16931 BR-CO-17)."""
    return int((base * rate / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
