"""Field types that requests and views share, each with its rule and its sentence."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from chalicelib.core.model import Model
from chalicelib.core.money import CURRENCIES, MAX_AMOUNT
from chalicelib.core.tax_ids import tax_id

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ufeff]")
_CONTROL_BUT_LINES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]")
# Deliberately narrower than RFC 5322: no quoted local part, no comment, no address literal.
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
_PORTAL_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{1,38}[a-z0-9])")
RESERVED_PORTAL_NAMES = frozenset(
    "api assets admin accept forgot health media merchant merchants openapi portal reset sign-in sign-out static subscribe "
    "verify www".split()
)


def one_line(text: str) -> str:
    """Text of one line: control characters, line separators and BOM are refused (V14)."""
    if _CONTROL.search(text):
        raise ValueError("Please use one line of plain text.")
    return unicodedata.normalize("NFC", text)


def many_lines(text: str) -> str:
    """Text of several lines, with line feeds only."""
    text = text.replace("\r\n", "\n")
    if _CONTROL_BUT_LINES.search(text):
        raise ValueError("Please use plain text.")
    return unicodedata.normalize("NFC", text)


def normal_email(text: str) -> str:
    """The one form in which an address is stored, compared and sent to (V33): NFKC must not change it, lower case."""
    if unicodedata.normalize("NFKC", text) != text or not text.isascii():
        raise ValueError("Please enter an e-mail address in plain letters.")
    text = text.lower()
    if len(text) > 254 or len(text.partition("@")[0]) > 64 or not _EMAIL.fullmatch(text):
        raise ValueError("Please enter a valid e-mail address.")
    return text


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("Please use a currency code of ISO 4217, such as EUR.")
    return code


@cache
def _known_timezones() -> frozenset[str]:
    """Read once: it opens every file of the time zone database, 20 ms that each reading of a merchant would cost."""
    return frozenset(available_timezones())


def _timezone(name: str) -> str:
    if name not in _known_timezones():
        raise ValueError("Please use a time zone such as Europe/Berlin.")
    return name


def _portal_name(name: str) -> str:
    if not _PORTAL_NAME.fullmatch(name):
        raise ValueError("Please use 3 to 40 lower-case letters, digits and hyphens.")
    if name in RESERVED_PORTAL_NAMES:
        raise ValueError("This name is reserved.")
    return name


def _accent(colour: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", colour.lower()):
        raise ValueError("Please use a colour such as #1a5fb4.")
    return colour.lower()


def _web_address(url: str) -> str:
    if not re.fullmatch(r"https://[^\s\"'<>\\^`{|}]{3,300}", url) or not url.isascii():
        raise ValueError("Please enter an address that begins with https://.")
    return url


def _decimal(limit: Decimal, places: int, smallest: Decimal) -> "type[AfterValidator]":
    def check(text: str) -> str:
        number = Decimal(text)
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > places or not smallest <= number <= limit:
            raise ValueError(f"Please enter a number from {smallest} to {limit} with at most {places} decimals.")
        return text

    return AfterValidator(check)  # type: ignore[return-value]


def _country(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError("Please use a country code of ISO 3166, such as DE.")
    return code


Line = Annotated[str, Field(max_length=200), AfterValidator(one_line)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(one_line)]
Prose = Annotated[str, Field(max_length=4000), AfterValidator(many_lines)]
Email = Annotated[str, Field(max_length=254, examples=["ada@example.com"]), AfterValidator(normal_email)]
Phone = Annotated[str, Field(max_length=40, examples=["+49 30 1234567"]), AfterValidator(one_line)]
TaxId = Annotated[str, Field(max_length=40, examples=["DE136695976"]), AfterValidator(one_line), AfterValidator(tax_id)]
Currency = Annotated[str, Field(examples=["EUR"]), AfterValidator(_currency)]
Timezone = Annotated[str, Field(max_length=64, examples=["Europe/Berlin"]), AfterValidator(_timezone)]
PortalName = Annotated[str, Field(examples=["acme"]), AfterValidator(_portal_name)]
Accent = Annotated[str, Field(examples=["#1a5fb4"]), AfterValidator(_accent)]
WebAddress = Annotated[str, Field(examples=["https://example.com"]), AfterValidator(_web_address)]
Country = Annotated[str, Field(examples=["DE"]), AfterValidator(_country)]
Amount = Annotated[
    int, Field(strict=True, ge=0, le=MAX_AMOUNT, examples=[132750], description="Minor units of the currency.")
]
PositiveAmount = Annotated[
    int, Field(strict=True, gt=0, le=MAX_AMOUNT, examples=[132750], description="Minor units of the currency.")
]
Quantity = Annotated[
    str,
    Field(pattern=r"^[0-9]{1,7}(\.[0-9]{1,4})?$", examples=["2"], description="A decimal number as text."),
    _decimal(Decimal(1_000_000), 4, Decimal("0.0001")),
]
Percent = Annotated[
    str,
    Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?$", examples=["19"], description="Percent, a decimal number as text."),
    _decimal(Decimal(100), 3, Decimal(0)),
]
Reference = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
"""The id of a thing, as a body or a query names it."""
PlanCode = Annotated[
    str,
    Field(
        max_length=64,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$",
        examples=["pro-monthly"],
        description="Letters, digits, dots, hyphens and underscores, a letter or digit first; it stands in addresses.",
    ),
]
Day = date
Language = Annotated[
    str, Field(pattern=r"^(en|de)$", examples=["en"], description="A language the portal speaks: en or de.")
]


class Address(Model):
    """A postal address; every part may be empty, the country is ISO 3166-1 alpha-2 or empty."""

    model_config = {"extra": "forbid", "str_strip_whitespace": True, "frozen": True}

    line1: Line = ""
    line2: Line = ""
    city: Line = ""
    state: Line = ""
    postal_code: Annotated[str, Field(max_length=20), AfterValidator(one_line)] = ""
    country: Country | Annotated[str, Field(pattern="^$")] = ""
