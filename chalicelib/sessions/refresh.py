"""A page asks for a new access token with the refresh cookie, which is replaced at every use."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.adapters import secrets
from chalicelib.adapters.dynamodb import get_many, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.answer import Answer
from chalicelib.core.errors import NotSignedIn
from chalicelib.core.identity import Caller, Machine
from chalicelib.outbox.add import add_mail
from chalicelib.sessions import emails, rules, store
from chalicelib.sessions.check import person_key
from chalicelib.sessions.cookies import Presented, presented_cookie, staff_tenant
from chalicelib.sessions.end import drop_session
from chalicelib.sessions.entity import Audience, Credential, Member, Session
from chalicelib.sessions.grant import grant_client, grant_staff, refresh_cookie, successor_of
from chalicelib.sessions.people import note_seen
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import ClientSignedIn, Empty, StaffSignedIn, StaffTenant
from chalicelib.sessions.site import site_of
from chalicelib.tenants.find import find_by_portal_name, tenant_key

_SEEN_EVERY = 3600


@dataclass
class _Kept:
    """A session as kept, its person, and the refresh token that the browser keeps now."""

    session: Session
    credential: Credential
    member: Member
    secret: str


def refresh_session(caller: Caller, portal: str, request: Empty) -> Answer[ClientSignedIn]:
    """A new access token for the client whose cookie this is; a cookie of another tenant is not looked at."""
    tenant_id = find_by_portal_name(portal).tenant_id
    kept = _refresh(caller, "client", presented_cookie(caller, "client", tenant_id))
    cookie = refresh_cookie(kept.session, kept.secret)
    return grant_client(kept.session, kept.credential, kept.member, (cookie,))


def refresh_staff_session(caller: Caller, request: StaffTenant) -> Answer[StaffSignedIn]:
    """A new access token for the staff member whose cookie this is; ``tenant`` says which, if the browser has several."""
    tenant_id = staff_tenant(caller, request.tenant)
    kept = _refresh(caller, "staff", presented_cookie(caller, "staff", tenant_id))
    cookie = refresh_cookie(kept.session, kept.secret)
    return grant_staff(kept.session, kept.credential, kept.member, (cookie,))


def _refresh(caller: Caller, audience: Audience, presented: Presented) -> _Kept:
    """Rotate; within ten seconds of a rotation the old token gets the same successor, later it ends the session."""

    def turn() -> _Kept | None:
        kept = _read(audience, presented)
        session, digest = kept.session, ids.digest(presented.secret)
        kept.secret = successor_of(session.id, presented.secret)
        if secrets.same(digest, session.refresh_digest):
            _rotate(kept, digest)
        elif not _is_in_grace(session, digest):
            _kill(kept, caller)
            return None
        return kept

    kept = until_kept(turn)
    if kept is None:
        raise NotSignedIn
    return kept


def _read(audience: Audience, presented: Presented) -> _Kept:
    """The session of the cookie with everybody it depends on. Raises NotSignedIn."""
    session = store.get_session(presented.session_id)
    if session is None or (session.audience, session.tenant_id) != (audience, presented.tenant_id):
        raise NotSignedIn
    tenant_id, email = session.tenant_id, session.email
    found = get_many(
        [
            (store.credentials, store.credential_pk(audience, tenant_id, email), None),
            person_key(audience, tenant_id, session.customer_id, email),
            tenant_key(tenant_id),
        ]
    )
    if any(item is None for item in found):
        raise NotSignedIn
    credential, row, tenant = found
    member = Member(row, tenant.merchant)
    if (row.id, row.access) != (session.person_id, session.access):
        raise NotSignedIn
    rules.check_session(session, credential, member, clock.epoch())
    return _Kept(session, credential, member, "")


def _rotate(kept: _Kept, digest: str) -> None:
    """Replace the token. It is no change of anybody's data, so it has no audit row; a lost answer is healed by the grace."""
    now, session = clock.epoch(), kept.session
    long_ago = clock.stamp(clock.now() - timedelta(seconds=_SEEN_EVERY))
    session.previous_digest, session.refresh_digest = digest, ids.digest(kept.secret)
    session.rotated_at = session.seen_at = now
    session.idle_until = min(now + rules.REFRESH_IDLE, session.expires)
    with transaction() as tx:
        store.sessions.save(tx, session, rules.SomebodyElseWasFaster())
        if (kept.member.row.last_seen_at or "") < long_ago:
            note_seen(tx, kept.member, NotSignedIn())


def _is_in_grace(session: Session, digest: str) -> bool:
    """Whether it is the token before the present one, replaced a moment ago: a second tab, or an answer that was lost."""
    recent = clock.epoch() - session.rotated_at <= rules.GRACE
    return recent and secrets.same(digest, session.previous_digest or "")


def _kill(kept: _Kept, caller: Caller) -> None:
    """An old token came back: whoever holds the present one may be a thief, so neither is worth anything (V16)."""
    session, member = kept.session, kept.member
    with transaction() as tx:
        drop_session(tx, kept.credential, session.id)
        actor = Machine(session.tenant_id, "refresh", caller.request_id)
        record_change(tx, actor, "session.killed", member.row.id, customer_id=member.customer_id)
        add_mail(tx, member.merchant, emails.session_killed(member, site_of(member)), member.customer_id)
