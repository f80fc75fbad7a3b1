"""The reconciler of checkouts: whoever paid gets what they paid for, even if no event ever arrives."""

import logging

from chalicelib.adapters.dynamodb import transaction
from chalicelib.checkouts import rules, store
from chalicelib.checkouts.entity import Checkout
from chalicelib.checkouts.settle import settle_checkout
from chalicelib.core import clock
from chalicelib.core.identity import Machine
from chalicelib.payments.rules import next_check
from chalicelib.setups.reconcile import reconcile_setups
from chalicelib.tenants.find import find_merchant

_log = logging.getLogger("portal.reconcile")


def reconcile_checkouts(request_id: str) -> None:
    """Look at every checkout that is due, and at every saved method. One that fails is left for the next time and holds up no other."""
    reconcile_setups(request_id)
    for listed in store.stream_unsettled(clock.stamp(clock.now())):
        try:
            _reconcile(listed, request_id)
        except Exception:
            _log.exception("not reconciled", extra={"fields": {"checkout": listed.id, "tenant": listed.tenant_id}})


def _reconcile(listed: Checkout, request_id: str) -> None:
    """The index may be behind, so the row itself is read; only what is still due is looked at."""
    one = store.get(listed.tenant_id, listed.id)
    if one is None or one.is_settled or one.check_at > clock.stamp(clock.now()):
        return
    actor = Machine(one.tenant_id, "reconcile_checkouts", request_id)
    one = settle_checkout(actor, find_merchant(one.tenant_id), one.id)
    if not one.is_settled:
        later = {"checks": one.checks + 1, "check_at": clock.stamp(next_check(clock.now(), one.checks + 1))}
        with transaction() as tx:
            store.table.save(tx, one.model_copy(update=later), rules.CheckoutChanged())
