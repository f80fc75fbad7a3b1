"""Time-based one-time passwords (RFC 6238: SHA-1, six digits, 30 s), and recovery codes."""

import base64
import hashlib
import hmac
from urllib.parse import quote, urlencode

_STEP_SECONDS = 30
RECOVERY_CODES = 10
RECOVERY_LENGTH = 24


def step_at(now: int) -> int:
    """The number of the time step that ``now`` (seconds since 1970) lies in."""
    return now // _STEP_SECONDS


def code_of(secret: str, step: int) -> str:
    """The six digits of this step; ``secret`` in base 32."""
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8), hashlib.sha1)
    offset = mac[-1] & 15
    return f"{(int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def matching_step(secret: str, code: str, now: int, after: int) -> int | None:
    """The step whose code this is: the present one, or a neighbour for clocks that differ, but none up to ``after``."""
    present = step_at(now)
    for step in (present - 1, present, present + 1):
        if step > after and hmac.compare_digest(code_of(secret, step), code):
            return step
    return None


def new_secret(randomness: str) -> str:
    """160 bits in base 32, as authenticator apps take them, from a fresh random text."""
    return base64.b32encode(hashlib.sha256(randomness.encode()).digest()[:20]).decode()


def enrolment_uri(secret: str, issuer: str, email: str) -> str:
    """What the QR code says (otpauth)."""
    label = quote(f"{issuer}:{email}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def plain_recovery_code(typed: str) -> str:
    """A recovery code without the hyphens and spaces that people type."""
    return typed.replace("-", "").replace(" ", "").upper()
