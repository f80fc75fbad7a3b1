"""An export on its way."""

from typing import Literal, Self

from pydantic import model_validator

from chalicelib.core.fields import Day, Language
from chalicelib.core.identity import partition
from chalicelib.core.model import Model
from chalicelib.core.zip_file import ZipEntry

Status = Literal["queued", "running", "ready", "failed"]
Sort = Literal["archive", "pack", "own"]
"""A merchant's archive; what a customer's accountant needs of some days; everything of a customer for its owner."""
PREFIXES: dict[Sort, str] = {"archive": "exp", "pack": "pak", "own": "own"}
"""How the ids of each begin: what an export is stands in its id, so that none can be taken for another."""


def partition_of(tenant_id: str, customer_id: str) -> str:
    """The partition of the tenant's exports or, where there is a customer, of the customer's."""
    return partition(tenant_id, customer_id) if customer_id else tenant_id


class Place(Model):
    """Where the writing goes on: the ``source`` by its number, behind ``after`` within ``within`` (a customer, or a month).

    ``file`` counts the files of this source that are finished.
    """

    source: int = 0
    within: str = ""
    after: str = ""
    file: int = 0


class Period(Model):
    """What a pack for the accountant is about. ``statement_id``: the statement's file, None if it does not fit on paper."""

    since: Day
    until: Day
    language: Language
    statement_id: str | None = None


class _Owned(Model):
    """What is a tenant's or, with a ``customer_id``, a customer's."""

    tenant_id: str
    customer_id: str = ""

    @property
    def partition(self) -> str:
        """Where it lies."""
        return partition_of(self.tenant_id, self.customer_id)


class Export(_Owned):
    """An archive of any sort; a pack has a ``period``, a customer's own export the ``language`` of who asked for it.

    ``requested_by`` is somebody of the staff, or the customer's contact who hears when it is ready. ``pieces`` are written
    and ``offset`` bytes long together; ``place`` is where the next one begins.

    ``claim`` and ``lease_until`` (seconds since 1970) are the worker's that has it; ``tries`` counts its beginnings without a
    piece coming of them. ``folder`` is a random place in the document store. ``progress``
    is in percent, by the kinds of things that are done: how many there are of each is not known before.
    """

    id: str
    period: Period | None = None
    language: Language | None = None
    status: Status = "queued"
    requested_by: str
    created_at: str
    folder: str
    upload_id: str | None = None
    pieces: int = 0
    offset: int = 0
    place: Place = Place()
    rows: int = 0
    files: int = 0
    progress: int = 0
    claim: str | None = None
    lease_until: int = 0
    tries: int = 0
    size: int | None = None
    sha256: str | None = None
    expires: int
    version: int = 0

    @model_validator(mode="after")
    def _is_of_one_sort(self) -> Self:
        """A row that says otherwise than its id is never written, told or handed out."""
        marks = (bool(self.customer_id), self.period is not None, self.language is not None)
        if marks != _MARKS[self.sort]:
            raise AssertionError("an export is what its id says")
        return self

    @property
    def sort(self) -> Sort:
        """What it is."""
        return next(sort for sort, prefix in PREFIXES.items() if self.id.startswith(f"{prefix}_"))

    @property
    def key(self) -> str:
        """Where the file is, or is going to be."""
        return f"{self.folder}/export.zip"

    def note(self, number: int) -> str:
        """Where it is noted what the piece of this number holds."""
        return f"{self.folder}/pieces/{number:05}.json"

    @property
    def is_settled(self) -> bool:
        return self.status in ("ready", "failed")


_MARKS: dict[Sort, tuple[bool, bool, bool]] = {
    "archive": (False, False, False),
    "pack": (True, True, False),
    "own": (True, False, True),
}
"""Whether each has a customer, a period and a language."""


class Latest(_Owned):
    """Which export is the newest: while it is under way there is no second one. A customer's own export and packs do not wait for
    each other."""

    export_id: str
    version: int = 0


class PackedFile(Model):
    """A file of the archive; ``rows``: how many records it holds, if it holds records."""

    entry: ZipEntry
    sha256: str
    rows: int | None = None


class Piece(Model):
    """What one part of the archive holds; ``tag`` is the store's name of the part. ``absent``: documents that were not there."""

    tag: str
    files: list[PackedFile]
    absent: list[str] = []
