"""Seller and buyer as the lines of an address block."""

from typing import Any

from chalicelib.adapters.pdf.countries import COUNTRIES
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import Party
from chalicelib.core.fields import Address

_CITY_FIRST = frozenset("AU CA GB IE IN KR NZ SG TW US ZA".split())
"""Where the postal code follows the city."""


def party_block(party: Party, label: str, other: Party, language: str) -> dict[str, Any]:
    """The party for the template; its country is named if ``other`` lives elsewhere."""
    words = WORDS[language]
    lines = [party.contact, *address_lines(party.address, other.address.country, language)]
    numbers = ((words["vat_id"], party.vat_id), (words["tax_id"], party.tax_id))
    lines += [f"{name} {number}" for name, number in numbers if number]
    return {"label": label, "name": party.name, "lines": [line for line in lines if line]}


def address_lines(address: Address, reader_country: str, language: str) -> list[str]:
    """Street, city in the country's own order, and the country for readers in another one."""
    country = COUNTRIES[language].get(address.country, address.country) if address.country != reader_country else ""
    return [line for line in (address.line1, address.line2, *_city(address), country) if line]


def _city(address: Address) -> tuple[str, ...]:
    if address.country in _CITY_FIRST:
        return (", ".join(filter(None, (address.city, f"{address.state} {address.postal_code}".strip()))),)
    return (f"{address.postal_code} {address.city}".strip(), address.state)
