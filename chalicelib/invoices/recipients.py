"""To whom an invoice goes: the customer's people who look after bills, else the customer's own address."""

from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_of_customer
from chalicelib.customers.entity import Customer
from chalicelib.invoices.emails import Reader

_MOST = 20


def find_readers(customer: Customer) -> list[Reader]:
    """Everybody of the role billing or above who has or is offered access; without any the customer's address.

    Where that is missing too, it goes to those who look after bills and have no access: the document is attached.
    """
    people = [one for one in find_contacts_of_customer(customer.tenant_id, customer.id) if _keeps_the_books(one)]
    welcome = [one for one in people if one.portal_status in ("active", "invited")]
    if not welcome and customer.email:
        return [Reader(customer.email, customer.display_name, customer.language)]
    return [Reader(one.email, one.name, one.language) for one in (welcome or people)[:_MOST]]


def _keeps_the_books(person: Contact) -> bool:
    return person.role in ("billing", "owner") and person.portal_status != "bounced"
