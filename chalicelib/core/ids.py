"""Ids and secrets: every random value of the product is made here."""

import hashlib
import secrets
from datetime import datetime

from chalicelib.core import clock

# pragma: allowlist nextline secret, an alphabet
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(prefix: str) -> str:
    """An opaque, prefixed id that sorts by the time it was made: ``inv_01J…`` (a ULID)."""
    return f"{prefix}_{ulid(clock.now(), secrets.token_bytes(10))}"


def derived_id(prefix: str, instant: datetime, *parts: str) -> str:
    """The same id for the same parts, always: time from ``instant``, randomness from SHA-256 of the parts."""
    return f"{prefix}_{ulid(instant, hashlib.sha256(chr(0).join(parts).encode()).digest()[:10])}"


def ulid(instant: datetime, randomness: bytes) -> str:
    """26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 bits of ``randomness``."""
    number = int(instant.timestamp() * 1000) << 80 | int.from_bytes(randomness)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def new_secret() -> str:
    """A URL-safe token of 256 random bits."""
    return secrets.token_urlsafe(32)


def short_code(length: int = 12) -> str:
    """An unguessable code a person can type from paper: no vowels, no look-alikes (about 4.9 bits a character)."""
    # pragma: allowlist nextline secret, an alphabet
    return "".join(secrets.choice("23456789BCDFGHJKMNPQRSTVWXYZ") for _ in range(length))


def digest(secret: str) -> str:
    """How a token is stored: SHA-256 in hex; the token has 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
