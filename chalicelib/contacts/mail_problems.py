"""What is known of contacts' mailboxes, for staff who look at the contacts or write to them."""

from collections.abc import Iterable

from chalicelib.contacts.entity import Contact
from chalicelib.contacts.schemas import ContactView, PersonView
from chalicelib.mailboxes.find import find_mailboxes
from chalicelib.mailboxes.rules import is_suppressed


def view_contacts(tenant_id: str, contacts: list[Contact]) -> list[ContactView]:
    """The contacts as staff see them; all their mailboxes are read in one request."""
    known = find_mailboxes(tenant_id, (contact.email for contact in contacts))
    return [ContactView.seen(contact, known.get(contact.email)) for contact in contacts]


def view_people(tenant_id: str, contacts: list[Contact]) -> list[PersonView]:
    """The contacts as their own colleagues see them."""
    known = find_mailboxes(tenant_id, (contact.email for contact in contacts))
    return [PersonView.seen(contact, known.get(contact.email)) for contact in contacts]


def view_contact(contact: Contact) -> ContactView:
    """One contact as staff see it."""
    (view,) = view_contacts(contact.tenant_id, [contact])
    return view


def find_suppressed(tenant_id: str, emails: Iterable[str]) -> set[str]:
    """Those of the addresses to which mail is withheld."""
    return {email for email, mailbox in find_mailboxes(tenant_id, emails).items() if is_suppressed(mailbox)}
