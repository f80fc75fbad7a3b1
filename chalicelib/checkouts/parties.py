"""Who comes into being by a checkout: the customer, the person, and what they agreed to; pure, under ids that follow from it."""

from datetime import date, datetime

from chalicelib.checkouts.entity import Checkout
from chalicelib.contacts.entity import Contact
from chalicelib.core import ids
from chalicelib.customers.entity import Customer
from chalicelib.payment_methods.entity import id_of
from chalicelib.subscriptions.begin import agree
from chalicelib.subscriptions.entity import Subscription


def customer_of(one: Checkout) -> Customer:
    """The new customer. It is never an existing one: whoever knows an address gets nothing of its owner's (V15)."""
    person = one.person
    assert person, "who subscribes is known until it is carried out"
    name = f"{person.first_name} {person.last_name}".strip()
    return Customer(
        tenant_id=one.tenant_id,
        id=one.customer_id,
        display_name=(one.company.company_name or name)[:120],
        email=person.email,
        phone=person.phone,
        currency=one.plan.currency,
        language=one.language,
        billing_address=one.billing_address,
        in_use=True,
        gateway_ref=one.gateway_customer,
        created_at=one.created_at,
        **one.company.model_dump(),
    )


def contact_of(one: Checkout) -> Contact:
    """The person, who owns what was bought; nobody can sign in before being invited."""
    person = one.person
    assert person, "who subscribes is known until it is carried out"
    return Contact(
        tenant_id=one.tenant_id,
        customer_id=one.customer_id,
        id=_id("con", one),
        role="owner",
        language=one.language,
        created_at=one.created_at,
        **person.model_dump(),
    )


def subscription_of(one: Checkout, customer: Customer, today: date) -> Subscription:
    """What was agreed, paid by the method that the gateway saved."""
    method = one.taken.method if one.taken else None
    return agree(
        _id("sub", one),
        one.plan,
        customer,
        one.quantity,
        today,
        today,
        collection="online",
        method_id=id_of(method.id) if method and method.type != "other" else None,
        by="client",
    )


def _id(prefix: str, one: Checkout) -> str:
    return ids.derived_id(prefix, datetime.fromisoformat(one.created_at), one.tenant_id, one.id)
