"""To whom an invoice goes: the customer's people who look after bills, else the customer's own address."""

from collections.abc import Collection

from chalicelib.contacts.find import find_contacts_of_customer
from chalicelib.contacts.mail_problems import find_suppressed
from chalicelib.customers.entity import Customer
from chalicelib.invoices.emails import Reader

_MOST = 20
_BOOK_KEEPERS = ("billing", "owner")


def find_readers(customer: Customer) -> list[Reader]:
    """Everybody of the role billing or above who has or is offered access; without any the customer's address.

    Where that is missing too, it goes to those who look after bills and have no access: the document is attached. An address
    whose mail comes back is as good as none.
    """
    people = [one for one in find_contacts_of_customer(customer.tenant_id, customer.id) if one.role in _BOOK_KEEPERS]
    addresses = [one.email for one in people] + [customer.email] * bool(customer.email)
    suppressed = find_suppressed(customer.tenant_id, addresses)
    people = [one for one in people if one.email not in suppressed]
    welcome = [one for one in people if one.portal_status in ("active", "invited")]
    if not welcome and customer.email and customer.email not in suppressed:
        return [Reader(customer.email, customer.display_name, customer.language)]
    return [Reader(one.email, one.name, one.language) for one in (welcome or people)[:_MOST]]


def find_active_readers(tenant_id: str, customer_id: str, among: Collection[str] | None = None) -> list[Reader]:
    """The customer's people who can sign in, whatever their role: for what is said in the portal. Nobody else hears of that.

    ``among``: only those of these ids.
    """
    people = [
        one
        for one in find_contacts_of_customer(tenant_id, customer_id)
        if one.is_active and (among is None or one.id in among)
    ]
    suppressed = find_suppressed(tenant_id, (one.email for one in people))
    return [Reader(one.email, one.name, one.language) for one in people if one.email not in suppressed][:_MOST]
