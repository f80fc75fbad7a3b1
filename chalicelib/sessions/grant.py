"""What a person is given who was let in: an access token for the page, a refresh cookie for the browser alone."""

from chalicelib.adapters import secrets, tokens
from chalicelib.core import clock
from chalicelib.core.answer import Answer
from chalicelib.sessions import rules
from chalicelib.sessions.entity import Credential, Member, Session
from chalicelib.sessions.schemas import ClientMe, ClientSignedIn, StaffMe, StaffSignedIn


def grant_client(
    session: Session, credential: Credential, member: Member, cookies: tuple[str, ...] = ()
) -> Answer[ClientSignedIn]:
    """The answer to a client's sign-in, refresh or switch of customers."""
    token = access_token(session, credential, member)
    body = ClientSignedIn(access_token=token, expires_in=tokens.ACCESS_SECONDS, user=ClientMe.of(member, credential))
    return Answer(body, cookies=cookies)


def grant_staff(
    session: Session, credential: Credential, member: Member, cookies: tuple[str, ...] = ()
) -> Answer[StaffSignedIn]:
    """The answer to a staff member's sign-in or refresh."""
    token = access_token(session, credential, member)
    body = StaffSignedIn(access_token=token, expires_in=tokens.ACCESS_SECONDS, user=StaffMe.of(member, credential))
    return Answer(body, cookies=cookies)


def access_token(session: Session, credential: Credential, member: Member) -> str:
    """A new access token of this session for this person."""
    return tokens.issue(
        audience=member.audience,
        subject=credential.id,
        session_id=session.id,
        authenticated_at=session.authenticated_at,
        tenant_id=credential.tenant_id,
        person_id=member.row.id,
        customer_id=member.customer_id,
        email=credential.email,
        access=member.row.access,
    )


def refresh_cookie(session: Session, secret: str) -> str:
    """The cookie that keeps the session: ``{session}.{family}.{token}``.

    ``family`` proves that it was once made here for this session, so that an old token can be told from an invented one: only
    a true one that is too old is a sign of theft.
    """
    name = rules.refresh_cookie(session.audience, session.tenant_id)
    seconds = min(rules.REFRESH_IDLE, session.expires - clock.epoch())
    return rules.cookie(name, f"{session.id}.{family_of(session.id)}.{secret}", seconds)


def family_of(session_id: str) -> str:
    """The proof that goes with every refresh token of a session."""
    return secrets.sign("refresh family", session_id)


def successor_of(session_id: str, secret: str) -> str:
    """The refresh token after this one: derived, so that a lost answer or a second tab gets the same one."""
    return secrets.sign("refresh", f"{session_id}.{secret}")
