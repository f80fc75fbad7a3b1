"""The form of a tax number: VAT numbers of the European Union as each country writes them, all others by their letters."""

import re
from typing import Final

_ANY: Final = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9 ./+*&-]{1,39}")
_LOOKS_LIKE_VAT: Final = re.compile(r"[A-Z]{2}[0-9]|ATU")
# What follows the country's two letters. Greece writes EL, Northern Ireland XI. "#" stands for a digit, "@" for a letter or digit.
_VAT: Final = {
    "AT": "U#{8}", "BE": "[01]#{9}", "BG": "#{9,10}", "CY": "#{8}[A-Z]", "CZ": "#{8,10}", "DE": "#{9}",
    "DK": "#{8}", "EE": "#{9}", "EL": "#{9}", "ES": "@#{7}@", "FI": "#{8}", "FR": "@{2}#{9}",
    "HR": "#{11}", "HU": "#{8}", "IE": "#[@+*]#{5}[A-Z]{1,2}", "IT": "#{11}", "LT": "#{9}(#{3})?",
    "LU": "#{8}", "LV": "#{11}", "MT": "#{8}", "NL": "#{9}B#{2}", "PL": "#{10}", "PT": "#{9}",
    "RO": "#{2,10}", "SE": "#{12}", "SI": "#{8}", "SK": "#{10}", "XI": "#{9}(#{3})?",
}  # fmt: skip


def tax_id(text: str) -> str:
    """A tax number, or nothing. One that begins like a VAT number of the Union has to be as long as those are."""
    if text and not (_ANY.fullmatch(text) and _fits_its_country(text)):
        raise ValueError("Please enter a tax number, such as DE136695976.")
    return text


def _fits_its_country(text: str) -> bool:
    compact = re.sub(r"[ ./-]", "", text).upper()
    pattern = _VAT.get(compact[:2]) if _LOOKS_LIKE_VAT.match(compact) else None
    if pattern is None:
        return True
    pattern = pattern.replace("[@+*]", "[A-Z0-9+*]").replace("@", "[A-Z0-9]").replace("#", "[0-9]")
    return re.fullmatch(pattern, compact[2:]) is not None
