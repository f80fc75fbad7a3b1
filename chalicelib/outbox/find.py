"""Finding a mail that was sent, for who hears later what became of it."""

from chalicelib.outbox import store
from chalicelib.outbox.entity import OutboxEntry


def find_mail(outbox_id: str) -> OutboxEntry | None:
    """The mail's row, or None: no mail of ours, or gone with its time."""
    entry = store.get(outbox_id)
    return entry if entry is not None and entry.kind == "mail" else None
