"""A letter with everything decided: what the text and the HTML of a mail are both set from, so that they say the same."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """Plain texts in the order they are read; ``url`` is the letter's task. Colours are ``#rrggbb``."""

    language: str
    title: str
    preheader: str
    brand: str
    logo_url: str | None
    accent: str
    greeting: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    label: str
    url: str
    link_hint: str
    quote_lead: str
    quote: tuple[str, ...]
    closing: tuple[str, ...]
    imprint: tuple[str, ...]
    """Who sends this and how to answer, a line each; the name of the sender comes first."""
