"""Staff change a draft; what was sent is never changed, only revised."""

from typing import Any

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.estimates import rules, store
from chalicelib.estimates.entity import Revision, WholeEstimate
from chalicelib.estimates.find import find_for_staff
from chalicelib.estimates.schemas import EstimateChange, EstimateDetail
from chalicelib.invoices.drafts import sums_of
from chalicelib.invoices.today import today_of


def update_estimate(user: StaffUser, estimate_id: str, change: EstimateChange) -> EstimateDetail:
    """Change any of a draft's details. Raises EstimateState for what was sent already."""
    estimate = find_for_staff(user, estimate_id)
    user.must_be("accountant")
    raise_deferred()
    today, given = today_of(user.merchant), given_in(user, estimate, change)
    rules.check_draft(estimate, today)
    changed = with_newest(estimate, estimate.newest.model_copy(update=given))
    if given:
        with transaction() as tx:
            store.save_whole(tx, changed)
            changes: dict[str, str | int | bool | None] = {"fields": ", ".join(sorted(change.model_fields_set))}
            record_change(tx, user, "estimate.edited", estimate.id, customer_id=estimate.customer_id, changes=changes)
    return EstimateDetail.of(changed, user, today)


def given_in(user: StaffUser, estimate: WholeEstimate, change: EstimateChange) -> dict[str, Any]:
    """What the change says, with the sums of its lines."""
    told = {name: getattr(change, name) for name in change.model_fields_set - {"lines"}}
    given = {name: value for name, value in told.items() if value is not None}
    if change.lines is None:
        return given
    return {**given, **sums_of(change.lines, user.merchant, find_customer(user.tenant_id, estimate.customer_id))}


def with_newest(estimate: WholeEstimate, newest: Revision) -> WholeEstimate:
    """The estimate with its newest revision replaced, and what a list shows of it."""
    shared = {name: getattr(newest, name) for name in store.SHARED}
    return estimate.model_copy(update={**shared, "revisions": [*estimate.revisions[:-1], newest]})
