"""A client looks at the customers he or she belongs to: after sign-in, never before."""

from chalicelib.adapters.dynamodb import get_many
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_by_email, find_contacts_of_person
from chalicelib.core.identity import PortalUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.customers.find import customer_key
from chalicelib.sessions import store
from chalicelib.sessions.cut import cut
from chalicelib.sessions.schemas import CustomerChoice

_AT_ONCE = 100


def browse_my_customers(user: PortalUser, query: PageQuery) -> Page[CustomerChoice]:
    """The customers where my access is on, by name."""
    contacts = {contact.customer_id: contact for contact in _contacts(user) if contact.is_active}
    keys = [customer_key(user.tenant_id, customer_id) for customer_id in contacts]
    batches = [get_many(keys[start : start + _AT_ONCE]) for start in range(0, len(keys), _AT_ONCE)]
    found = sorted(
        (customer for batch in batches for customer in batch if customer), key=lambda one: (one.display_name, one.id)
    )
    views = [CustomerChoice.of(customer, contacts[customer.id], user.customer_id) for customer in found]
    return cut(views, query, user.tenant_id, user.actor_id, "my customers")


def _contacts(user: PortalUser) -> list[Contact]:
    credential = store.get_credential("client", user.tenant_id, user.email)
    if credential is None:
        return find_contacts_by_email(user.tenant_id, user.email)
    return find_contacts_of_person(user.tenant_id, user.email, credential.customers)
