"""A person looks where he or she is signed in."""

from chalicelib.core import clock
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.page import Page, PageQuery
from chalicelib.sessions import store
from chalicelib.sessions.cut import cut
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
    living = sorted((one for one in found if one.is_alive(now)), key=lambda one: (one.seen_at, one.id), reverse=True)
    views = [SessionView.of(session, user.session_id) for session in living]
    return cut(views, query, user.tenant_id, user.actor_id, "sessions")
