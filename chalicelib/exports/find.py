"""Finding an archive for whoever may look at it."""

from chalicelib.core import clock
from chalicelib.core.errors import NotFound
from chalicelib.exports import store
from chalicelib.exports.entity import Export, Sort


def find_archive(pk: str, export_id: str, sort: Sort) -> Export:
    """The archive of this partition and sort that is there still. Raises NotFound."""
    export = store.get(pk, export_id, sort)
    if export is None or export.expires <= clock.epoch():
        raise NotFound
    return export
