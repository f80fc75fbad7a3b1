"""The reconciler of setups: a method that was saved is kept, even if no event ever arrives."""

import logging

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core import clock
from chalicelib.core.identity import Machine
from chalicelib.payments.rules import next_check
from chalicelib.setups import rules, store
from chalicelib.setups.entity import Setup
from chalicelib.setups.settle import settle_setup

_log = logging.getLogger("portal.reconcile")


def reconcile_setups(request_id: str) -> None:
    """Look at every setup that is due. One that fails is left for the next time and does not hold up the others."""
    for listed in store.stream_unsettled(clock.stamp(clock.now())):
        try:
            _reconcile(listed, request_id)
        except Exception:
            _log.exception("not reconciled", extra={"fields": {"setup": listed.id, "tenant": listed.tenant_id}})


def _reconcile(listed: Setup, request_id: str) -> None:
    """The index may be behind, so the row itself is read; only what is still due is looked at."""
    one = store.get(listed.partition, listed.id)
    if one is None or one.is_settled or one.check_at > clock.stamp(clock.now()):
        return
    one = settle_setup(Machine(one.tenant_id, "reconcile_checkouts", request_id), one.partition, one.id)
    if not one.is_settled:
        later = {"checks": one.checks + 1, "check_at": clock.stamp(next_check(clock.now(), one.checks + 1))}
        with transaction() as tx:
            store.table.save(tx, one.model_copy(update=later), rules.SetupChanged())
