"""Exports and packs over the wire."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.fields import Day
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.exports.entity import Status
from chalicelib.invoices.schemas import CalendarDay


class Archive(Model):
    """A file that is being made and how far it is; ``progress`` is in percent, ``files`` are what is written so far.

    A ``ready`` one has ``url``, a link to the ZIP file that lives until ``url_expires_at``, a minute; ask again for another.
    ``expires_at`` is when the file is deleted.
    """

    id: str
    status: Status
    progress: int
    files: int
    size: int | None
    sha256: str | None
    url: str | None
    url_expires_at: str | None
    created_at: str
    expires_at: str


class ExportView(Archive):
    """An export; ``rows`` are the records written so far."""

    rows: int


class NewPack(Request):
    """Which days, both included; two years at most."""

    since: Annotated[CalendarDay, Field(alias="from", description="The first day, `YYYY-MM-DD`.")]
    until: Annotated[CalendarDay, Field(alias="to", description="The last day, `YYYY-MM-DD`.")]


class PackView(Archive):
    """What the accountant needs of the days from ``since`` to ``until``: invoices, receipts, tables and the statement."""

    since: Day
    until: Day
