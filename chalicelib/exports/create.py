"""Staff ask for everything of their merchant as one file."""

from datetime import timedelta

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import StaffUser
from chalicelib.exports import rules, store
from chalicelib.exports.entity import Export, Latest
from chalicelib.exports.schemas import ExportView
from chalicelib.exports.show import view_of
from chalicelib.outbox.add import add_task


class ExportBegunElsewhere(Conflict):
    """Somebody else asked at this very moment: the caller reads again and finds that export."""


_TRIES = 3


def create_export(user: StaffUser) -> ExportView:
    """Begin an export; while one is under way it is that one."""
    user.must_be("accountant")
    raise_deferred()
    for left in range(_TRIES - 1, -1, -1):
        latest = store.get_latest(user.tenant_id)
        running = store.get(user.tenant_id, latest.export_id) if latest else None
        if running is not None and not running.is_settled and running.expires > clock.epoch():
            return view_of(running, user.merchant)
        try:
            return view_of(_begin(user, latest), user.merchant)
        except ExportBegunElsewhere:
            if not left:
                raise
    raise AssertionError("the last try answers or raises")


def _begin(user: StaffUser, latest: Latest | None) -> Export:
    now = clock.now()
    export = Export(
        tenant_id=user.tenant_id,
        id=ids.new_id("exp"),
        requested_by=user.staff_id,
        created_at=clock.stamp(now),
        folder=f"exports/{ids.new_secret()}",
        expires=int((now + timedelta(seconds=rules.KEEP_SECONDS)).timestamp()),
    )
    with transaction() as tx:
        store.exports.add(tx, export)
        if latest is None:
            store.latest.add(tx, Latest(tenant_id=user.tenant_id, export_id=export.id), ExportBegunElsewhere())
        else:
            store.latest.save(tx, latest.model_copy(update={"export_id": export.id}), ExportBegunElsewhere())
        add_task(tx, user.tenant_id, "export", {"export_id": export.id})
        record_change(tx, user, "export.requested", export.id)
    return export
