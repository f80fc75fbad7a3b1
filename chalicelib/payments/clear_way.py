"""Before an invoice is paid another way, the attempt that is live is brought to an end at the gateway."""

from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_invoice
from chalicelib.payments import rules, store
from chalicelib.payments.ask_gateway import ask_to_end
from chalicelib.payments.carry_out import look_up_attempt, resume_attempt
from chalicelib.payments.conclude import conclude_attempt
from chalicelib.payments.entity import PaymentAttempt
from chalicelib.payments.races import TRIES


class PaidMeanwhile(Conflict):
    sentence = "This was paid in the meantime. Please look again."


def clear_way(actor: Actor, merchant: Merchant, attempt: PaymentAttempt) -> None:
    """Afterwards the attempt can take no money any more. Raises PaidMeanwhile if it did, PaymentPending if it still may."""
    if attempt.is_final:
        return
    known = attempt if attempt.gateway_id else _with_known_outcome(actor, merchant, attempt)
    if known.state == "requires_action" and known.gateway_id:
        known = conclude_attempt(actor, merchant, known, ask_to_end(known, known.gateway_id))
    if known.state == "succeeded":
        raise PaidMeanwhile
    if not known.is_final:
        raise rules.PaymentPending


def _with_known_outcome(actor: Actor, merchant: Merchant, attempt: PaymentAttempt) -> PaymentAttempt:
    """Nobody knows what became of it. A page may be asked for again, it takes nothing by itself; a charge is never repeated
    for somebody who wants to pay another way: it is looked up once nobody can be asking any more."""
    if attempt.on_page:
        return resume_attempt(actor, merchant, attempt)
    if clock.epoch() - attempt.asked_at < rules.FIRST_CHECK.total_seconds():
        raise rules.PaymentPending
    return look_up_attempt(actor, merchant, attempt)


def free_invoice(actor: Actor, merchant: Merchant, invoice: Invoice) -> Invoice:
    """The invoice without a live attempt, read again if one had to be ended. Raises what ``clear_way`` raises.

    Whoever else cleared the way may have begun to pay before the invoice was read again: that attempt is looked at, too.
    """
    for _ in range(TRIES):
        live = store.get_attempt(invoice.partition, invoice.attempt_id) if invoice.attempt_id else None
        if live is None or live.is_final:
            return invoice
        clear_way(actor, merchant, live)
        invoice = find_invoice(invoice.partition, invoice.id)
    raise rules.PaymentPending
