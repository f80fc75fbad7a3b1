"""The reconciler: attempts without an end ask the gateway what became of them, so that nothing stays open for ever."""

import logging
from datetime import datetime

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways import PaymentGateway
from chalicelib.adapters.gateways.models import AttemptQuery, Outcome
from chalicelib.core import clock
from chalicelib.core.identity import Actor, Machine
from chalicelib.core.portal import Merchant
from chalicelib.gateway.open import open_gateway
from chalicelib.payments import rules, store
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.book_refund import book_refund
from chalicelib.payments.carry_out_refund import look_up_refund
from chalicelib.payments.compare_books import compare_books
from chalicelib.payments.conclude import conclude_attempt, keep_attempt
from chalicelib.payments.entity import PaymentAttempt, Refund
from chalicelib.tenants.find import find_merchant

_log = logging.getLogger("portal.reconcile")


def reconcile_payments(request_id: str) -> None:
    """Look at every attempt that is due. One that fails is left for the next time and does not hold up the others."""
    reconcile_refunds(request_id)
    compare_books(request_id)
    for shard in range(store.SHARDS):
        for listed in store.browse_unsettled(shard, clock.stamp(clock.now())):
            try:
                _reconcile(listed, request_id)
            except Exception:
                _log.exception("not reconciled", extra={"fields": {"attempt": listed.id, "tenant": listed.tenant_id}})


def reconcile_refunds(request_id: str) -> None:
    """The same for money that is to go back."""
    for listed in store.browse_unsettled_refunds(clock.stamp(clock.now())):
        try:
            _reconcile_refund(listed, request_id)
        except Exception:
            _log.exception("not reconciled", extra={"fields": {"refund": listed.id, "tenant": listed.tenant_id}})


def _reconcile_refund(listed: Refund, request_id: str) -> None:
    (refund,) = store.get_refunds(listed.partition, [listed.id])
    if refund is None or refund.is_final or refund.check_at > clock.stamp(clock.now()):
        return
    actor, merchant = Machine(refund.tenant_id, "reconciler", request_id), find_merchant(refund.tenant_id)
    if refund.charge_id is None:
        book_refund(actor, merchant, refund, refund.id)
    else:
        look_up_refund(actor, merchant, refund, open_gateway(refund.tenant_id).find_refund)


def _reconcile(listed: PaymentAttempt, request_id: str) -> None:
    """The index may be behind, so the attempt is read again; only what is still due is looked at."""
    attempt = store.get_attempt(listed.partition, listed.id)
    if attempt is None or attempt.is_final or attempt.check_at > clock.stamp(clock.now()):
        return
    actor = Machine(attempt.tenant_id, "reconciler", request_id)
    merchant = find_merchant(attempt.tenant_id)
    gateway = open_gateway(attempt.tenant_id)
    outcome = gateway.find_attempt(
        AttemptQuery(
            attempt=attempt.id,
            gateway_id=attempt.gateway_id,
            gateway_customer=attempt.gateway_customer,
            since=datetime.fromisoformat(attempt.created_at),
        )
    )
    if outcome is None:
        # Nobody who asked can be alive, and nobody may ask again: the row's version decides between us and them.
        keep_attempt(actor, merchant, attempt, attempt.model_copy(update={"state": "expired"}))
        return
    _keep(actor, merchant, gateway, attempt, outcome)


def _keep(actor: Actor, merchant: Merchant, gateway: PaymentGateway, attempt: PaymentAttempt, outcome: Outcome) -> None:
    if outcome.status == "requires_action" and _is_abandoned(attempt):
        outcome = gateway.expire_attempt(outcome.gateway_id)
    attempt = conclude_attempt(actor, merchant, attempt, outcome)
    if not attempt.is_final:
        _look_again_later(attempt)


def _is_abandoned(attempt: PaymentAttempt) -> bool:
    """Whether nobody has answered the bank's question for a day (the gateway's page closes by itself)."""
    return clock.now() - datetime.fromisoformat(attempt.created_at) > rules.GIVE_UP_AFTER


def _look_again_later(attempt: PaymentAttempt) -> None:
    if _is_abandoned(attempt):
        raise_alarm("reconcile.stuck", attempt.tenant_id, attempt=attempt.id, state=attempt.state)
    later = {
        "checks": attempt.checks + 1,
        "check_at": clock.stamp(rules.next_check(clock.now(), attempt.checks + 1)),
    }
    with transaction() as tx:
        store.attempts.save(tx, attempt.model_copy(update=later), rules.AttemptChanged())
