"""Forgetting the archives of a customer, or of a merchant, before their week is over."""

from chalicelib.adapters import large_files, object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.exports import rules, store
from chalicelib.exports.entity import Export


def forget_archives(pk: str) -> None:
    """Whatever was asked for in this partition goes, written or not; killed at any point, it is called again and goes on.

    A worker that is writing finds its row changed, and stops with what it has. Raises Conflict if it did so at this moment.
    """
    for export in store.browse(pk):
        _forget(export)
    for latest in store.browse_latest(pk):
        with transaction() as tx:
            store.latest.remove(tx, latest)


def _forget(export: Export) -> None:
    """The file before the row, which alone says where it is."""
    if not export.is_settled:
        export = store.keep(rules.fail(export))
    if export.upload_id and export.status == "failed":
        large_files.abandon(export.key, export.upload_id)
    written = (export.note(number) for number in range(1, export.pieces + 2))  # one more than the row counts
    for key in (export.key, *written):
        object_store.forget(key)
    with transaction() as tx:
        store.exports.remove(tx, export)
