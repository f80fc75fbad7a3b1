"""Clients look at who of them may use the portal."""

from chalicelib.adapters import cursors
from chalicelib.contacts import store
from chalicelib.contacts.mail_problems import view_people
from chalicelib.contacts.schemas import PersonView
from chalicelib.core.identity import PortalUser
from chalicelib.core.page import Page, PageQuery


def browse_people(user: PortalUser, query: PageQuery) -> Page[PersonView]:
    """My customer's people, by e-mail address."""
    binding = (user.tenant_id, user.customer_id, "people")
    found, after = store.browse(user.partition, query.limit, cursors.decode(query.cursor, *binding))
    return Page(items=view_people(user.tenant_id, found), next_cursor=cursors.encode(after, *binding))
