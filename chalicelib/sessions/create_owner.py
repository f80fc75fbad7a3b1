"""Whoever runs the deployment lets the first people in, with passwords of their own: no mail is sent."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.passwords import hash_password
from chalicelib.audit.record import record_change
from chalicelib.contacts.activate import add_active_contact
from chalicelib.contacts.entity import Contact
from chalicelib.core import clock, ids
from chalicelib.core.identity import ClientRole, Machine
from chalicelib.core.portal import Merchant
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import mark_in_use
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential, Member
from chalicelib.sessions.password_rules import check_password
from chalicelib.sessions.people import known_of, new_credential
from chalicelib.staff.activate import add_active_staff
from chalicelib.staff.entity import Staff


def create_owner(merchant: Merchant, email: str, name: str, password: str) -> Staff:
    """A merchant's owner who can sign in at once. Raises StaffExists, Invalid (the password is weak)."""
    at = clock.stamp(clock.now())
    staff = Staff(
        tenant_id=merchant.tenant_id, id=ids.new_id("stf"), email=email, name=name, role="owner", status="active",
        language=merchant.organization.locale, created_at=at, accepted_at=at,
    )  # fmt: skip
    credential = _credential(Member(staff, merchant), password)
    with transaction() as tx:
        add_active_staff(tx, staff)
        store.credentials.add(tx, credential, rules.CredentialExists())
        record_change(tx, Machine(merchant.tenant_id, "operator", "-"), "staff.created", staff.id)
    return staff


def create_client(
    merchant: Merchant, customer_id: str, email: str, first_name: str, last_name: str, role: ClientRole, password: str
) -> Contact:
    """A client who can sign in at once, for demonstrations. Raises ContactExists, CredentialExists, Invalid, NotFound."""
    customer = find_customer(merchant.tenant_id, customer_id)
    at = clock.stamp(clock.now())
    contact = Contact(
        tenant_id=merchant.tenant_id, customer_id=customer.id, id=ids.new_id("con"), email=email, first_name=first_name,
        last_name=last_name, role=role, language=customer.language, portal_status="active", created_at=at, accepted_at=at,
    )  # fmt: skip
    credential = _credential(Member(contact, merchant), password)
    with transaction() as tx:
        add_active_contact(tx, contact)
        mark_in_use(tx, customer)
        store.credentials.add(tx, credential, rules.CredentialExists())
        actor = Machine(merchant.tenant_id, "operator", "-")
        record_change(tx, actor, "contact.created", contact.id, customer_id=customer.id)
    return contact


def _credential(member: Member, password: str) -> Credential:
    check_password(password, known_of(member))
    return new_credential(member, hash_password(password))
