"""The next piece of an archive: records and documents from where the last piece ended, five megabytes or more, or the end."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.adapters import large_files
from chalicelib.core.zip_file import close, pack
from chalicelib.exports import sheets
from chalicelib.exports.entity import Export, PackedFile, Piece, Place
from chalicelib.exports.kinds import KINDS, Kind
from chalicelib.exports.papers import PAPERS, Papers
from chalicelib.exports.readme import README
from chalicelib.exports.walks import Found

MOST_RECORDS = 5_000
"""Records in one file: what follows goes into the next."""
MOST_BYTES = 8 * 1024 * 1024
"""Bytes of JSON in one file, likewise: a worker holds one file at a time."""
_LINES = {"invoices": "invoice_lines", "estimates": "estimate_lines"}
"""Kinds whose lines have a table of their own."""
SOURCES: tuple[Kind | Papers, ...] = (*KINDS, *PAPERS)


@dataclass
class Filling:
    """A piece as it grows: what was written of it, and where the writing stands."""

    export: Export
    place: Place
    content: bytearray = field(default_factory=bytearray)
    files: list[PackedFile] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def offset(self) -> int:
        return self.export.offset + len(self.content)

    @property
    def is_full(self) -> bool:
        return len(self.content) >= large_files.SMALLEST_PART

    @property
    def is_at_the_end(self) -> bool:
        return self.place.source == len(SOURCES)

    def put(self, name: str, content: bytes, rows: int | None = None, *, squeezed: bool = False) -> None:
        """Add a file."""
        made = datetime.fromisoformat(self.export.created_at)
        entry, packed = pack(name, content, self.offset, made, packed_already=squeezed)
        self.content += packed
        self.files.append(PackedFile(entry=entry, sha256=hashlib.sha256(content).hexdigest(), rows=rows))


def fill(export: Export) -> Filling:
    """As much as makes a piece."""
    filling = Filling(export, export.place)
    while not (filling.is_full or filling.is_at_the_end):
        source = SOURCES[filling.place.source]
        write = _write_records if isinstance(source, Kind) else _write_papers
        write(filling, source)  # type: ignore[arg-type]
    return filling


def _write_records(filling: Filling, kind: Kind) -> None:
    """One file of the kind in both forms. A kind without anything has a file too, so that one sees that there is nothing."""
    here = filling.place
    records, place = _take(kind, filling.export.tenant_id, here)
    if records or here.file == 0:
        end = f"-{here.file + 1}" if here.file else ""
        filling.put(f"data/{kind.name}{end}.jsonl", sheets.as_lines(records), len(records))
        filling.put(f"tables/{kind.name}{end}.csv", sheets.as_table(kind, records), len(records))
        if table := _LINES.get(kind.name):
            filling.put(f"tables/{table}{end}.csv", sheets.lines_table(kind, records))
    filling.place = place


def _take(kind: Kind, tenant_id: str, here: Place) -> tuple[list[dict[str, Any]], Place]:
    """Records for one file, and where the next one begins."""
    records, size = [], 0
    for found in kind.walk(tenant_id, here):
        records.append(sheets.record_of(kind, found.record))
        size += len(json.dumps(records[-1]))
        if len(records) == MOST_RECORDS or size > MOST_BYTES:
            return records, _behind(here, found, here.file + 1)
    return records, Place(source=here.source + 1)


def _write_papers(filling: Filling, papers: Papers) -> None:
    here = filling.place
    for found in papers.walk(filling.export.tenant_id, here):
        for paper in papers.files(found.record):
            if paper.content is None:
                filling.absent.append(paper.name)
            else:
                filling.put(paper.name, paper.content, squeezed=paper.squeezed)
        if filling.is_full:
            filling.place = _behind(here, found, here.file)
            return
    filling.place = Place(source=here.source + 1)


def _behind(here: Place, found: Found, file: int) -> Place:
    return Place(source=here.source, within=found.within, after=found.after, file=file)


def end(filling: Filling, before: Iterator[Piece]) -> None:
    """What stands at the end of an archive: the explanation, the manifest, the directory. ``before``: the pieces before this."""
    pieces = list(before)
    files = [*(one for piece in pieces for one in piece.files), *filling.files]
    absent = [*(name for piece in pieces for name in piece.absent), *filling.absent]
    known = len(filling.files)
    filling.put("README.txt", README.encode())
    filling.put("manifest.json", _manifest(filling.export, [*files, *filling.files[known:]], absent))
    filling.content += close([one.entry for one in (*files, *filling.files[known:])], filling.offset)


def _manifest(export: Export, files: list[PackedFile], absent: list[str]) -> bytes:
    told = {
        "format": "client-portal-export-1",
        "export_id": export.id,
        "tenant_id": export.tenant_id,
        "created_at": export.created_at,
        "files": [_told(one) for one in files],
        "absent": absent,
    }
    return json.dumps(told, indent=1).encode()


def _told(one: PackedFile) -> dict[str, str | int]:
    told: dict[str, str | int] = {"name": one.entry.name, "size": one.entry.size, "sha256": one.sha256}
    return told if one.rows is None else {**told, "records": one.rows}
