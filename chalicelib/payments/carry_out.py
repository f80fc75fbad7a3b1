"""An attempt is put to the gateway; one whose answer is not known is asked once more under its own key, or looked up."""

from contextlib import suppress
from datetime import datetime

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.errors import AmountNotPossible, GatewayNotConfigured, GatewayRefused
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.invoices.entity import Invoice
from chalicelib.payments import rules, store
from chalicelib.payments.ask_gateway import ask_for_money, ask_what_became
from chalicelib.payments.conclude import conclude_attempt, keep_attempt
from chalicelib.payments.entity import PaymentAttempt


def carry_out(
    actor: Actor, merchant: Merchant, attempt: PaymentAttempt, invoices: list[Invoice] | None = None
) -> PaymentAttempt:
    """Ask the gateway for the money of a new attempt and keep what it says.

    Raises what it refuses, after noting that the attempt failed; Unavailable if nothing is known.
    """
    try:
        outcome = ask_for_money(attempt)
    except (GatewayNotConfigured, GatewayRefused, AmountNotPossible) as refusal:
        _note_refusal(actor, merchant, attempt, refusal.code)
        raise
    return conclude_attempt(actor, merchant, attempt, outcome, invoices)


def _note_refusal(actor: Actor, merchant: Merchant, attempt: PaymentAttempt, code: str) -> None:
    """Only if nobody else took the attempt up meanwhile: what they hear may be another thing. Who is not there is written to."""
    failed = attempt.model_copy(update={"state": "failed", "failure_code": code})
    with suppress(Conflict):
        keep_attempt(actor, merchant, attempt, failed, tell=bool(attempt.ask.get("off_session")))


def resume_attempt(actor: Actor, merchant: Merchant, attempt: PaymentAttempt) -> PaymentAttempt:
    """Take up an attempt whose answer was lost.

    First it is noted that the gateway is asked again: whoever gives the attempt up at the same time is refused, or refuses us,
    so that a new attempt never begins while this one may still charge.
    """
    if clock.epoch() - _begun(attempt) > rules.RESEND_SECONDS:
        return look_up_attempt(actor, merchant, attempt)
    renewed = _asked_now(attempt)
    with transaction() as tx:
        store.attempts.save(tx, renewed, rules.AttemptChanged())
        record_change(tx, actor, "payment.asked_again", attempt.id, customer_id=attempt.customer_id)
    renewed = renewed.model_copy(update={"version": attempt.version + 1})
    return conclude_attempt(actor, merchant, renewed, ask_for_money(renewed))


def look_up_attempt(actor: Actor, merchant: Merchant, attempt: PaymentAttempt) -> PaymentAttempt:
    """Keep what the gateway knows of the attempt. One that it never heard of is given up, if nobody may still be asking.

    Raises PaymentPending while somebody may.
    """
    outcome = ask_what_became(attempt)
    if outcome is not None:
        return conclude_attempt(actor, merchant, attempt, outcome)
    if clock.epoch() - attempt.asked_at < rules.FIRST_CHECK.total_seconds():
        raise rules.PaymentPending
    expired = attempt.model_copy(update={"state": "expired"})
    keep_attempt(actor, merchant, attempt, expired)
    return expired.model_copy(update={"version": attempt.version + 1})


def _begun(attempt: PaymentAttempt) -> int:
    return int(datetime.fromisoformat(attempt.created_at).timestamp())


def _asked_now(attempt: PaymentAttempt) -> PaymentAttempt:
    now = clock.now()
    check_at = clock.stamp(rules.next_check(now, 0))
    return attempt.model_copy(update={"asked_at": int(now.timestamp()), "check_at": check_at})
