"""A new draft of an invoice is kept, in whatever transaction it comes into being."""

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import Transaction
from chalicelib.audit.record import record_change
from chalicelib.core.identity import Actor
from chalicelib.customers.entity import Customer
from chalicelib.customers.totals import mark_in_use
from chalicelib.invoices import store
from chalicelib.invoices.entity import WholeInvoice


def keep_draft(tx: Transaction, actor: Actor, customer: Customer, draft: WholeInvoice) -> None:
    """Keep it with its audit row; the commit raises Conflict if one with its id is there already."""
    store.add_whole(tx, draft)
    directory.enter(tx, draft.tenant_id, draft.id, customer.id)
    mark_in_use(tx, customer)
    record_change(tx, actor, "invoice.drafted", draft.id, customer_id=customer.id)
