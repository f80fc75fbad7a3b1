"""A ZIP file written piece by piece: each file in it whole, the directory at the end, so that writing can go on after a pause."""

import struct
import zlib
from collections.abc import Sequence
from datetime import datetime

from chalicelib.core.model import Model

_STORED, _DEFLATED = 0, 8
_UTF8 = 0x0800
_VERSION = 45  # of the format: large archives
_LARGE, _MANY = 0xFFFFFFFF, 0xFFFF


class ZipEntry(Model):
    """What the directory says of one file: sizes in bytes, where it begins, and when it was made (DOS date and time)."""

    name: str
    method: int
    crc: int
    size: int
    packed: int
    offset: int
    made: tuple[int, int]


def pack(name: str, content: bytes, offset: int, made: datetime, *, packed_already: bool = False) -> tuple[ZipEntry, bytes]:  # fmt: skip
    """A file as it lies in the archive from ``offset`` on; what is compressed by itself (PDF) is stored as it is."""
    squeezed = content if packed_already else _deflate(content)
    entry = ZipEntry(
        name=name,
        method=_STORED if packed_already else _DEFLATED,
        crc=zlib.crc32(content),
        size=len(content),
        packed=len(squeezed),
        offset=offset,
        made=_dos(made),
    )
    path = name.encode()
    head = struct.pack("<4sHHHHHLLLHH", b"PK\3\4", *_common(entry), len(path), 0)
    return entry, head + path + squeezed


def close(entries: Sequence[ZipEntry], offset: int) -> bytes:
    """The directory of all files, which begins at ``offset`` and ends the archive."""
    directory = b"".join(_line(entry) for entry in entries)
    size, count = len(directory), len(entries)
    end = b""
    if count > _MANY or offset > _LARGE or size > _LARGE:
        end = struct.pack(
            "<4sQHHLLQQQQ", b"PK\6\6", 44, _VERSION, _VERSION, 0, 0, count, count, size, offset
        ) + struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
    few = min(count, _MANY)
    return (
        directory
        + end
        + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, few, few, min(size, _LARGE), min(offset, _LARGE), 0)
    )


def _deflate(content: bytes) -> bytes:
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return squeezer.compress(content) + squeezer.flush()


def _common(entry: ZipEntry) -> tuple[int, ...]:
    """What a file's head and its line in the directory have in common."""
    day, time = entry.made
    return _VERSION, _UTF8, entry.method, time, day, entry.crc, entry.packed, entry.size


def _line(entry: ZipEntry) -> bytes:
    path = entry.name.encode()
    far = struct.pack("<HHQ", 1, 8, entry.offset) if entry.offset >= _LARGE else b""
    place = min(entry.offset, _LARGE)
    head = struct.pack(
        "<4sHHHHHHLLLHHHHHLL", b"PK\1\2", _VERSION, *_common(entry), len(path), len(far), 0, 0, 0, 0, place
    )
    return head + path + far


def _dos(instant: datetime) -> tuple[int, int]:
    day = (instant.year - 1980) << 9 | instant.month << 5 | instant.day
    return day, instant.hour << 11 | instant.minute << 5 | instant.second // 2
