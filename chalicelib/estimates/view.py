"""A signed-in client has the estimate before them: from now on it counts as seen."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser
from chalicelib.estimates import rules, store
from chalicelib.estimates.find import find_own
from chalicelib.invoices.today import today_of

_TRIES = 3


def view_estimate(user: PortalUser, estimate_id: str) -> None:
    """Note the first time that the customer saw this revision; later times, and what waits for no answer, change nothing.

    An answer at the same moment is no reason to refuse it: then there is nothing left to note.
    """
    for left in range(_TRIES - 1, -1, -1):
        estimate = find_own(user, estimate_id)
        if rules.status_of(estimate, today_of(user.merchant)) != "sent":
            return
        try:
            with transaction() as tx:
                seen = {"status": "viewed", "viewed_at": clock.stamp(clock.now())}
                store.table.save(tx, estimate.model_copy(update=seen))
                record_change(tx, user, "estimate.viewed", estimate.id)
        except Conflict:
            if not left:
                raise
        else:
            return
