"""Finding who a credential's person is, and what is known of that person."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.contacts.activate import note_contact_seen
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contacts_of_person
from chalicelib.core import clock, ids
from chalicelib.core.errors import NotFound, PortalError
from chalicelib.core.identity import Actor
from chalicelib.core.portal import Merchant
from chalicelib.sessions.check import portal_user, staff_user
from chalicelib.sessions.entity import Credential, Member
from chalicelib.staff.activate import note_staff_seen
from chalicelib.staff.find import find_staff_by_email
from chalicelib.tenants.find import find_by_portal_name, find_tenant


def find_client(merchant: Merchant, email: str, credential: Credential | None) -> Member | None:
    """The contact to be: the customer chosen last, else the first one that is open; None if there is none (or nobody).

    An unknown person costs the same reading.
    """
    customer_ids = credential.customers if credential else ["-"]
    found = [
        contact for contact in find_contacts_of_person(merchant.tenant_id, email, customer_ids) if contact.is_active
    ]
    last = credential.last_customer_id if credential else None
    chosen = next((contact for contact in found if contact.customer_id == last), next(iter(found), None))
    return Member(chosen, merchant) if chosen else None


def find_colleague(merchant: Merchant, email: str) -> Member | None:
    """The staff member, or None."""
    staff = find_staff_by_email(merchant.tenant_id, email)
    return Member(staff, merchant) if staff else None


def find_merchant_by_any_name(name: str) -> Merchant | None:
    """The merchant of this portal name or tenant id, or None: staff sign in without a portal in the path."""
    try:
        return find_by_portal_name(name).merchant
    except NotFound:
        pass
    try:
        return find_tenant(name).merchant
    except NotFound:
        return None


def known_of(member: Member) -> tuple[str, ...]:
    """What must not be in this person's password."""
    row, merchant = member.row, member.merchant
    names = (row.first_name, row.last_name) if isinstance(row, Contact) else (row.name,)
    return (*names, row.email, merchant.organization.name, merchant.portal.portal_name)


def new_credential(member: Member, password: str) -> Credential:
    """The credential of a person who has none at this merchant yet; ``password`` is its hash."""
    at = clock.stamp(clock.now())
    return Credential(
        audience=member.audience,
        tenant_id=member.row.tenant_id,
        email=member.row.email,
        id=ids.new_id("per"),
        password=password,
        customers=[member.customer_id] if member.customer_id else [],
        created_at=at,
        changed_at=at,
    )


def actor_of(member: Member, session_id: str, request_id: str, now: int) -> Actor:
    """The person as whoever did something."""
    build = portal_user if member.audience == "client" else staff_user
    return build(member, session_id, now, request_id)


def note_seen(tx: Transaction, member: Member, otherwise: PortalError) -> None:
    """Note that the person is here now; ``otherwise`` is raised if access is off by now."""
    if isinstance(member.row, Contact):
        note_contact_seen(tx, member.row, otherwise)
    else:
        note_staff_seen(tx, member.row, otherwise)
