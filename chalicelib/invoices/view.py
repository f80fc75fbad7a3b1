"""A signed-in client has the invoice before them: from now on it counts as seen."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser
from chalicelib.invoices import rules, store
from chalicelib.invoices.find import find_invoice
from chalicelib.invoices.today import today_of

_TRIES = 3


def view_invoice(user: PortalUser, invoice_id: str) -> None:
    """Note the first time that the customer saw the invoice; later times, and paid or void invoices, change nothing.

    A payment at the same moment is no reason to refuse it: then it is noted on what the payment left.
    """
    for left in range(_TRIES - 1, -1, -1):
        invoice = find_invoice(user.partition, invoice_id)
        today = today_of(user.merchant)
        if invoice.viewed_at or rules.status_of(invoice, today) in ("paid", "void"):
            return
        try:
            with transaction() as tx:
                viewed_at = clock.stamp(clock.now())
                store.table.save(tx, rules.with_status(invoice, today, viewed_at=viewed_at))
                record_change(tx, user, "invoice.viewed", invoice.id)
        except Conflict:
            if not left:
                raise
        else:
            return
