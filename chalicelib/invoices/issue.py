"""A draft becomes an invoice: it takes its number, and what it says is frozen."""

from collections.abc import Callable

from chalicelib.adapters import directory
from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.customers.entity import Customer
from chalicelib.customers.totals import change_outstanding
from chalicelib.invoices import document, emails, rules, store
from chalicelib.invoices.emails import Reader
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.paper import snapshot_of
from chalicelib.invoices.today import today_of
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings
from chalicelib.tenants.take_number import NumberTaken, take_number

SERIES = "invoice"
_TRIES = 25


def issue_invoice(
    actor: Actor,
    merchant: Merchant,
    customer: Customer,
    draft: WholeInvoice,
    readers: list[Reader],
    beside: Callable[[Transaction], None] | None = None,
    answered: str = "",
) -> WholeInvoice:
    """Issue ``draft``, which may be kept nowhere yet, and tell ``readers``; ``beside`` adds what is kept together with it.
    ``answered`` is the offer that it follows from: the customer's row may be touched only once.

    Raises BuyerTaxIdMissing, and Conflict if the draft changed since it was read, or if a new one is there already.

    The number is used up only together with the invoice (I8); whoever comes second to a number takes the next one.
    """
    rules.check_buyer(draft.lines, customer.tax_id)
    for left in range(_TRIES - 1, -1, -1):
        try:
            with transaction() as tx:
                invoice = freeze(draft, merchant, customer, take_number(tx, draft.tenant_id, SERIES))
                _keep(tx, invoice, answered)
                if beside:
                    beside(tx)
                record_change(
                    tx, actor, "invoice.sent", invoice.id, customer_id=customer.id, changes={"number": invoice.number}
                )
                for reader in readers:
                    add_mail(
                        tx,
                        merchant,
                        emails.write_sent(merchant, reader, invoice, settings().site_of(merchant.tenant_id)),
                        customer.id,
                    )
        except NumberTaken:
            if not left:
                raise
        else:
            break
    return invoice.model_copy(update={"version": invoice.version + 1, "edition": invoice.edition + 1})


def freeze(draft: WholeInvoice, merchant: Merchant, customer: Customer, taken: int) -> WholeInvoice:
    """The draft as an issued invoice under the number that was taken; kept nowhere yet."""
    today, code = today_of(merchant), ids.short_code()
    return rules.with_status(
        draft.model_copy(update={"status": "sent"}),
        today,
        number=rules.number_of(taken),
        issue_date=draft.issue_date if draft.date_chosen else today,
        issued_at=clock.stamp(clock.now()),
        language=customer.language,
        snapshot=snapshot_of(merchant, customer, draft.id, code, settings().site_of(merchant.tenant_id)),
        verification_code=code,
        document_key=document.new_document_key(),
    )


def _keep(tx: Transaction, invoice: WholeInvoice, answered: str) -> None:
    if invoice.version:
        store.save_whole(tx, invoice)
    else:
        store.add_whole(tx, invoice)
        directory.enter(tx, invoice.tenant_id, invoice.id, invoice.customer_id)
    document.order(tx, invoice)
    if invoice.total or answered:
        change_outstanding(
            tx, invoice.tenant_id, invoice.customer_id, invoice.currency, invoice.total, answered=answered
        )
