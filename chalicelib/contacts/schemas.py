"""Contacts over the wire."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field

from chalicelib.contacts.entity import Contact
from chalicelib.core.fields import Email, Language, Line, Phone, Timezone
from chalicelib.core.identity import ClientRole
from chalicelib.core.model import Model
from chalicelib.core.page import Request
from chalicelib.mailboxes.entity import Mailbox, MailProblem

ShownStatus = Literal["disabled", "invited", "active", "bounced"]


class PersonView(Model):
    """A person of a customer, as the customer's own people see them.

    ``bounced``: the invitation came back. Who is in stays ``active`` whatever becomes of mail: the door is the password.
    """

    id: str
    customer_id: str
    first_name: str
    last_name: str
    email: str
    phone: str
    role: ClientRole
    portal_status: ShownStatus
    invited_at: str | None
    last_seen_at: str | None

    @classmethod
    def seen(cls, contact: Contact, mailbox: Mailbox | None) -> Self:
        """The contact with what is known of its mailbox."""
        return cls(**cls._values(contact, mailbox))

    @classmethod
    def _values(cls, contact: Contact, mailbox: Mailbox | None) -> dict[str, Any]:
        problem = mailbox.problem if mailbox else None
        came_back = problem is not None and problem.kind == "bounce"
        values = contact.model_dump(include=set(cls.model_fields))
        if came_back and contact.portal_status == "invited":
            values["portal_status"] = "bounced"
        return values


class ContactView(PersonView):
    """A person of a customer, as staff see them."""

    language: str
    timezone: str | None
    mail_problem: MailProblem | None
    created_at: str

    @classmethod
    def seen(cls, contact: Contact, mailbox: Mailbox | None) -> Self:
        return cls(**cls._values(contact, mailbox), mail_problem=mailbox.problem if mailbox else None)


class NewColleague(Request):
    """Somebody to be invited by a colleague; the language is the colleague's if left out, the role may only look."""

    email: Email
    first_name: Line = ""
    last_name: Line = ""
    role: ClientRole = "viewer"
    language: Language | None = None


class RoleChange(Request):
    """What this person may do from now on."""

    role: ClientRole


class NewContact(Request):
    """A contact to be; the language is the customer's if left out, the role may pay."""

    email: Email
    first_name: Line = ""
    last_name: Line = ""
    phone: Phone = ""
    role: ClientRole = "billing"
    language: Language | None = None
    timezone: Timezone | None = None


class ContactChange(Request):
    """Any of a contact's details; what is left out stays. A new ``email`` switches portal access off until it is invited."""

    email: Email | None = None
    first_name: Line | None = None
    last_name: Line | None = None
    phone: Phone | None = None
    role: ClientRole | None = None
    language: Language | None = None
    timezone: Timezone | None = None


class Clearing(Request):
    """Whether staff mean it: who reported a mail as unwanted gets none again by accident."""

    complaint: Annotated[
        bool, Field(description="`true`: clear it even if the person reported a mail as unwanted.")
    ] = False


class Invitations(Request):
    """Whose people are invited: those never invited yet, and those whose invitation has expired."""

    customer_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]], Field(min_length=1, max_length=50)
    ]


class Invited(Model):
    """Somebody who was sent an invitation."""

    customer_id: str
    contact_id: str
    portal_status: Literal["invited"] = "invited"


class InvitationsView(Model):
    """Who was sent an invitation."""

    items: list[Invited]
