"""Browsers that are known: where a person signed in before, so that others' guesses do not lock the person out."""

from chalicelib.adapters import secrets
from chalicelib.core import clock, ids
from chalicelib.sessions import rules
from chalicelib.sessions.entity import Audience

_KNOWN_SECONDS = 180 * 86_400


def device_cookie(audience: Audience, tenant_id: str, email: str) -> str:
    """The cookie by which this browser is known again: when, a random name, and our signature for this person."""
    parts = f"{clock.epoch()}.{ids.new_secret()[:16]}"
    value = f"{parts}.{_mark(audience, tenant_id, email, parts)}"
    return rules.cookie(rules.device_cookie(audience, tenant_id), value, _KNOWN_SECONDS)


def known_device(cookies: dict[str, str], audience: Audience, tenant_id: str, email: str) -> str | None:
    """What names the browser, if this person signed in with it during the last half year."""
    parts, _, mark = cookies.get(rules.device_cookie(audience, tenant_id), "").rpartition(".")
    seen = parts.partition(".")[0]
    if not seen.isdecimal() or not seen.isascii() or len(seen) > 12 or clock.epoch() - int(seen) > _KNOWN_SECONDS:
        return None
    return parts if secrets.same(mark, _mark(audience, tenant_id, email, parts)) else None


def _mark(audience: str, tenant_id: str, email: str, parts: str) -> str:
    return secrets.sign("device", "\n".join((audience, tenant_id, email, parts)))
