"""Amounts as Stripe counts them: zero and three decimals, and the two currencies it keeps at two."""

from infra.provider.refusals import Refusal, invalid

# https://docs.stripe.com/currencies: UGX and ISK have no decimals but are still written with two, always 00.
ZERO_DECIMALS = frozenset("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split())
THREE_DECIMALS = frozenset("bhd jod kwd omr tnd".split())
WHOLE_BUT_TWO_DECIMALS = frozenset(("isk", "ugx"))
_TWO_DECIMALS = frozenset(
    (
        "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop "
        "crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs "
        "khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab "
        "pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs "
        "uah usd uyu uzs wst xcd yer zar zmw"
    ).split()
)
KNOWN = ZERO_DECIMALS | THREE_DECIMALS | WHOLE_BUT_TWO_DECIMALS | _TWO_DECIMALS
MINIMUM = {"eur": 50, "usd": 50, "chf": 50, "gbp": 30, "jpy": 50}
MAXIMUM = 99_999_999


def exponent(currency: str) -> int:
    return 0 if currency in ZERO_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def check_currency(currency: str) -> str:
    currency = currency.lower()
    if currency not in KNOWN:
        raise invalid(f"Invalid currency: {currency[:10]}.", "currency")
    return currency


def check_charge(amount: int | None, currency: str) -> int:
    """The amount of a charge, in Stripe's units of ``currency``."""
    if amount is None:
        raise Refusal(400, "invalid_request_error", "Missing required param: amount.",
                      code="parameter_missing", param="amount")  # fmt: skip
    if amount < max(1, MINIMUM.get(currency, 1)):
        raise invalid("Amount must convert to at least 50 cents.", "amount", "amount_too_small")
    if amount > MAXIMUM:
        raise invalid("Amount must be no more than 99999999.", "amount", "amount_too_large")
    return check_granularity(amount, currency)


def check_granularity(amount: int, currency: str) -> int:
    if currency in THREE_DECIMALS and amount % 10:
        message = f"Invalid amount: {currency.upper()} amounts must be evenly divisible by 10."
        raise invalid(message, "amount", "invalid_charge_amount")
    if currency in WHOLE_BUT_TWO_DECIMALS and amount % 100:
        message = f"Invalid amount. Currency {currency.upper()} has become effectively zero-decimal."
        raise invalid(message, "amount", "invalid_charge_amount_no_decimal_compatible")
    return amount


def plain(amount: int, currency: str) -> str:
    """``132750``, ``"eur"`` → ``"1,327.50 EUR"``."""
    places = exponent(currency)
    whole, rest = divmod(abs(amount), 10**places)
    digits = f"{whole:,}" + (f".{rest:0{places}d}" if places else "")
    return f"{'-' if amount < 0 else ''}{digits} {currency.upper()}"
