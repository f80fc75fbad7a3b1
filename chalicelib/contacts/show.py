"""Staff look at one contact."""

from chalicelib.contacts.find import find_contact
from chalicelib.contacts.mail_problems import view_contact
from chalicelib.contacts.schemas import ContactView
from chalicelib.core.identity import StaffUser


def show_contact(user: StaffUser, customer_id: str, contact_id: str) -> ContactView:
    """One person of a customer, with the state of the portal access."""
    return view_contact(find_contact(user.tenant_id, customer_id, contact_id))
