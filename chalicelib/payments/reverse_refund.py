"""A refund that the bank did not carry out after all: what was booked is booked back."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.customers.totals import receive_payment
from chalicelib.invoices.find import find_invoices
from chalicelib.invoices.settle import return_money
from chalicelib.payments import rules, store
from chalicelib.payments.book import NotBooked
from chalicelib.payments.entity import LedgerEntry, Payment, Posting
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.tell import tell_staff_of_refund


def reverse_refund(actor: Actor, merchant: Merchant, payment: Payment, booked: LedgerEntry, gateway_id: str) -> None:
    """Book the opposite, once: what was refunded is not; staff are told, since the client still waits for the money.

    What was owed again and was paid meanwhile becomes credit.
    """
    key = f"refund_failed#{gateway_id}"
    for turn in range(TRIES):
        if store.get_entry(payment.partition, key):
            return None
        with lost_race(turn, rules.AlreadyBooked):
            return _reverse(actor, merchant, payment, booked, key)
        payment = store.get_payment(payment.partition, payment.id) or payment
    raise NotBooked


def _reverse(actor: Actor, merchant: Merchant, payment: Payment, booked: LedgerEntry, key: str) -> None:
    today = clock.today(merchant.organization.timezone)
    invoices = find_invoices(payment.partition, [one.invoice_id for one in booked.returned]) if booked.returned else []
    reopen = bool(booked.allocations)
    entry, paid_meanwhile = _entry(booked, key, {one.id: one.balance for one in invoices})
    settled = sum(one.amount for one in entry.allocations)
    credit = -sum(posting.amount for posting in entry.postings if posting.account == "customer_credit")
    with transaction() as tx:
        store.ledger.add(tx, entry, rules.AlreadyBooked())
        refunded = payment.refunded - booked.amount
        status = rules.status_of_payment(payment, refunded)
        uncredited = payment.uncredited - (credit if payment.method != "credit" and not paid_meanwhile else 0)
        changed = {"refunded": refunded, "status": status, "uncredited": uncredited}
        store.payments.save(tx, payment.model_copy(update=changed))
        for invoice, one in zip(invoices, booked.returned, strict=True):
            again = reopen and not paid_meanwhile
            return_money(tx, invoice, {payment.id: -one.amount}, today, reopen=again)
        if settled or credit:
            receive_payment(
                tx, payment.tenant_id, payment.customer_id, payment.currency, settled=settled, credited=credit
            )
        record_change(tx, actor, "payment.refund_failed", payment.id, customer_id=payment.customer_id)
        tell_staff_of_refund(tx, merchant, payment, booked.amount)


def _entry(booked: LedgerEntry, key: str, balances: dict[str, int]) -> tuple[LedgerEntry, bool]:
    """The opposite of what was booked; what is owed no more cannot be settled again, so it becomes credit instead."""
    opposite = [one.model_copy(update={"amount": -one.amount}) for one in booked.allocations]
    paid_meanwhile = any(one.amount > balances.get(one.invoice_id, 0) for one in opposite)
    postings = [Posting(account=one.account, amount=-one.amount) for one in booked.postings]
    if paid_meanwhile:
        postings = [
            Posting(account="customer_credit", amount=one.amount) if one.account == "receivable" else one
            for one in postings
        ]
    more = {
        "key": key,
        "kind": "refund_failed",
        "at": clock.stamp(clock.now()),
        "postings": postings,
        "allocations": [] if paid_meanwhile else opposite,
        "returned": [one.model_copy(update={"amount": -one.amount}) for one in booked.returned],
    }
    return booked.model_copy(update=more), paid_meanwhile
