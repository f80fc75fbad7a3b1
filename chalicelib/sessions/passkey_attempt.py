"""An attempt to make or use a passkey: its challenge is derived from a cookie that this browser alone has.

So nothing is kept while it runs; what is kept is that it was used, with the change it allowed.
"""

from dataclasses import dataclass

from chalicelib.adapters import secrets
from chalicelib.core import clock, ids
from chalicelib.core.identity import Caller
from chalicelib.sessions import rules

SIGN_IN = "sign in"


@dataclass(frozen=True)
class Attempt:
    """``value`` is what the cookie holds: until when, and 256 random bits."""

    tenant_id: str
    value: str
    challenge: str

    @property
    def cookie(self) -> str:
        return rules.cookie(rules.passkey_cookie(self.tenant_id), self.value, rules.PASSKEY_SECONDS)

    @property
    def end(self) -> str:
        """The cookie that takes it away."""
        return rules.cookie(rules.passkey_cookie(self.tenant_id), "", 0)


def begin_attempt(tenant_id: str, purpose: str) -> Attempt:
    """A new one of this browser, for this purpose and five minutes."""
    return _attempt(tenant_id, f"{clock.epoch() + rules.PASSKEY_SECONDS}.{ids.new_secret()}", purpose)


def running_attempt(caller: Caller, tenant_id: str, purpose: str) -> Attempt | None:
    """The one that this browser began; a cookie of any other content leads to a challenge that nobody was ever asked."""
    value = caller.cookies.get(rules.passkey_cookie(tenant_id), "")
    until = value.partition(".")[0]
    if not until.isdecimal() or not until.isascii() or len(until) > 12 or int(until) <= clock.epoch():
        return None
    return _attempt(tenant_id, value, purpose)


def _attempt(tenant_id: str, value: str, purpose: str) -> Attempt:
    return Attempt(tenant_id, value, secrets.sign("passkey", "\n".join((tenant_id, purpose, value))))
