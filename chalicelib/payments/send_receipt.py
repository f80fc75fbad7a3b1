"""The receipt of a payment is ordered and sent, in the transaction that books the payment."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core.portal import Merchant
from chalicelib.outbox.add import add_mail, add_rendering
from chalicelib.payments.emails import write_receipt
from chalicelib.payments.entity import Payment
from chalicelib.payments.recipients import find_readers
from chalicelib.settings import settings


def send_receipt(tx: Transaction, merchant: Merchant, payment: Payment) -> None:
    """Have the document rendered, and mail it to whoever looks after the customer's bills."""
    send_receipts(tx, merchant, [payment])


def send_receipts(tx: Transaction, merchant: Merchant, payments: list[Payment]) -> None:
    """Have each document rendered. One mail tells of all: that of the first payment, with the credit used beside it."""
    first, used = payments[0], sum(payment.amount for payment in payments[1:])
    for payment in payments:
        add_rendering(tx, payment.tenant_id, payment.customer_id, {"payment_id": payment.id})
    for reader in find_readers(first.tenant_id, first.customer_id, first.contact_id):
        add_mail(
            tx,
            merchant,
            write_receipt(merchant, reader, first, settings().site_of(merchant.tenant_id), used),
            first.customer_id,
        )
