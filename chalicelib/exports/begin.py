"""Beginning an export of any sort: one at a time for whom it is, however often it is asked for."""

from collections.abc import Callable
from datetime import timedelta

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.exports import rules, store
from chalicelib.exports.entity import PREFIXES, Export, Latest, Period, Sort, partition_of
from chalicelib.outbox.add import add_task


class ExportBegunElsewhere(Conflict):
    """Somebody else asked at this very moment: the caller reads again and finds that one."""


_TRIES = 3
_REQUESTED: dict[Sort, str] = {"archive": "export.requested", "pack": "pack.requested", "own": "own_export.requested"}


def begin(user: PortalUser | StaffUser, sort: Sort, period: Callable[[], Period] | None = None) -> Export:
    """The one that is under way, or a new one; a pack is of this period."""
    customer_id = user.customer_id if isinstance(user, PortalUser) else ""
    for left in range(_TRIES - 1, -1, -1):
        latest = store.get_latest(partition_of(user.tenant_id, customer_id), sort)
        running = store.get(latest.partition, latest.export_id) if latest else None
        if running is not None and not running.is_settled and running.expires > clock.epoch():
            return running
        try:
            return _begin(user, customer_id, sort, period() if period else None, latest)
        except ExportBegunElsewhere:
            if not left:
                raise
    raise AssertionError("the last try answers or raises")


def _begin(
    user: PortalUser | StaffUser, customer_id: str, sort: Sort, period: Period | None, latest: Latest | None
) -> Export:
    now = clock.now()
    export = Export(
        tenant_id=user.tenant_id,
        customer_id=customer_id,
        id=ids.new_id(PREFIXES[sort]),
        period=period,
        language=user.language if isinstance(user, PortalUser) and sort == "own" else None,
        requested_by=user.actor_id,
        created_at=clock.stamp(now),
        folder=f"exports/{ids.new_secret()}",
        expires=int((now + timedelta(seconds=rules.KEEP_SECONDS)).timestamp()),
    )
    task = {"export_id": export.id} | ({"customer_id": customer_id} if customer_id else {})
    with transaction() as tx:
        store.exports.add(tx, export)
        if latest is None:
            newest = Latest(tenant_id=user.tenant_id, customer_id=customer_id, export_id=export.id)
            store.latest.add(tx, newest, ExportBegunElsewhere())
        else:
            store.latest.save(tx, latest.model_copy(update={"export_id": export.id}), ExportBegunElsewhere())
        add_task(tx, user.tenant_id, "export", task)
        record_change(tx, user, _REQUESTED[sort], export.id)
    return export
