"""Logos: nothing but pixels is kept (V22)."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.png import MAX_SIDE, NotPng, rewrite


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def picture(width=2, height=2, colour=2, extra: bytes = b"", pixels: bytes | None = None) -> bytes:
    channels = {0: 1, 2: 3, 6: 4}[colour]
    raw = pixels if pixels is not None else (b"\0" + b"\x10" * width * channels) * height
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    body = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_pixels_stay_and_everything_else_goes():
    clean = rewrite(picture(extra=chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")))
    assert b"script" not in clean
    assert clean == rewrite(picture())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0JFIF",
        b"GIF89a",
        picture()[:-5],
        picture()[:20],
    ],
)
def test_v22_what_is_not_a_whole_png_is_refused(content):
    with pytest.raises(NotPng):
        rewrite(content)


@pytest.mark.asvs("5.2.3")
def test_a_picture_that_unpacks_to_more_than_it_says_is_refused():
    with pytest.raises(NotPng):
        rewrite(picture(pixels=b"\0" * 10_000_000))


def test_a_huge_picture_is_refused():
    with pytest.raises(NotPng, match="at most"):
        rewrite(picture(width=MAX_SIDE + 1, height=1))


def test_a_wrong_checksum_is_refused():
    content = bytearray(picture())
    content[30] ^= 1
    with pytest.raises(NotPng):
        rewrite(bytes(content))


@given(st.binary(max_size=200))
def test_v34_any_bytes_raise_our_error_only(junk):
    with pytest.raises(NotPng):
        rewrite(b"\x89PNG\r\n\x1a\n" + junk)
