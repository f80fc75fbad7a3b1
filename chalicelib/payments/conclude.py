"""What the gateway said of an attempt is kept, whoever heard it: a request, an event, or the reconciler."""

from typing import Any

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.adapters.gateways.models import Cancelled, Declined, Outcome, Pending, RequiresAction, Succeeded
from chalicelib.audit.record import record_change
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.customers.totals import change_credit
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_invoices
from chalicelib.invoices.settle import attach_attempt
from chalicelib.outbox.add import add_mail
from chalicelib.payments import rules, store
from chalicelib.payments.alarms import raise_alarm
from chalicelib.payments.book import Charge, NotBooked, book_charge
from chalicelib.payments.emails import write_failure
from chalicelib.payments.entity import PaymentAttempt, State
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.recipients import find_readers
from chalicelib.settings import settings


class ChargeDiffers(Conflict):
    sentence = "The payment service reported another amount than was asked for. Somebody will look into it."


def conclude_attempt(
    actor: Actor, merchant: Merchant, attempt: PaymentAttempt, outcome: Outcome, invoices: list[Invoice] | None = None
) -> PaymentAttempt:
    """Keep the outcome and answer the attempt as it is then. Raises ChargeDiffers, with an alarm; NotBooked."""
    check_charge(attempt, outcome.amount, outcome.currency)
    match outcome:
        case Succeeded():
            charge = Charge(
                outcome.charge_id, outcome.amount, outcome.currency, outcome.gateway_id or None, outcome.method
            )
            return book_charge(actor, merchant, attempt, charge, invoices)
        case RequiresAction():
            facts = {"gateway_id": outcome.gateway_id, "redirect_url": outcome.redirect_url}
            return move_attempt(actor, merchant, attempt, "requires_action", facts)
        case Pending():
            return move_attempt(actor, merchant, attempt, "pending", {"gateway_id": outcome.gateway_id})
        case Declined():
            facts = {"failure_code": outcome.code} | ({"gateway_id": outcome.gateway_id} if outcome.gateway_id else {})
            return move_attempt(actor, merchant, attempt, "failed", facts, tell=True)
        case Cancelled():
            return move_attempt(actor, merchant, attempt, "expired", {"gateway_id": outcome.gateway_id})


def check_charge(attempt: PaymentAttempt, amount: int, currency: str) -> None:
    """Is it the money that was asked for? Raises ChargeDiffers."""
    if (amount, currency) != (attempt.charged, attempt.currency):
        raise_alarm(
            "payment.differs",
            attempt.tenant_id,
            attempt=attempt.id,
            asked=attempt.charged,
            told=amount,
            currency=currency,
        )
        raise ChargeDiffers


def move_attempt(
    actor: Actor,
    merchant: Merchant,
    attempt: PaymentAttempt,
    state: State,
    facts: dict[str, Any],
    *,
    tell: bool = False,
) -> PaymentAttempt:
    """The attempt goes to another state than ``succeeded``, if it may from where it is; ``tell``: the client is written to."""
    for turn in range(TRIES):
        changed = attempt.model_copy(update={**facts, "state": state})
        if changed == attempt or not rules.may_become(attempt.state, state):
            return attempt
        with lost_race(turn):
            keep_attempt(actor, merchant, attempt, changed, tell=tell)
            return changed.model_copy(update={"version": attempt.version + 1})
        attempt = store.get_attempt(attempt.partition, attempt.id) or attempt
    raise NotBooked


def keep_attempt(
    actor: Actor, merchant: Merchant, attempt: PaymentAttempt, changed: PaymentAttempt, *, tell: bool = False
) -> None:
    """Keep ``attempt`` as ``changed``; one that ended lets go of its invoices and gives back the credit it reserved.

    Raises Conflict if somebody was faster.
    """
    ends = changed.is_final and not attempt.is_final
    invoices = find_invoices(attempt.partition, attempt.invoice_ids) if changed.is_final else []
    with transaction() as tx:
        store.attempts.save(tx, changed, rules.AttemptChanged())
        for invoice in invoices:
            if invoice.attempt_id == attempt.id:
                attach_attempt(tx, invoice, None)
        if ends and attempt.credit:
            change_credit(tx, attempt.tenant_id, attempt.customer_id, attempt.currency, attempt.credit)
        changes: dict[str, str | int | bool | None] = {
            "invoice": ", ".join(attempt.invoice_ids),
            "failure": changed.failure_code,
        }
        action = f"payment.{changed.state}"
        record_change(tx, actor, action, attempt.id, customer_id=attempt.customer_id, changes=changes)
        if tell:
            _tell(tx, merchant, changed)


def _tell(tx: Transaction, merchant: Merchant, attempt: PaymentAttempt) -> None:
    for reader in find_readers(attempt.tenant_id, attempt.customer_id, attempt.contact_id):
        add_mail(
            tx,
            merchant,
            write_failure(merchant, reader, attempt, settings().site_of(merchant.tenant_id)),
            attempt.customer_id,
        )
