"""Money reaches an invoice, or is on its way: called by the payments slice in its own transactions."""

from datetime import date

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.invoices import rules, store
from chalicelib.invoices.entity import Invoice, Settlement


def settle_invoice(tx: Transaction, invoice: Invoice, amount: int, settlement: Settlement, today: date) -> Invoice:
    """Settle ``amount`` minor units of the invoice as it was read, and answer it as ``tx`` will keep it.

    The generation moves on, so attempts of before are void, and no attempt is live any more. The commit raises Conflict if the
    invoice changed since it was read. What the customer owes in sum is the caller's to change (customers.totals), once for all
    invoices of the transaction. Raises InvoiceNotIssued, InvoiceVoid, InvoiceAlreadyPaid, AmountAboveBalance.
    """
    rules.check_is_owed(invoice)
    if amount <= 0:
        raise ValueError("an amount to settle is positive")
    if amount > invoice.balance:
        raise rules.AmountAboveBalance
    settled = rules.with_status(
        invoice,
        today,
        settled=invoice.settled + amount,
        settlements=[*invoice.settlements, settlement],
        generation=invoice.generation + 1,
        attempt_id=None,
    )
    return _keep(tx, settled)


def attach_attempt(tx: Transaction, invoice: Invoice, attempt_id: str | None) -> Invoice:
    """Note the live payment attempt (None: it ended without money). The commit raises Conflict if the invoice changed."""
    if attempt_id is not None:
        rules.check_is_owed(invoice)
    return _keep(tx, invoice.model_copy(update={"attempt_id": attempt_id}))


def _keep(tx: Transaction, invoice: Invoice) -> Invoice:
    store.table.save(tx, invoice)
    return invoice.model_copy(update={"version": invoice.version + 1})
