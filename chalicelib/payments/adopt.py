"""Money that came before there was a bill: it gets an attempt like any other, and is booked by it."""

from datetime import datetime

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_invoice
from chalicelib.invoices.settle import attach_attempt
from chalicelib.payments import rules, store
from chalicelib.payments.book import Charge, book_charge
from chalicelib.payments.entity import Part, PaymentAttempt


def adopt_charge(
    actor: Actor, merchant: Merchant, pk: str, invoice_id: str, charge: Charge, contact_id: str, gateway_customer: str
) -> PaymentAttempt:
    """Book a charge that is known to be the customer's, for this invoice; however often it is asked, once.

    What the invoice owes no more becomes credit. A method that can be charged again is kept. Raises Conflict after a lost race.
    """
    invoice = find_invoice(pk, invoice_id)
    attempt_id = ids.derived_id("att", datetime.fromisoformat(invoice.created_at), invoice.id, charge.charge_id)
    attempt = store.get_attempt(pk, attempt_id)
    if attempt is None:
        attempt = _keep(actor, _attempt(attempt_id, invoice, charge, contact_id, gateway_customer), invoice)
    return book_charge(actor, merchant, attempt, charge)


def _attempt(
    attempt_id: str, invoice: Invoice, charge: Charge, contact_id: str, gateway_customer: str
) -> PaymentAttempt:
    now = clock.now()
    part = Part(invoice_id=invoice.id, number=invoice.number or "", generation=invoice.generation, amount=charge.amount)
    return PaymentAttempt(
        tenant_id=invoice.tenant_id,
        customer_id=invoice.customer_id,
        id=attempt_id,
        parts=[part],
        amount=charge.amount,
        currency=charge.currency,
        save_method=True,
        contact_id=contact_id,
        ask={"gateway_customer": gateway_customer},
        asked_at=int(now.timestamp()),
        gateway_id=charge.gateway_id,
        created_at=clock.stamp(now),
        check_at=clock.stamp(rules.next_check(now, 0)),
    )


def _keep(actor: Actor, attempt: PaymentAttempt, invoice: Invoice) -> PaymentAttempt:
    with transaction() as tx:
        store.attempts.add(tx, attempt, rules.AttemptChanged())
        if invoice.is_open:
            attach_attempt(tx, invoice, attempt.id)
        record_change(tx, actor, "payment.started", attempt.id, customer_id=attempt.customer_id)
    return attempt.model_copy(update={"version": 1})
