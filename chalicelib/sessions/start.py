"""A session begins, in the transaction that let its person in."""

from dataclasses import dataclass

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core import clock, ids
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential, Member, Session


@dataclass(frozen=True)
class Started:
    """A new session and its first refresh token, which only the person's browser keeps."""

    session: Session
    secret: str


def start_session(tx: Transaction, credential: Credential, member: Member, device: str) -> Started:
    """Add a session for this person to ``tx``; the caller keeps the credential, whose list of sessions changes.

    An eleventh session ends the oldest of the living.
    """
    now, secret = clock.epoch(), ids.new_secret()
    session = Session(
        id=f"ses_{ids.new_secret()[:32]}",
        audience=member.audience,
        tenant_id=credential.tenant_id,
        email=credential.email,
        person_id=member.row.id,
        customer_id=member.customer_id,
        access=member.row.access,
        epoch=credential.epoch,
        refresh_digest=ids.digest(secret),
        rotated_at=now,
        created_at=now,
        authenticated_at=now,
        seen_at=now,
        idle_until=now + rules.REFRESH_IDLE,
        expires=now + rules.REFRESH_LONGEST,
        device=device,
    )
    store.sessions.add(tx, session)
    _make_room(tx, credential)
    credential.sessions.append(session.id)
    credential.last_customer_id = member.customer_id or None
    return Started(session, secret)


def _make_room(tx: Transaction, credential: Credential) -> None:
    """Sessions that are over leave first; then the oldest of the living, so that one more fits."""
    if len(credential.sessions) < rules.MOST_SESSIONS:
        return
    now = clock.epoch()
    living = {session.id for session in store.get_sessions(credential.sessions) if session.is_alive(now)}
    kept = [session_id for session_id in credential.sessions if session_id in living][-(rules.MOST_SESSIONS - 1) :]
    for session_id in credential.sessions:
        if session_id not in kept:
            store.end(tx, session_id)
    credential.sessions = kept
