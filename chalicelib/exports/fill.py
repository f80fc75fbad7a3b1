"""The next piece of an archive: records and documents from where the last piece ended, five megabytes or more, or the end."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.core.zip_file import close
from chalicelib.exports import sheets
from chalicelib.exports.accounting import ACCOUNTING, Part
from chalicelib.exports.entity import Export, PackedFile, Piece, Place, Sort
from chalicelib.exports.filling import Filling
from chalicelib.exports.kinds import KINDS, Kind
from chalicelib.exports.own_kinds import OWN_KINDS
from chalicelib.exports.papers import OWN_PAPERS, PAPERS, Papers
from chalicelib.exports.readme import readme_of
from chalicelib.exports.walks import Found

MOST_RECORDS = 5_000
"""Records in one file: what follows goes into the next."""
MOST_BYTES = 8 * 1024 * 1024
"""Bytes of JSON in one file, likewise: a worker holds one file at a time."""
_LINES = {"invoices": "invoice_lines", "estimates": "estimate_lines"}
"""Kinds whose lines have a table of their own."""
Source = Kind | Papers | Part
SOURCES: dict[Sort, tuple[Source, ...]] = {
    "archive": (*KINDS, *PAPERS),
    "pack": ACCOUNTING,
    "own": (*OWN_KINDS, *OWN_PAPERS),
}
"""What goes into each, in this order."""


def fill(export: Export) -> Filling:
    """As much as makes a piece."""
    filling, sources = Filling(export, export.place), sources_of(export)
    while not filling.is_full and filling.place.source < len(sources):
        source = sources[filling.place.source]
        if isinstance(source, Kind):
            _write_records(filling, source)
        elif isinstance(source, Papers):
            _write_papers(filling, source)
        else:
            source(filling)
    return filling


def sources_of(export: Export) -> tuple[Source, ...]:
    """What goes into it, in this order."""
    return SOURCES[export.sort]


def _write_records(filling: Filling, kind: Kind) -> None:
    """One file of the kind in both forms. A kind without anything has a file too, so that one sees that there is nothing."""
    here = filling.place
    records, last = _take(kind, filling.export.partition, here)
    if records or here.file == 0:
        end = f"-{here.file + 1}" if here.file else ""
        filling.put(f"data/{kind.name}{end}.jsonl", sheets.as_lines(records), len(records))
        filling.put(f"tables/{kind.name}{end}.csv", sheets.as_table(kind, records), len(records))
        if table := _LINES.get(kind.name):
            filling.put(f"tables/{table}{end}.csv", sheets.lines_table(kind, records))
    if last:
        filling.go_on(last.after, last.within, here.file + 1)
    else:
        filling.go_on()


def _take(kind: Kind, pk: str, here: Place) -> tuple[list[dict[str, Any]], Found | None]:
    """Records for one file, and behind which the next one begins, if there may be a next one."""
    records, size = [], 0
    for found in kind.walk(pk, here):
        records.append(sheets.record_of(kind, found.record))
        size += len(json.dumps(records[-1]))
        if len(records) == MOST_RECORDS or size > MOST_BYTES:
            return records, found
    return records, None


def _write_papers(filling: Filling, papers: Papers) -> None:
    here = filling.place
    for found in papers.walk(filling.export.partition, here):
        for paper in papers.files(found.record):
            if paper.content is None:
                filling.absent.append(paper.name)
            else:
                filling.put(paper.name, paper.content, squeezed=paper.squeezed)
        if filling.is_full:
            filling.go_on(found.after, found.within, here.file)
            return
    filling.go_on()


def end(filling: Filling, before: Iterator[Piece]) -> None:
    """What stands at the end of an archive: the explanation, the manifest, the directory. ``before``: the pieces before this."""
    pieces = list(before)
    files = [*(one for piece in pieces for one in piece.files), *filling.files]
    absent = [*(name for piece in pieces for name in piece.absent), *filling.absent]
    known = len(filling.files)
    filling.put("README.txt", readme_of(filling.export).encode())
    filling.put("manifest.json", _manifest(filling.export, [*files, *filling.files[known:]], absent))
    filling.content += close([one.entry for one in (*files, *filling.files[known:])], filling.offset)


def _manifest(export: Export, files: list[PackedFile], absent: list[str]) -> bytes:
    told = {
        **_about(export),
        "tenant_id": export.tenant_id,
        "created_at": export.created_at,
        "files": [_told(one) for one in files],
        "absent": absent,
    }
    return json.dumps(told, indent=1).encode()


def _about(export: Export) -> dict[str, str]:
    if export.sort == "archive":
        return {"format": "client-portal-export-1", "export_id": export.id}
    if export.period is None:
        return {"format": "client-portal-own-export-1", "export_id": export.id, "customer_id": export.customer_id}
    days = {"from": str(export.period.since), "to": str(export.period.until)}
    return {"format": "client-portal-pack-1", "pack_id": export.id, "customer_id": export.customer_id, **days}


def _told(one: PackedFile) -> dict[str, str | int]:
    told: dict[str, str | int] = {"name": one.entry.name, "size": one.entry.size, "sha256": one.sha256}
    return told if one.rows is None else {**told, "records": one.rows}
