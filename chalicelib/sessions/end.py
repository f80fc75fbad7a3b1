"""Sessions end: the one in use, one of the others, or all others."""

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import NotFound
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import Credential
from chalicelib.sessions.repeat import until_kept


def end_session(user: PortalUser, session_id: str) -> None:
    """End one of my sessions, this one too if I like."""
    _end(user, [session_id])


def end_other_sessions(user: PortalUser) -> None:
    """End all my sessions but this one."""
    _end(user, None)


def end_staff_session(user: StaffUser, session_id: str) -> None:
    """End one of my sessions, this one too if I like."""
    _end(user, [session_id])


def end_other_staff_sessions(user: StaffUser) -> None:
    """End all my sessions but this one."""
    _end(user, None)


def _end(user: PortalUser | StaffUser, session_ids: list[str] | None) -> None:
    """End these sessions, or all others. Raises NotFound for what is not a session of this person."""

    def keep() -> None:
        credential = store.get_credential(user.kind, user.tenant_id, user.email)
        mine = credential.sessions if credential else []
        ending = [name for name in mine if name != user.session_id] if session_ids is None else session_ids
        if credential is None or not set(ending) <= set(mine):
            raise NotFound
        raise_deferred()
        if not ending:
            return
        with transaction() as tx:
            drop_session(tx, credential, *ending)
            record_change(tx, user, "session.ended", user.actor_id, changes={"sessions": len(ending)})

    until_kept(keep)


def drop_session(tx: Transaction, credential: Credential, *session_ids: str) -> None:
    """End these sessions of this person with ``tx``, whatever state they are in."""
    for session_id in session_ids:
        store.end(tx, session_id)
    credential.sessions = [kept for kept in credential.sessions if kept not in session_ids]
    store.credentials.save(tx, credential, rules.SomebodyElseWasFaster())
