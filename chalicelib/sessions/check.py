"""The check every signed-in request passes: is the token genuine, the session alive, the person still welcome?"""

from typing import Any

from chalicelib.adapters import tokens
from chalicelib.adapters.dynamodb import Table, get_many
from chalicelib.adapters.tokens import Claims
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import contact_key, find_contact_by_email, find_contacts_by_email
from chalicelib.core import clock, ids
from chalicelib.core.errors import NotSignedIn
from chalicelib.core.fields import normal_email
from chalicelib.core.identity import Caller, PortalUser, StaffUser
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Audience, Credential, Member, Session
from chalicelib.staff.entity import Staff
from chalicelib.staff.find import staff_key
from chalicelib.tenants.find import tenant_key


def client_of(caller: Caller, route: str = "") -> PortalUser:
    """The client who is signed in; everything said of the person comes from the token and one reading. Raises NotSignedIn."""
    claims = tokens.verify(caller.access_token)
    if claims.audience != "client":
        raise NotSignedIn
    if not claims.is_ours:
        return _client_of_user_pool(claims, caller)
    session, credential, member = read_signed_in(claims)
    rules.check_enrolled(credential, member, route)
    return portal_user(member, session.id, session.authenticated_at, caller.request_id)


def staff_of(caller: Caller, route: str = "") -> StaffUser:
    """The staff member who is signed in. Raises NotSignedIn."""
    claims = tokens.verify(caller.access_token)
    if claims.audience != "staff":
        raise NotSignedIn
    session, credential, member = read_signed_in(claims)
    rules.check_enrolled(credential, member, route)
    return staff_user(member, session.id, session.authenticated_at, caller.request_id)


def read_signed_in(claims: Claims) -> tuple[Session, Credential, Member]:
    """Session, credential, person and merchant in ONE consistent request. Raises NotSignedIn unless all of them agree."""
    tenant_id, email = claims.tenant_id, claims.email
    found = get_many(
        [
            (store.sessions, claims.origin_jti, None),
            (store.credentials, store.credential_pk(claims.audience, tenant_id, email), None),
            person_key(claims.audience, tenant_id, claims.customer_id, email),
            tenant_key(tenant_id),
        ]
    )
    if any(item is None for item in found):
        raise NotSignedIn
    session, credential, row, tenant = found
    member = Member(row, tenant.merchant)
    if (row.id, row.access) != (claims.person_id, claims.access) or credential.id != claims.sub:
        raise NotSignedIn
    rules.check_session(session, credential, member, clock.epoch())
    return session, credential, member


def person_key(audience: Audience, tenant_id: str, customer_id: str, email: str) -> tuple[Table[Any], str, str | None]:
    """Where the person's own row lies."""
    return staff_key(tenant_id, email) if audience == "staff" else contact_key(tenant_id, customer_id, email)


def portal_user(member: Member, session_id: str, authenticated_at: int, request_id: str) -> PortalUser:
    """A client as verbs know it."""
    contact = member.row
    assert isinstance(contact, Contact)
    return PortalUser(
        merchant=member.merchant,
        customer_id=contact.customer_id,
        contact_id=contact.id,
        email=contact.email,
        name=contact.name,
        role=contact.role,
        language=contact.language,
        session_id=session_id,
        request_id=request_id,
        authenticated_at=authenticated_at,
    )


def staff_user(member: Member, session_id: str, authenticated_at: int, request_id: str) -> StaffUser:
    """A staff member as verbs know it."""
    staff = member.row
    assert isinstance(staff, Staff)
    return StaffUser(
        merchant=member.merchant,
        staff_id=staff.id,
        email=staff.email,
        name=staff.name,
        role=staff.role,
        session_id=session_id,
        request_id=request_id,
        authenticated_at=authenticated_at,
    )


# ---------------------------------------------------------------------------------------------------------------------
# Clients whom the deployment's Cognito user pool signed in
# ---------------------------------------------------------------------------------------------------------------------


def user_pool_session_id(claims: Claims) -> str:
    """The id under which we remember something of a session that the user pool keeps."""
    return f"ses_{ids.digest(f'{claims.iss}#{claims.origin_jti}')[:40]}"


def _client_of_user_pool(claims: Claims, caller: Caller) -> PortalUser:
    """Who the verified e-mail address belongs to at the claimed tenant: the customer chosen last, else the first one.

    The pool keeps password, second factor and lifetime; portal access, the portal's switch and sign-out are ours.
    """
    session_id = user_pool_session_id(claims)
    session, tenant = get_many([(store.sessions, session_id, None), tenant_key(claims.tenant_id)])
    if tenant is None or (session is not None and session.ended):
        raise NotSignedIn
    contact = _contact_of(claims, session.customer_id if session else claims.customer_id)
    member = Member(contact, tenant.merchant)
    if not member.is_welcome:
        raise NotSignedIn
    return portal_user(member, session_id, claims.auth_time, caller.request_id)


def _contact_of(claims: Claims, customer_id: str) -> Contact:
    try:
        email = normal_email(claims.email)
    except ValueError as error:
        raise NotSignedIn from error
    if not customer_id:
        active = [contact for contact in find_contacts_by_email(claims.tenant_id, email) if contact.is_active]
        customer_id = active[0].customer_id if active else ""
    # The index is a moment behind; whether access is on is read from the row itself.
    contact = find_contact_by_email(claims.tenant_id, customer_id, email) if customer_id else None
    if contact is None:
        raise NotSignedIn
    return contact
