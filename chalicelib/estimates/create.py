"""Staff write an estimate."""

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.identity import StaffUser
from chalicelib.customers.totals import mark_in_use
from chalicelib.estimates import store
from chalicelib.estimates.entity import Revision, WholeEstimate
from chalicelib.estimates.schemas import EstimateDetail, NewEstimate
from chalicelib.invoices.drafts import find_named_customer, sums_of
from chalicelib.invoices.today import today_of


def create_estimate(user: StaffUser, request: NewEstimate) -> EstimateDetail:
    """Write a draft. Raises Invalid for a customer that is not the merchant's."""
    user.must_be("accountant")
    customer = find_named_customer(user.tenant_id, request.customer_id)
    today, estimate_id = today_of(user.merchant), ids.new_id("est")
    owner = {
        "tenant_id": user.tenant_id,
        "customer_id": customer.id,
        "created_at": clock.stamp(clock.now()),
        "date": today,
    }
    told = request.model_dump(include={"currency", "expiry_date", "notes", "terms"})
    sums = sums_of(request.lines, user.merchant, customer)
    first = Revision(**owner, estimate_id=estimate_id, revision=1, **told, **sums)
    estimate = WholeEstimate(
        **owner, id=estimate_id, revisions=[first], **{name: getattr(first, name) for name in store.SHARED}
    )
    with transaction() as tx:
        store.add_whole(tx, estimate)
        directory.enter(tx, user.tenant_id, estimate.id, customer.id)
        mark_in_use(tx, customer)
        record_change(tx, user, "estimate.drafted", estimate.id, customer_id=customer.id)
    return EstimateDetail.of(estimate, user, today)
