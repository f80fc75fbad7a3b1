"""A client who belongs to several customers looks at another one."""

from chalicelib.adapters import tokens
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.tokens import Claims
from chalicelib.audit.record import record_change
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.find import find_contact_by_email
from chalicelib.core import clock
from chalicelib.core.answer import Answer
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import NotFound, NotSignedIn
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential, Member, Session
from chalicelib.sessions.grant import grant_client
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import ClientMe, ClientSignedIn


def select_customer(user: PortalUser, caller: Caller, customer_id: str) -> Answer[ClientSignedIn]:
    """A new access token for this customer; the session stays there, and the next sign-in begins there."""
    contact = find_contact_by_email(user.tenant_id, customer_id, user.email)
    if contact is None or not contact.is_active:
        raise NotFound
    raise_deferred()
    member = Member(contact, user.merchant)
    claims = tokens.verify(caller.access_token)
    if not claims.is_ours:
        return _select_in_user_pool(user, claims, member, str(caller.access_token))
    session, credential = until_kept(lambda: _keep(user, contact))
    return grant_client(session, credential, member)


def _keep(user: PortalUser, contact: Contact) -> tuple[Session, Credential]:
    session = store.get_session(user.session_id)
    credential = store.get_credential("client", user.tenant_id, user.email)
    if session is None or credential is None:
        raise NotSignedIn
    session.customer_id, session.person_id, session.access = contact.customer_id, contact.id, contact.access
    credential.last_customer_id = contact.customer_id
    with transaction() as tx:
        store.sessions.save(tx, session, rules.SomebodyElseWasFaster())
        store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
        record_change(tx, user, "customer.selected", contact.id, customer_id=contact.customer_id)
    return session, credential


def _select_in_user_pool(user: PortalUser, claims: Claims, member: Member, token: str) -> Answer[ClientSignedIn]:
    """The user pool's token stays as it is; we remember the choice for its session."""
    now = clock.epoch()
    choice = store.get_session(user.session_id) or Session(
        id=user.session_id, audience="client", tenant_id=user.tenant_id, email=user.email, person_id=member.row.id,
        created_at=now, authenticated_at=claims.auth_time, seen_at=now, idle_until=now, expires=now,
    )  # fmt: skip
    changes = {"customer_id": member.customer_id, "person_id": member.row.id, "expires": now + 30 * 86_400}
    with transaction() as tx:
        keep = store.sessions.save if choice.version else store.sessions.add
        keep(tx, choice.model_copy(update=changes))
        record_change(tx, user, "customer.selected", member.row.id, customer_id=member.customer_id)
    return Answer(ClientSignedIn(access_token=token, expires_in=claims.exp - now, user=ClientMe.of(member, None)))
