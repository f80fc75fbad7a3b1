"""Telling people about money that went back: the client's, and the merchant's own."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core.portal import Merchant
from chalicelib.outbox.add import add_mail
from chalicelib.payments.emails import Reader
from chalicelib.payments.emails_of_returns import write_dispute, write_refund, write_refund_failure
from chalicelib.payments.entity import LedgerEntry, Payment
from chalicelib.payments.recipients import find_readers
from chalicelib.settings import settings
from chalicelib.staff.find import find_staff_of_tenant

_MOST = 20
_WHO = ("accountant", "admin", "owner")


def tell_of_refund(tx: Transaction, merchant: Merchant, payment: Payment, amount: int) -> None:
    """Who paid, and who looks after the customer's bills, hear that money comes back."""
    for reader in find_readers(payment.tenant_id, payment.customer_id, payment.contact_id):
        sheet = write_refund(merchant, reader, payment, amount, settings().site_of(merchant.tenant_id))
        add_mail(tx, merchant, sheet, payment.customer_id)


def tell_staff_of_refund(tx: Transaction, merchant: Merchant, payment: Payment, amount: int) -> None:
    """Staff hear that a refund failed."""
    for reader in _staff(merchant):
        add_mail(tx, merchant, write_refund_failure(reader, payment, amount, settings().site_url))


def tell_staff_of_dispute(tx: Transaction, merchant: Merchant, payment: Payment, entry: LedgerEntry) -> None:
    """Staff hear that a dispute was opened, won or lost."""
    for reader in _staff(merchant):
        add_mail(tx, merchant, write_dispute(reader, payment, entry, settings().site_url))


def _staff(merchant: Merchant) -> list[Reader]:
    people = [one for one in find_staff_of_tenant(merchant.tenant_id) if one.is_active and one.role in _WHO]
    return [Reader(one.email, one.name, one.language) for one in people[:_MOST]]
