"""The calendar charges a saved method for an invoice, with nobody there to answer the bank."""

from datetime import datetime

from chalicelib.adapters.gateways.errors import AmountNotPossible, GatewayRefused
from chalicelib.core import ids
from chalicelib.core.identity import Machine
from chalicelib.core.portal import Merchant
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payment_methods.find import find_current_method
from chalicelib.payments import store
from chalicelib.payments.begin import begin_attempt, pay_by_credit
from chalicelib.payments.bill import Bill, find_bill
from chalicelib.payments.carry_out import carry_out, resume_attempt
from chalicelib.payments.entity import PaymentAttempt, State
from chalicelib.payments.payer import Payer
from chalicelib.payments.wish import Wish, parts_of


def charge_invoice(
    actor: Machine, merchant: Merchant, customer_id: str, invoice_id: str, method_id: str, turn: int
) -> State | None:
    """Charge what the invoice still owes, its customer's credit first; however often it is asked, once for each ``turn``.

    Answers what became of the attempt, or None where there is nothing to do: it is settled, or somebody pays it just now.
    A decline is told by mail. Raises Unavailable if nothing is known yet, and Conflict after a lost race: ask again later.
    """
    bill = find_bill(actor.tenant_id, customer_id, [invoice_id])
    payer = Payer(actor, merchant, customer_id, bill.customer.language)
    attempt_id = _attempt_id(bill, turn)
    mine, *others = store.get_attempts(
        payer.partition, attempt_id, *(one for one in bill.attempt_ids if one != attempt_id)
    )
    if mine is not None:
        return _state_of(payer, mine)
    if not bill.invoices[0].is_open or any(one is not None and not one.is_final for one in others):
        return None
    method = find_current_method(payer.partition, method_id)
    return _charge(payer, bill, _wish(merchant, bill, attempt_id, method)) if method else "failed"


def _state_of(payer: Payer, attempt: PaymentAttempt) -> State:
    """An answer that was lost is asked for again under the attempt's own key."""
    if attempt.is_final or attempt.gateway_id is not None:
        return attempt.state
    return resume_attempt(payer.actor, payer.merchant, attempt).state


def _charge(payer: Payer, bill: Bill, wish: Wish) -> State:
    if wish.credit == wish.amount:
        return pay_by_credit(payer, bill, wish).state
    attempt, invoices = begin_attempt(payer, bill, wish)
    try:
        return carry_out(payer.actor, payer.merchant, attempt, invoices).state
    except (GatewayRefused, AmountNotPossible):
        return "failed"


def _wish(merchant: Merchant, bill: Bill, attempt_id: str, method: PaymentMethod) -> Wish:
    (invoice,) = bill.invoices
    return Wish(
        attempt_id=attempt_id,
        asked_amount=None,
        parts=parts_of(bill),
        credit=bill.credit_for(invoice.balance),
        method=method,
        save=False,
        return_path=f"/{merchant.portal.portal_name}/invoices/{invoice.id}/pay/return",
        off_session=True,
    )


def _attempt_id(bill: Bill, turn: int) -> str:
    (invoice,) = bill.invoices
    made = datetime.fromisoformat(invoice.created_at)
    return ids.derived_id("att", made, invoice.tenant_id, "calendar", invoice.id, str(turn))
