"""The row of the ledger by which what an invoice still owes is owed no more, without money."""

from chalicelib.core import clock
from chalicelib.core.identity import StaffUser
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.today import today_of
from chalicelib.payments.entity import Allocation, EntryKind, LedgerEntry, Posting


def closing_entry(
    user: StaffUser, invoice: Invoice, kind: EntryKind, account: str, key: str, reason: str = ""
) -> LedgerEntry:
    """The whole balance goes from ``receivable`` to ``account``."""
    return LedgerEntry(
        tenant_id=invoice.tenant_id,
        customer_id=invoice.customer_id,
        key=key,
        kind=kind,
        at=clock.stamp(clock.now()),
        date=today_of(user.merchant),
        amount=invoice.balance,
        currency=invoice.currency,
        postings=[
            Posting(account=account, amount=invoice.balance),
            Posting(account="receivable", amount=-invoice.balance),
        ],
        allocations=[Allocation(invoice_id=invoice.id, number=invoice.number or "", amount=invoice.balance)],
        reason=reason,
    )
