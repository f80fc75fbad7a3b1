"""Estimates expire when their last day has passed where the merchant is."""

import logging
from collections.abc import Iterator
from datetime import date

from chalicelib.adapters.dynamodb import Slot, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.identity import Machine
from chalicelib.customers.totals import close_offer
from chalicelib.estimates import rules, store
from chalicelib.estimates.entity import Estimate
from chalicelib.invoices.today import today_of
from chalicelib.tenants.find import find_merchant

_log = logging.getLogger("portal.estimates")
_PAGE = 100


def expire_estimates(request_id: str) -> None:
    """Mark every estimate whose last day has passed by its merchant's calendar. What somebody answers meanwhile is left to them.

    Marked ones leave the index, so that a run which ends early is continued by the next one. Nobody waits for it: whoever
    reads an estimate judges its last day anyway.
    """
    calendar: dict[str, date | None] = {}
    for estimate in _past_somewhere():
        if estimate.tenant_id not in calendar:
            calendar[estimate.tenant_id] = _today_at(estimate.tenant_id)
        today = calendar[estimate.tenant_id]
        if today is not None:
            _mark(estimate, today, request_id)


def _today_at(tenant_id: str) -> date | None:
    """None for a merchant that is gone: its rows must not keep all others from being marked."""
    try:
        return today_of(find_merchant(tenant_id))
    except NotFound:
        _log.error("estimates without a merchant", extra={"fields": {"tenant": tenant_id}})
        return None


def _past_somewhere() -> Iterator[Estimate]:
    latest = clock.latest_today()
    for shard in range(store.SHARDS):
        after: Slot | None = None
        while True:
            found, after = store.page_due(shard, latest, _PAGE, after)
            yield from found
            if after is None:
                break


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
