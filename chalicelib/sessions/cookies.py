"""Reading the refresh cookie: only from a page of ours, only the one of this audience and tenant."""

from dataclasses import dataclass

from chalicelib.adapters import secrets
from chalicelib.core.errors import Invalid, NotSignedIn
from chalicelib.core.identity import Caller
from chalicelib.sessions import rules
from chalicelib.sessions.entity import Audience
from chalicelib.sessions.grant import family_of
from chalicelib.sessions.people import find_merchant_by_any_name
from chalicelib.settings import settings


@dataclass(frozen=True)
class Presented:
    """What a genuine refresh cookie says; its token may be an old one."""

    tenant_id: str
    session_id: str
    secret: str


def presented_cookie(caller: Caller, audience: Audience, tenant_id: str) -> Presented:
    """The refresh cookie of this audience and tenant. Raises RequestNotOurs (V27), NotSignedIn."""
    value = caller.cookies.get(rules.refresh_cookie(audience, tenant_id), "")
    if not value:
        raise NotSignedIn
    rules.check_origin(caller, (settings().site_url, *settings().allowed_origins))
    session_id, _, rest = value.partition(".")
    family, _, secret = rest.partition(".")
    if not session_id or not secret or len(value) > 300 or not secrets.same(family, family_of(session_id)):
        raise NotSignedIn
    return Presented(tenant_id, session_id, secret)


def staff_tenant(caller: Caller, name: str | None) -> str:
    """Of which merchant the staff cookie is meant: the one that is named, or the only one the browser has.

    Raises Invalid if several are there and none is named, NotSignedIn if none is.
    """
    if name is not None:
        merchant = find_merchant_by_any_name(name)
        if merchant is None:
            raise NotSignedIn
        return merchant.tenant_id
    prefix = rules.refresh_cookie("staff", "")
    held = [cookie.removeprefix(prefix) for cookie in caller.cookies if cookie.startswith(prefix)]
    if len(held) > 1:
        raise Invalid([("tenant", "You are signed in at several merchants here. Please say which one is meant.")])
    if not held:
        raise NotSignedIn
    return held[0]
