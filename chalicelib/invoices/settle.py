"""Money reaches an invoice, or is on its way: called by the payments slice in its own transactions."""

from collections.abc import Sequence
from datetime import date

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.invoices import rules, store
from chalicelib.invoices.entity import Invoice, Settlement


def settle_invoice(tx: Transaction, invoice: Invoice, settlements: Sequence[Settlement], today: date) -> Invoice:
    """Settle a part of the invoice as it was read with each of these, and answer it as ``tx`` will keep it.

    The generation moves on, so attempts of before are void, and no attempt is live any more. The commit raises Conflict if the
    invoice changed since it was read. What the customer owes in sum is the caller's to change (customers.totals), once for all
    invoices of the transaction. Raises InvoiceNotIssued, InvoiceVoid, InvoiceAlreadyPaid, AmountAboveBalance.
    """
    rules.check_is_owed(invoice)
    amount = sum(settlement.amount for settlement in settlements)
    if not settlements or min(settlement.amount for settlement in settlements) <= 0:
        raise ValueError("an amount to settle is positive")
    if amount > invoice.balance:
        raise rules.AmountAboveBalance
    settled = rules.with_status(
        invoice,
        today,
        settled=invoice.settled + amount,
        settlements=[*invoice.settlements, *settlements],
        generation=invoice.generation + 1,
        attempt_id=None,
    )
    return _keep(tx, settled)


def return_money(tx: Transaction, invoice: Invoice, returned: dict[str, int], today: date, *, reopen: bool) -> Invoice:
    """Money of these payments went back (below zero: it came again, after all); ``reopen``: it is owed again.

    What was settled stays settled otherwise. The commit raises Conflict if the invoice changed since it was read.
    """
    settlements = [_returned(one, returned.get(one.payment_id, 0), reopen=reopen) for one in invoice.settlements]
    amount = sum(returned.values())
    return _keep(
        tx,
        rules.with_status(
            invoice,
            today,
            settlements=settlements,
            refunded=invoice.refunded + amount,
            settled=invoice.settled - amount * reopen,
            generation=invoice.generation + reopen,
        ),
    )


def _returned(one: Settlement, amount: int, *, reopen: bool) -> Settlement:
    refunded = one.refunded + amount
    status = rules.status_of_settlement(one.amount, refunded, one.status if not amount else "succeeded")
    return one.model_copy(update={"refunded": refunded, "reopened": one.reopened + amount * reopen, "status": status})


def mark_payment(tx: Transaction, invoice: Invoice, payment_id: str, status: str) -> None:
    """Show on the invoice that a payment is disputed, or is so no more."""
    settlements = [
        one.model_copy(update={"status": status}) if one.payment_id == payment_id else one
        for one in invoice.settlements
    ]
    _keep(tx, invoice.model_copy(update={"settlements": settlements}))


def forgive(tx: Transaction, invoice: Invoice, settlement: Settlement, today: date) -> Invoice:
    """Settle what is left without money: it is written off."""
    rules.check_is_owed(invoice)
    forgiven = invoice.model_copy(update={"written_off": invoice.written_off + settlement.amount})
    return settle_invoice(tx, forgiven, [settlement], today)


def attach_attempt(tx: Transaction, invoice: Invoice, attempt_id: str | None) -> Invoice:
    """Note the live payment attempt (None: it ended without money). The commit raises Conflict if the invoice changed."""
    if attempt_id is not None:
        rules.check_is_owed(invoice)
    return _keep(tx, invoice.model_copy(update={"attempt_id": attempt_id}))


def _keep(tx: Transaction, invoice: Invoice) -> Invoice:
    store.table.save(tx, invoice)
    return invoice.model_copy(update={"version": invoice.version + 1})
