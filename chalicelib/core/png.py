"""Reading a PNG picture strictly and writing it anew, so that nothing but its pixels is kept (V22).

A program that re-encodes every format would weigh more than the rest of the portal; the console turns whatever a person
chooses into PNG before it is sent.
"""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
MAX_SIDE = 2000


class NotPng(ValueError):
    """It is not a picture that is kept; the text is a sentence for the person."""


def rewrite(content: bytes) -> bytes:
    """The same pixels in a fresh file. Raises NotPng."""
    if not content.startswith(_SIGNATURE):
        raise NotPng("Please choose a PNG picture.")
    chunks = _chunks(content)
    header = chunks.get(b"IHDR", b"")
    pixels = _pixels(header, chunks.get(b"IDAT", b""))
    kept = [(b"IHDR", header)]
    kept += [(name, chunks[name]) for name in (b"PLTE", b"tRNS") if name in chunks]
    kept += [(b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in kept)


def _chunks(content: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    position = len(_SIGNATURE)
    while position + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, position)
        name, data = content[position + 4 : position + 8], content[position + 8 : position + 8 + length]
        if content[position + 8 + length : position + 12 + length] != _checksum(name + data):
            raise NotPng("This picture is damaged.")
        found[name] = found.get(name, b"") + data if name == b"IDAT" else data
        if name == b"IEND":
            return found
        position += 12 + length
    raise NotPng("This picture is damaged.")


def _pixels(header: bytes, packed: bytes) -> bytes:
    if len(header) != 13:
        raise NotPng("This picture is damaged.")
    width, height, depth, colour, compression, filtering, interlaced = struct.unpack(">IIBBBBB", header)
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise NotPng(f"Please choose a picture of at most {MAX_SIDE} by {MAX_SIDE} pixels.")
    if colour not in _CHANNELS or depth not in (1, 2, 4, 8, 16) or (compression, filtering, interlaced) != (0, 0, 0):
        raise NotPng("Please choose a plain PNG picture, not interlaced.")
    size = height * (1 + (width * _CHANNELS[colour] * depth + 7) // 8)
    try:
        unpacker = zlib.decompressobj()
        pixels = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise NotPng("This picture is damaged.") from error
    if len(pixels) != size:
        raise NotPng("This picture is damaged.")
    return pixels


def _checksum(data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(data))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + _checksum(name + data)
