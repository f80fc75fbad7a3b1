"""What a document's fonts can draw: the rest becomes a hollow square, for under PDF/A a missing glyph is an error."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.pdf.fonts import some_font_draws

MISSING = "\u25a1"
_JOINERS = "\u200c\u200d"
_LONGEST_WORD = 24
_LONGEST_ADDRESS = 60
_ADDRESSES = frozenset({"footer", "place"})
"""Web and mail addresses stay whole as long as they can: a break would go along when a person copies them."""
_NEVER_BROKEN = frozenset({"url", "alt", "title", "author"})
"""What typst takes as a value: the targets of links, descriptions, metadata."""
_BREAK_HERE = "\u200b"


class Shown:
    """Turns the texts of one document into what its fonts can draw; ``replaced`` collects the characters they lack."""

    def __init__(self) -> None:
        self.replaced: set[str] = set()

    def tree(self, value: Any, key: str = "") -> Any:
        """``value`` (dictionaries, lists, texts, numbers) with every text made drawable and its long words breakable."""
        if isinstance(value, str):
            return self._fitted(value, key)
        if isinstance(value, dict):
            return {name: self.tree(item, name) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(item, key) for item in value]
        return value

    def text(self, text: str) -> str:
        """``text`` in NFC, without the invisible controls that could reorder what is read."""
        if text.isascii() and text.isprintable():
            return text
        return "".join(self._drawable(cluster) for cluster in _clusters(unicodedata.normalize("NFC", text)))

    def _fitted(self, text: str, key: str) -> str:
        text = self.text(text)
        if key in _NEVER_BROKEN:
            return text
        return breakable(text, _LONGEST_ADDRESS if key in _ADDRESSES else _LONGEST_WORD)

    def _drawable(self, cluster: str) -> str:
        private = unicodedata.category(cluster[0]) == "Co"  # has glyphs in Inter, but PDF/A-3a forbids them
        if some_font_draws(cluster.strip(_JOINERS)) and not private:  # typst itself reads the joiners
            return cluster
        base, marks = cluster[0], cluster[1:]
        self.replaced.update(mark for mark in marks if mark not in _JOINERS)
        if some_font_draws(base) and not private:
            return base
        self.replaced.add(base)
        return MISSING


def breakable(text: str, longest: int = _LONGEST_WORD) -> str:
    """``text`` whose words of more than ``longest`` characters may be broken after that many."""
    if len(text) <= longest:
        return text
    return " ".join(_broken(word, longest) for word in text.split(" "))


def _broken(word: str, longest: int) -> str:
    if len(word) <= longest:
        return word
    pieces: list[str] = [""]
    for cluster in _clusters(word):
        if len(pieces[-1]) >= longest:
            pieces.append("")
        pieces[-1] += cluster
    return _BREAK_HERE.join(pieces)


def _clusters(text: str) -> Iterator[str]:
    """Each character with the marks and joiners that follow it; invisible controls dropped, line ends made spaces."""
    cluster = ""
    for character in text:
        category = unicodedata.category(character)
        if character in _JOINERS or category in ("Mn", "Mc", "Me"):
            if _is_variation_selector(character) or (character in _JOINERS and not cluster):
                continue
            cluster, finished = (cluster + character, "") if cluster else (character, "")
        elif category in ("Cc", "Zl", "Zp"):
            cluster, finished = " ", cluster
        elif category == "Cf":
            continue
        else:
            cluster, finished = character, cluster
        if finished:
            yield finished
    if cluster:
        yield cluster


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
