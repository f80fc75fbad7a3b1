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
    task = {"payment_id": payment.id}
    add_rendering(tx, payment.tenant_id, payment.customer_id, task)
    for reader in find_readers(payment.tenant_id, payment.customer_id, payment.contact_id):
        sheet = write_receipt(merchant, reader, payment, settings().site_url)
        add_mail(tx, merchant, sheet, payment.customer_id)
