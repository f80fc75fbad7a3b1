"""Staff revise an estimate that was declined or has expired: the next revision is prepared, those before are kept."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.totals import close_offer
from chalicelib.estimates import rules, store
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.find import find_for_staff
from chalicelib.estimates.schemas import EstimateChange, EstimateDetail
from chalicelib.estimates.update import given_in, with_newest
from chalicelib.invoices.today import today_of


def revise_estimate(user: StaffUser, estimate_id: str, change: EstimateChange) -> EstimateDetail:
    """Prepare the next revision, with ``change`` in it; clients see the one before until it is sent.

    Raises EstimateState unless it was declined or has expired, TooManyRevisions.
    """
    estimate = find_for_staff(user, estimate_id)
    user.must_be("accountant")
    raise_deferred()
    today, given = today_of(user.merchant), given_in(user, estimate, change)
    rules.check_may_revise(estimate, today)
    fresh = {
        "revision": estimate.revision + 1, "created_at": clock.stamp(clock.now()), "sent_at": None, "seller": None,
        "buyer": None, "content_sha256": None, "terms_sha256": None, "answer": None, "version": 0,
    }  # fmt: skip
    newest = estimate.newest.model_copy(update={**fresh, **given})
    state = {
        "status": "draft", "revision": newest.revision, "offered": rules.offer_of(estimate, today), "answer": None,
        "sent_at": None, "viewed_at": None, "edition": 1, "revisions": [*estimate.revisions, newest],
    }  # fmt: skip
    revised = with_newest(estimate.model_copy(update=state), newest)
    with transaction() as tx:
        store.add_revision(tx, revised)
        _close_what_expired(tx, estimate)
        changes: dict[str, str | int | bool | None] = {"revision": newest.revision}
        record_change(tx, user, "estimate.revised", estimate.id, customer_id=estimate.customer_id, changes=changes)
    return EstimateDetail.of(revised, user, today)


def _close_what_expired(tx: Transaction, estimate: WholeEstimate) -> None:
    """The calendar may not have come to it yet, and will not find it any more."""
    if estimate.status in ("sent", "viewed"):
        close_offer(tx, estimate.tenant_id, estimate.customer_id, rules.offer_key(estimate))
