"""Estimates expire when their last day has passed where the merchant is."""

from datetime import date

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Machine
from chalicelib.customers.totals import close_offer
from chalicelib.estimates import rules, store
from chalicelib.estimates.entity import Estimate
from chalicelib.invoices.today import today_of
from chalicelib.tenants.find import Merchants


def expire_estimates(request_id: str) -> None:
    """Mark every estimate whose last day has passed by its merchant's calendar. What somebody answers meanwhile is left to them.

    Marked ones leave the index, so that a run which ends early is continued by the next one. Nobody waits for it: whoever
    reads an estimate judges its last day anyway.
    """
    merchants = Merchants("estimates")
    for estimate in store.stream_due(clock.latest_today()):
        merchant = merchants[estimate.tenant_id]
        if merchant:
            _mark(estimate, today_of(merchant), request_id)


def _mark(estimate: Estimate, today: date, request_id: str) -> None:
    if rules.status_of(estimate, today) != "expired":
        return
    actor = Machine(estimate.tenant_id, "expire_estimates", request_id)
    try:
        with transaction() as tx:
            store.table.save(tx, estimate.model_copy(update={"status": "expired"}))
            close_offer(tx, estimate.tenant_id, estimate.customer_id, rules.offer_key(estimate))
            record_change(tx, actor, "estimate.expired", estimate.id, customer_id=estimate.customer_id)
    except Conflict:
        return  # the index was a moment behind: what changed the estimate knew the day as well
