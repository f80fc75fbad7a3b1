"""What a document's fonts can draw: the rest becomes a hollow square, for under PDF/A a missing glyph is an error."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.pdf.fonts import some_font_draws

MISSING = "\u25a1"
_JOINERS = "\u200c\u200d"
_LONGEST_WORD = 24
_BREAK_HERE = "\u200b"


class Shown:
    """Turns the texts of one document into what its fonts can draw; ``replaced`` collects the characters they lack."""

    def __init__(self) -> None:
        self.replaced: set[str] = set()

    def tree(self, value: Any) -> Any:
        """``value`` (dictionaries, lists, texts, numbers) with every text made drawable."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.tree(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(item) for item in value]
        return value

    def text(self, text: str) -> str:
        """``text`` in NFC without invisible controls (they could reorder what is read), long words breakable."""
        if not text.isascii() or not text.isprintable():
            text = "".join(self._drawable(cluster) for cluster in _clusters(unicodedata.normalize("NFC", text)))
        return breakable(text)

    def _drawable(self, cluster: str) -> str:
        if some_font_draws(cluster):
            return cluster
        base, marks = cluster[0], cluster[1:]
        self.replaced.update(mark for mark in marks if mark not in _JOINERS)
        if some_font_draws(base):
            return base
        self.replaced.add(base)
        return MISSING


def breakable(text: str) -> str:
    """``text`` whose words of more than 24 characters may be broken anywhere after that many."""
    if len(text) <= _LONGEST_WORD:
        return text
    return " ".join(_broken(word) for word in text.split(" "))


def _broken(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    pieces: list[str] = [""]
    for cluster in _clusters(word):
        if len(pieces[-1]) >= _LONGEST_WORD:
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
