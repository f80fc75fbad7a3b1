"""Which merchant's day is to be compared with the gateway's books next: a row for each connected account."""

from datetime import datetime, timedelta

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.core import clock
from chalicelib.gateway import store
from chalicelib.gateway.entity import BooksDue

__all__ = ["BooksDue", "begin_comparing", "find_books_due", "move_on"]
_AFTER_THE_DAY = timedelta(days=1, hours=6)


def begin_comparing(tx: Transaction, tenant_id: str) -> None:
    """From the day on which the account is connected; one that was connected before goes on."""
    if store.books.get(tenant_id, store.BOOKS) is None:
        now = clock.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        due = BooksDue(tenant_id=tenant_id, day=str(now.date()), check_at=clock.stamp(midnight + _AFTER_THE_DAY))
        store.books.add(tx, due)


def find_books_due(now: datetime) -> list[BooksDue]:
    """Those that are to be looked at by now, read again, since the index may be behind."""
    listed = store.query_books(clock.stamp(now))
    found = (store.books.get(one.tenant_id, store.BOOKS) for one in listed)
    return [one for one in found if one is not None and one.check_at <= clock.stamp(now)]


def move_on(due: BooksDue, day: str, check_at: datetime) -> None:
    """On to the next day. Raises Conflict if another run was faster."""
    with transaction() as tx:
        store.books.save(tx, due.model_copy(update={"day": day, "check_at": clock.stamp(check_at)}))
