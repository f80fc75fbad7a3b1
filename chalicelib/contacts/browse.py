"""Staff look at the people of a customer."""

from chalicelib.adapters import cursors
from chalicelib.contacts import store
from chalicelib.contacts.mail_problems import view_contacts
from chalicelib.contacts.schemas import ContactView
from chalicelib.core.identity import StaffUser, partition
from chalicelib.core.page import Page, PageQuery
from chalicelib.customers.find import find_customer


def browse_contacts(user: StaffUser, customer_id: str, query: PageQuery) -> Page[ContactView]:
    """The customer's contacts, by e-mail address."""
    customer = find_customer(user.tenant_id, customer_id)
    binding = (user.tenant_id, customer.id, "contacts")
    pk = partition(user.tenant_id, customer.id)
    found, after = store.browse(pk, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=view_contacts(user.tenant_id, found), next_cursor=cursors.encode(after, *binding))
