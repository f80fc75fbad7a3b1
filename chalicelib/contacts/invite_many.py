"""Staff let the people of many customers into the portal at once."""

from chalicelib.adapters.dynamodb import get_many
from chalicelib.adapters.limits import limit_invitations
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_of_customer
from chalicelib.contacts.invite import send_invitation
from chalicelib.contacts.mail_problems import find_suppressed
from chalicelib.contacts.rules import PortalIsOff, waits_for_invitation
from chalicelib.contacts.schemas import Invitations, InvitationsView, Invited
from chalicelib.core import clock
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import customer_key

_MOST_MAILS = 100


def invite_contacts(user: StaffUser, request: Invitations) -> InvitationsView:
    """Invite everybody of these customers who waits for an invitation that works.

    Each invitation is kept by itself, so a call that was cut short can be repeated: whoever was invited is left alone.
    """
    customer_ids = list(dict.fromkeys(request.customer_ids))
    if not user.settings.enabled:
        raise PortalIsOff
    _check_customers(user.tenant_id, customer_ids, request.customer_ids)
    waiting = [contact for customer_id in customer_ids for contact in _waiting(user.tenant_id, customer_id)]
    if len(waiting) > _MOST_MAILS:
        sentence = f"These customers have more than {_MOST_MAILS} people to invite. Please choose fewer."
        raise Invalid([("customer_ids", sentence)])
    if waiting:
        limit_invitations(user.tenant_id, user.staff_id, len({contact.customer_id for contact in waiting}))
    return InvitationsView(items=[item for contact in waiting for item in _invite(user, contact)])


def _check_customers(tenant_id: str, customer_ids: list[str], given: list[str]) -> None:
    """A foreign customer and an absent one are told in the same words."""
    found = get_many(customer_key(tenant_id, customer_id) for customer_id in customer_ids)
    absent = {customer_id for customer_id, customer in zip(customer_ids, found, strict=True) if customer is None}
    if absent:
        sentence = "There is no such customer."
        raise Invalid([(f"customer_ids.{place}", sentence) for place, name in enumerate(given) if name in absent])


def _waiting(tenant_id: str, customer_id: str) -> list[Contact]:
    """Without those whose mail comes back or is unwanted: such an address is looked at one by one."""
    now = clock.now()
    people = find_contacts_of_customer(tenant_id, customer_id)
    waiting = [contact for contact in people if waits_for_invitation(contact, now)]
    suppressed = find_suppressed(tenant_id, (contact.email for contact in waiting))
    return [contact for contact in waiting if contact.email not in suppressed]


def _invite(user: StaffUser, contact: Contact) -> list[Invited]:
    try:
        send_invitation(user, contact)
    except Conflict:
        return []  # somebody else changed this contact just now, most likely by inviting
    return [Invited(customer_id=contact.customer_id, contact_id=contact.id)]
