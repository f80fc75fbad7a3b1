"""What was paid comes into being: customer and person, subscription and bill, payment, invitation."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.checkouts import emails, parties, rules, store
from chalicelib.checkouts.entity import Checkout, Taken
from chalicelib.contacts.add import add_contact
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contact_by_email
from chalicelib.contacts.invite import keep_invitation
from chalicelib.core.identity import Machine, partition
from chalicelib.core.portal import Merchant
from chalicelib.customers.add import add_customer
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import get_customer
from chalicelib.outbox.add import add_mail
from chalicelib.payment_methods.save import save_payment_method
from chalicelib.payments.adopt import adopt_charge
from chalicelib.payments.book import Charge
from chalicelib.settings import settings
from chalicelib.subscriptions.begin import begin, first_bill
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.find import get_subscription


def carry_out(actor: Machine, merchant: Merchant, one: Checkout) -> Checkout:
    """Do what is left to do of a paid checkout, step by step: each is one transaction and is found done by whoever comes after.

    People, then the subscription with its bill, then the money, then the mails and the end. Raises Conflict after a lost race.
    """
    taken = one.taken
    assert taken and one.paid_on, "only what is paid is carried out"
    customer = _customer(actor, one)
    subscription, invoice_id = _subscription(actor, merchant, one, customer, taken)
    contact = find_contact_by_email(one.tenant_id, customer.id, customer.email)
    if invoice_id and taken.charge_id:
        charge = Charge(taken.charge_id, taken.amount, one.plan.currency, one.gateway_id, taken.method)
        pk = partition(one.tenant_id, customer.id)
        adopt_charge(actor, merchant, pk, invoice_id, charge, contact.id if contact else "", one.gateway_customer)
    return _complete(actor, merchant, one, subscription, contact)


def _customer(actor: Machine, one: Checkout) -> Customer:
    """The customer with the person who subscribed, made if they are not there yet."""
    found = get_customer(one.tenant_id, one.customer_id)
    if found is not None:
        return found
    customer = parties.customer_of(one)
    with transaction() as tx:
        add_customer(tx, actor, customer)
        add_contact(tx, actor, parties.contact_of(one))
    return customer.model_copy(update={"version": 1})


def _subscription(
    actor: Machine, merchant: Merchant, one: Checkout, customer: Customer, taken: Taken
) -> tuple[Subscription, str | None]:
    """The subscription and the id of its first bill, made if they are not there yet; it began on the day it was paid."""
    assert one.paid_on
    agreed = parties.subscription_of(one, customer, one.paid_on)
    due = first_bill(agreed, merchant, customer, one.paid_on)
    invoice_id = due[1].id if due else None
    found = get_subscription(agreed.partition, agreed.id)
    if found is not None:
        return found, invoice_id

    def with_method(tx: Transaction) -> None:
        if taken.method and not taken.charge_id:  # a charge saves its method where it is booked
            save_payment_method(tx, one.tenant_id, customer.id, taken.method)

    begun = begin(actor, merchant, customer, agreed, one.paid_on, [], paid=bool(taken.charge_id), beside=with_method)
    return begun, invoice_id


def _complete(
    actor: Machine, merchant: Merchant, one: Checkout, subscription: Subscription, contact: Contact | None
) -> Checkout:
    """The end: the person is told and, where the merchant wants it, invited; the merchant is told; the checkout forgets them."""
    done = rules.completed(one)
    with transaction() as tx:
        store.table.save(tx, done, rules.CheckoutChanged())
        record_change(tx, actor, "checkout.complete", one.id, customer_id=one.customer_id)
        if contact:
            add_mail(
                tx,
                merchant,
                emails.write_welcome(merchant, contact, subscription, settings().site_of(merchant.tenant_id)),
                one.customer_id,
            )
            if merchant.portal.auto_enable_for_hosted_checkout and contact.portal_status == "disabled":
                keep_invitation(tx, actor, merchant, contact)
        if merchant.portal.notify_staff_of_activity:
            add_mail(tx, merchant, emails.tell_merchant(merchant, contact, subscription, settings().site_url))
    return done.model_copy(update={"version": one.version + 1})
