"""A piece of an archive as it grows."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.adapters import large_files
from chalicelib.core.zip_file import pack
from chalicelib.exports.entity import Export, PackedFile, Place


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

    def put(self, name: str, content: bytes, rows: int | None = None, *, squeezed: bool = False) -> None:
        """Add a file."""
        made = datetime.fromisoformat(self.export.created_at)
        entry, packed = pack(name, content, self.offset, made, packed_already=squeezed)
        self.content += packed
        self.files.append(PackedFile(entry=entry, sha256=hashlib.sha256(content).hexdigest(), rows=rows))

    def go_on(self, after: str | None = None, within: str = "", file: int = 0) -> None:
        """Behind this record of the source, or at the next source."""
        source = self.place.source
        self.place = (
            Place(source=source + 1) if after is None else Place(source=source, within=within, after=after, file=file)
        )
