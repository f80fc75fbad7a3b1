"""To whom news of money goes: who paid, and the customer's people who look after bills."""

from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_of_customer
from chalicelib.customers.find import find_customer
from chalicelib.payments.emails import Reader

_MOST = 20


def find_readers(tenant_id: str, customer_id: str, payer_id: str | None) -> list[Reader]:
    """The payer, and everybody of the role billing or above who has or is offered access to the portal.

    Where there is nobody, the customer's own address, if it has one.
    """
    return choose_readers(find_contacts_of_customer(tenant_id, customer_id), tenant_id, customer_id, payer_id)


def choose_readers(people: list[Contact], tenant_id: str, customer_id: str, payer_id: str | None) -> list[Reader]:
    """The same for who has the customer's people at hand."""
    wanted = sorted((one for one in people if _wants_to_know(one, payer_id)), key=lambda one: one.id != payer_id)
    if wanted:
        return [Reader(one.email, one.name, one.language) for one in wanted[:_MOST]]
    customer = find_customer(tenant_id, customer_id)
    return [Reader(customer.email, customer.display_name, customer.language)] if customer.email else []


def _wants_to_know(person: Contact, payer_id: str | None) -> bool:
    if person.portal_status not in ("active", "invited"):
        return False
    return person.id == payer_id or person.role in ("billing", "owner")
