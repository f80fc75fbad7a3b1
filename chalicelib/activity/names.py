"""Names of those who did something, looked up when it is read: the audit keeps ids only."""

from collections.abc import Callable, Iterable
from functools import partial

from chalicelib.activity.schemas import Names
from chalicelib.adapters.parallel import together
from chalicelib.audit.entity import AuditEntry
from chalicelib.contacts.find import find_contacts_of_customer
from chalicelib.staff.find import find_staff_of_tenant

_CUSTOMERS_AT_ONCE = 7


def names_of_clients(tenant_id: str, customer_id: str) -> Names:
    """The people of one customer."""
    contacts = find_contacts_of_customer(tenant_id, customer_id)
    return {contact.id: f"{contact.first_name} {contact.last_name}".strip() for contact in contacts}


def names_of_staff(tenant_id: str) -> Names:
    """The merchant's people."""
    return {staff.id: staff.name for staff in find_staff_of_tenant(tenant_id)}


def names_in(tenant_id: str, entries: Iterable[AuditEntry]) -> Names:
    """Names for one page of a merchant's audit: its staff, and the people of the first seven customers on it.

    All are asked at once, so a page costs one more wait, however many people stand on it.
    """
    clients = [entry.customer_id for entry in entries if entry.actor_kind == "client"]
    customers = list(dict.fromkeys(clients))[:_CUSTOMERS_AT_ONCE]
    questions: list[Callable[[], Names]] = [partial(names_of_staff, tenant_id)]
    questions += [partial(names_of_clients, tenant_id, customer_id) for customer_id in customers]
    return {person: name for names in together(*questions) for person, name in names.items()}
