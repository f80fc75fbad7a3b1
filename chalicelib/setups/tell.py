"""Telling people that what pays their bills has changed: who did it, and everybody of the customer who looks after bills."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.contacts.find import find_contacts_of_customer
from chalicelib.outbox.add import add_mail
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payments.recipients import choose_readers
from chalicelib.settings import settings
from chalicelib.setups.emails import method_saved
from chalicelib.setups.entity import Setup
from chalicelib.tenants.find import find_merchant


def tell_of_method(tx: Transaction, one: Setup, new: PaymentMethod, old: PaymentMethod | None) -> None:
    """The mails go with the transaction that keeps the method: as often as it is kept, which is once."""
    merchant = find_merchant(one.tenant_id)
    people = find_contacts_of_customer(one.tenant_id, one.customer_id)
    person = next(((who.name, who.email) for who in people if who.id == one.contact_id), None)
    for reader in choose_readers(people, one.tenant_id, one.customer_id, one.contact_id):
        sheet = method_saved(merchant, reader, new, old, person, settings().site_of(one.tenant_id))
        add_mail(tx, merchant, sheet, one.customer_id)
