"""The fonts of every document: files of the renderer's layer, and which characters each of them can draw."""

import importlib
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

FAMILIES = ("Inter", "IBM Plex Sans Arabic", "Noto Sans JP")
"""In the order in which typst asks them for a character."""


class FontFile(NamedTuple):
    """Where a font lies: the PyPI package that carries it and the path in it."""

    package: str
    path: str


FILES = (
    FontFile("fontpkg_inter", "files/Inter[opsz,wght].ttf"),
    FontFile("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-Regular.ttf"),
    FontFile("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-SemiBold.ttf"),
    FontFile("pylopdf_fonts_jp", "NotoSansJP-Regular.otf"),
)
_PACKAGES = tuple(dict.fromkeys(file.package for file in FILES))


def font_paths() -> list[Path]:
    """The font files, each as it lies in its package."""
    return [_path(file) for file in FILES]


def some_font_draws(cluster: str) -> bool:
    """Whether one family has glyphs for all of ``cluster`` (a base and its marks must come from one font)."""
    points = set(map(ord, cluster))
    return any(points <= _coverage(package) for package in _PACKAGES)


@cache
def _coverage(package: str) -> frozenset[int]:
    """The code points a family has glyphs for, read from its font's own cmap when first asked."""
    return frozenset(_code_points(_cmap(_path(next(file for file in FILES if file.package == package)))))


def _path(file: FontFile) -> Path:
    package = importlib.import_module(file.package)
    return Path(str(package.__file__)).parent / file.path


def _cmap(path: Path) -> bytes:
    """The ``cmap`` table of an OpenType font, without reading the rest of the file."""
    with path.open("rb") as font:
        tables = struct.unpack(">4xH6x", font.read(12))[0]
        for _ in range(tables):
            tag, _, offset, length = struct.unpack(">4s3I", font.read(16))
            if tag == b"cmap":
                font.seek(offset)
                return font.read(length)
    raise ValueError(f"{path.name} has no cmap table.")


def _code_points(cmap: bytes) -> Iterator[int]:
    """Every code point of the Unicode subtables (formats 4 and 12) that does not lead to glyph 0."""
    for record in range(struct.unpack_from(">H", cmap, 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * record)
        form = struct.unpack_from(">H", cmap, offset)[0]
        if (platform, encoding) in ((0, 3), (0, 4), (3, 1), (3, 10)):
            reader = {4: _segments, 12: _groups}.get(form)
            if reader:
                yield from reader(cmap, offset)


def _groups(cmap: bytes, offset: int) -> Iterator[int]:
    count = struct.unpack_from(">I", cmap, offset + 12)[0]
    for first, last, glyph in struct.iter_unpack(">3I", cmap[offset + 16 : offset + 16 + 12 * count]):
        yield from range(first if glyph else first + 1, last + 1)


def _segments(cmap: bytes, offset: int) -> Iterator[int]:
    count = struct.unpack_from(">H", cmap, offset + 6)[0] // 2
    ends = offset + 14
    starts, deltas, ranges = (ends + 2 + 2 * count * part for part in (1, 2, 3))
    for segment in range(count):
        last, first, delta, distance = (
            struct.unpack_from(">H", cmap, base + 2 * segment)[0] for base in (ends, starts, deltas, ranges)
        )
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if distance:
                glyph = struct.unpack_from(">H", cmap, ranges + 2 * segment + distance + 2 * (code - first))[0]
            if glyph and (glyph + delta) & 0xFFFF:
                yield code
