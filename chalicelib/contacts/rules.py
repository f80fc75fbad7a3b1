"""What cannot be done with a contact."""

from datetime import datetime, timedelta

from chalicelib.contacts.entity import Contact
from chalicelib.core.clock import stamp
from chalicelib.core.errors import Conflict

INVITATION_DAYS = 7


class ContactExists(Conflict):
    sentence = "This customer has a contact with this e-mail address already."


class PortalIsOff(Conflict):
    sentence = "The client portal is switched off. Please switch it on first."


class LastOwnerOfCustomer(Conflict):
    sentence = "Somebody of you must be an owner. Please make somebody else an owner first."


class ErasureAsked(Conflict):
    sentence = "Somebody asked for this person's data to be erased. Please decide on that first."


class PersonIsIn(Conflict):
    sentence = "This person is one of you already."


class AccessSwitchedOff(Conflict):
    sentence = "The merchant has switched this person's access off. Please ask the merchant."


class MailUnwanted(Conflict):
    sentence = "This person reported a mail as unwanted. Please write again only if they ask for it."


def waits_for_invitation(contact: Contact, now: datetime) -> bool:
    """Whether an invitation of many at once goes to this contact: never invited, or the link is no longer valid.

    Whose access was switched off on purpose, and who has an invitation that works, is left alone.
    """
    if contact.portal_status == "disabled":
        return contact.access == 0
    return contact.portal_status == "invited" and (contact.invited_at or "") < stamp(
        now - timedelta(days=INVITATION_DAYS)
    )


def is_owner_in_office(contact: Contact) -> bool:
    """Whether this is an owner who can sign in."""
    return contact.role == "owner" and contact.is_active


def check_may_be_invited(contact: Contact) -> None:
    """A colleague invites who is not in yet; what the merchant switched off stays off. Raises PersonIsIn, AccessSwitchedOff."""
    if contact.is_active:
        raise PersonIsIn
    if contact.portal_status == "disabled" and contact.access:
        raise AccessSwitchedOff


def check_may_be_removed(contact: Contact) -> None:
    """Who is to be forgotten is not only removed: what they wrote would stay. Raises ErasureAsked."""
    if contact.leaving:
        raise ErasureAsked


def without_access(contact: Contact) -> Contact:
    """The contact with portal access off: its sessions are over, and its invitation is worth nothing."""
    changes = {"portal_status": "disabled", "access": contact.access + 1, "invitation": None}
    return contact.model_copy(update=changes)
