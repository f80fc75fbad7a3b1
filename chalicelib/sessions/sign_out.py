"""Somebody signs out: the session of the access token if one is sent, else that of the cookie."""

from chalicelib.adapters import tokens
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.tokens import Claims
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.answer import Answer
from chalicelib.core.errors import NotSignedIn
from chalicelib.core.identity import Caller, Machine
from chalicelib.sessions import rules, store
from chalicelib.sessions.check import user_pool_session_id
from chalicelib.sessions.cookies import presented_cookie, staff_tenant
from chalicelib.sessions.end import drop_session
from chalicelib.sessions.entity import Audience, Session
from chalicelib.sessions.repeat import until_kept
from chalicelib.sessions.schemas import Empty, StaffTenant
from chalicelib.tenants.find import find_by_portal_name


def sign_out(caller: Caller, portal: str, request: Empty) -> Answer[None]:
    """End the client's session here; the answer takes the cookie away."""
    tenant_id = find_by_portal_name(portal).tenant_id
    claims = _claims(caller, "client", tenant_id)
    if claims and not claims.is_ours:
        _end_session_of_user_pool(claims, caller)
    else:
        _end(caller, "client", tenant_id, claims)
    return _goodbye("client", tenant_id)


def sign_out_staff(caller: Caller, request: StaffTenant) -> Answer[None]:
    """End the staff member's session here; the answer takes the cookie away."""
    claims = _claims(caller, "staff", None)
    tenant_id = claims.tenant_id if claims else staff_tenant(caller, request.tenant)
    _end(caller, "staff", tenant_id, claims)
    return _goodbye("staff", tenant_id)


def _claims(caller: Caller, audience: Audience, tenant_id: str | None) -> Claims | None:
    """What the access token says; None if none was sent, or one whose time has run out while the cookie still counts."""
    try:
        claims = tokens.verify(caller.access_token)
    except NotSignedIn:
        return None
    if claims.audience != audience or (tenant_id and claims.tenant_id != tenant_id):
        raise NotSignedIn
    return claims


def _end(caller: Caller, audience: Audience, tenant_id: str, claims: Claims | None) -> None:
    session_id = claims.origin_jti if claims else presented_cookie(caller, audience, tenant_id).session_id

    def keep() -> None:
        session = store.get_session(session_id)
        if session is None:
            return
        if (session.audience, session.tenant_id) != (audience, tenant_id):
            raise NotSignedIn
        _drop(session, caller)

    until_kept(keep)


def _drop(session: Session, caller: Caller) -> None:
    credential = store.get_credential(session.audience, session.tenant_id, session.email)
    with transaction() as tx:
        if credential:
            drop_session(tx, credential, session.id)
        else:
            store.end(tx, session.id)
        actor = Machine(session.tenant_id, "sign-out", caller.request_id)
        record_change(tx, actor, "session.ended", session.person_id, customer_id=session.customer_id)


def _end_session_of_user_pool(claims: Claims, caller: Caller) -> None:
    """Remember that this session of the user pool is over here, for as long as its tokens can live."""
    now = clock.epoch()
    session_id = user_pool_session_id(claims)
    known = store.get_session(session_id) or Session(
        id=session_id, audience="client", tenant_id=claims.tenant_id, email=claims.email, person_id=ids.digest(claims.sub),
        created_at=now, authenticated_at=claims.auth_time, seen_at=now, idle_until=now, expires=now,
    )  # fmt: skip
    with transaction() as tx:
        ended = known.model_copy(update={"ended": True, "expires": max(claims.exp, now) + 30 * 86_400})
        store.sessions.overwrite(tx, ended)
        actor = Machine(claims.tenant_id, "sign-out", caller.request_id)
        record_change(tx, actor, "session.ended", known.person_id, customer_id=known.customer_id)


def _goodbye(audience: Audience, tenant_id: str) -> Answer[None]:
    return Answer(None, cookies=(rules.cookie(rules.refresh_cookie(audience, tenant_id), "", 0),))
