"""Exports over the wire."""

from chalicelib.core.model import Model
from chalicelib.exports.entity import Status


class ExportView(Model):
    """An export and how far it is; ``progress`` is in percent, ``rows`` and ``files`` are what is written so far.

    A ``ready`` one has ``url``, a link to the ZIP file that lives until ``url_expires_at``, a minute; ask again for another.
    ``expires_at`` is when the file is deleted.
    """

    id: str
    status: Status
    progress: int
    rows: int
    files: int
    size: int | None
    sha256: str | None
    url: str | None
    url_expires_at: str | None
    created_at: str
    expires_at: str
