"""A person looks where he or she is signed in."""

from chalicelib.adapters.dynamodb import get_many
from chalicelib.core import clock
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.sessions import store
from chalicelib.sessions.check import person_key
from chalicelib.sessions.cut import cut
from chalicelib.sessions.entity import Session
from chalicelib.sessions.schemas import SessionView


def browse_sessions(user: PortalUser, query: PageQuery) -> Page[SessionView]:
    """My living sessions, the one used last first."""
    return _browse(user, query)


def browse_staff_sessions(user: StaffUser, query: PageQuery) -> Page[SessionView]:
    """My living sessions, the one used last first."""
    return _browse(user, query)


def _browse(user: PortalUser | StaffUser, query: PageQuery) -> Page[SessionView]:
    credential = store.get_credential(user.kind, user.tenant_id, user.email)
    found = store.get_sessions(credential.sessions) if credential else []
    now = clock.epoch()
    living = _of_welcome_people([one for one in found if one.is_alive(now)])
    living.sort(key=lambda one: (one.seen_at, one.id), reverse=True)
    views = [SessionView.of(session, user.session_id) for session in living]
    return cut(views, query, user.tenant_id, user.actor_id, "sessions")


def _of_welcome_people(found: list[Session]) -> list[Session]:
    """Without those from before access was switched off at their customer: they let nobody in any more."""
    keys = {one.customer_id: person_key(one.audience, one.tenant_id, one.customer_id, one.email) for one in found}
    access = {(row.id, row.access) for row in get_many(keys.values()) if row is not None and row.is_active}
    return [one for one in found if (one.person_id, one.access) in access]
