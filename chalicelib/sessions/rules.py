"""What getting in depends on, and what is said when it fails."""

import re
from urllib.parse import urlsplit

from chalicelib.core.errors import Conflict, Invalid, NotAllowed, NotSignedIn
from chalicelib.core.identity import Caller
from chalicelib.sessions.entity import Audience, Credential, Member, Session

REFRESH_IDLE = 86_400
REFRESH_LONGEST = 7 * 86_400
GRACE = 10
MOST_SESSIONS = 10
MOST_PASSKEYS = 10
PASSKEY_SECONDS = 300
RECENT = 300
RESET_SECONDS = 600
CHANGE_SECONDS = 3600
WAY_BACK_DAYS = 7
# A transaction holds 100 rows: three for each customer, and some for the person.
MOST_CUSTOMERS = 25
# A person who still has to enrol a second factor reaches these and nothing else.
_ENROLMENT = frozenset(
    f"{method} /{area}/me{path}"
    for area in ("portal", "merchant")
    for method, path in (("GET", ""), ("POST", "/totp"), ("POST", "/totp/confirmation"))
) | {"GET /portal/me/passkeys", "POST /portal/me/passkeys/options", "POST /portal/me/passkeys"}


class SignInRefused(NotSignedIn):
    """One answer for unknown, wrong, not invited and disabled (V15)."""

    sentence = "The e-mail address or the password is not right."


class SecondFactorRequired(NotSignedIn):
    sentence = "Please enter the code of your authenticator app."


class PasskeyRefused(NotSignedIn):
    """One answer for unknown, removed, of another merchant, disabled and too late (V15)."""

    sentence = "This passkey does not open this portal. Please sign in with your password."


class ExistingPasswordRequired(NotSignedIn):
    sentence = "You have a password here already. Please enter that one."


class SecondFactorEnrolmentRequired(NotAllowed):
    sentence = "Please set up your authenticator app first."


class ReauthenticationRequired(NotAllowed):
    sentence = "Please confirm this with your password."


class RequestNotOurs(NotAllowed):
    sentence = "This request did not come from a page of the portal."


class SignInIsElsewhere(Conflict):
    sentence = "You sign in with another service, which keeps your password."


class SecondFactorIsOn(Conflict):
    sentence = "An authenticator app is set up already. Please remove it first."


class SecondFactorIsOff(Conflict):
    sentence = "No authenticator app is set up."


class SecondFactorIsMandatory(Conflict):
    sentence = "A second factor is required here, so it cannot be removed."


class NoPasskeyBegun(Conflict):
    sentence = "Adding the passkey took too long. Please try again."


class TooManyPasskeys(Conflict):
    sentence = "You have ten passkeys. Please remove one first."


class CredentialExists(Conflict):
    sentence = "Somebody with this e-mail address can sign in here already."


class EmailJustChanged(Conflict):
    sentence = "You changed your e-mail address in the last seven days. Please wait, or take the change back first."


class AddressTaken(Conflict):
    sentence = "This e-mail address is in use here already."


class TooManyCustomers(Conflict):
    sentence = "You belong to so many companies here that only the merchant can change your e-mail address."


class SomebodyElseWasFaster(Conflict):
    """Another request changed it between the reading and the writing: read again and repeat."""


class PasskeyNotValid(Invalid):
    def __init__(self) -> None:
        super().__init__([("attestation_object", "This passkey could not be checked. Please try again.")])


class LinkNotValid(Invalid):
    def __init__(self) -> None:
        super().__init__([("token", "This link is no longer valid. Please ask for a new one.")])


def check_session(session: Session, credential: Credential, member: Member, now: int) -> None:
    """Raises NotSignedIn unless the session is alive and its person still welcome."""
    fits = (session.audience, session.tenant_id, session.email) == (
        member.audience,
        member.row.tenant_id,
        member.row.email,
    )
    if not fits or not session.is_alive(now) or session.epoch != credential.epoch or not member.is_welcome:
        raise NotSignedIn


def check_enrolled(credential: Credential, member: Member, route: str) -> None:
    """Raises SecondFactorEnrolmentRequired where the merchant asks for a second factor and the person has none yet."""
    if member.needs_second_factor and not credential.is_enrolled and route not in _ENROLMENT:
        raise SecondFactorEnrolmentRequired


def check_origin(caller: Caller, allowed: tuple[str, ...]) -> None:
    """What a cookie alone proves must come from a page of ours (V27). Raises RequestNotOurs."""
    if caller.portal_header != "1" or caller.origin not in {origin_of(url) for url in allowed}:
        raise RequestNotOurs


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def refresh_cookie(audience: Audience, tenant_id: str) -> str:
    """The name of the refresh cookie: ``__Host-r-…`` for clients, ``__Host-s-…`` for staff, one a tenant."""
    return f"__Host-{'r' if audience == 'client' else 's'}-{tenant_id}"


def device_cookie(audience: Audience, tenant_id: str) -> str:
    """The name of the cookie by which a browser is known again."""
    return f"__Host-{'d' if audience == 'client' else 'e'}-{tenant_id}"


def passkey_cookie(tenant_id: str) -> str:
    """The name of the cookie of an attempt with a passkey."""
    return f"__Host-k-{tenant_id}"


def cookie(name: str, value: str, seconds: int) -> str:
    """A Set-Cookie value that scripts cannot read and that no other site can cause to be sent."""
    return f"{name}={value}; Max-Age={seconds}; Path=/; Secure; HttpOnly; SameSite=Strict"


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_label(user_agent: str) -> str:
    """``Firefox, Linux``: enough for a person to tell one browser from another, or empty."""
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    plain = re.sub(r"[^A-Za-z0-9 ._/-]", "", user_agent.partition("(")[0]).strip()[:40]
    return ", ".join(filter(None, found)) or plain
