"""What all sheets share: the document's name, its parties, its colours, and how to prove that it is genuine."""

from typing import Any

from chalicelib.adapters.pdf.colours import readable
from chalicelib.adapters.pdf.fonts import FAMILIES
from chalicelib.adapters.pdf.parties import party_block
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import AnyDocument, Verification, grouped_code

Sheet = dict[str, Any]
"""Every text of a page, written in its language, in the shape that the template reads."""


def frame(document: AnyDocument, kind: str) -> Sheet:
    words, seller = WORDS[document.language], document.seller
    heading = words[kind]
    reach = (seller.name, seller.website.removeprefix("https://").rstrip("/"), seller.email, seller.phone)
    return {
        "language": document.language,
        "fonts": list(FAMILIES),
        "words": {name: words[name] for name in ("page", "xml_description")},
        "accent": readable(document.accent),
        "title": " · ".join(filter(None, (f"{heading} {document.number}".strip(), seller.name))),
        "author": seller.name,
        "seller": seller.name,
        "heading": heading,
        "number": document.number,
        "running": f"{heading} {document.number}",
        "footer": "  ·  ".join(filter(None, reach)),
        "logo": None,
        "verification": _verification(document.verification, words),
        "xml": False,
    }


def parties(document: AnyDocument, label: str) -> list[Sheet]:
    words, language = WORDS[document.language], document.language
    seller, buyer = document.seller, document.buyer
    return [party_block(buyer, words[label], seller, language), party_block(seller, words["from"], buyer, language)]


def _verification(verification: Verification | None, words: dict[str, str]) -> Sheet | None:
    if verification is None:
        return None
    return {
        "label": words["genuine"],
        "how": words["genuine_how"],
        "url": verification.url,
        "place": verification.url.partition("://")[2].partition("?")[0].removesuffix(verification.code).rstrip("/"),
        "code": grouped_code(verification.code),
        "alt": words["qr_alt"].format(url=verification.url),
    }


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
