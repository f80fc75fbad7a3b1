"""The RSA keys behind the tokens: the deployment's own, and those that its Cognito user pool publishes."""

import base64
import hashlib
import json
import logging
import re
import urllib.request
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from chalicelib.adapters import secrets
from chalicelib.core import clock
from chalicelib.core.errors import Unavailable

_log = logging.getLogger("portal.keys")
_PEM = re.compile(r"-----BEGIN (?:RSA )?PRIVATE KEY-----.+?-----END (?:RSA )?PRIVATE KEY-----", re.DOTALL)
_MINIMUM_BITS = 2048
# RFC 7638 thumbprints of RSA keys whose private half anybody can read.
KNOWN_TO_THE_WORLD = frozenset(
    {
        "DThM452l6A6MKX8FOZQarky5V3qqRNx2uSWRZEF_j4A",  # moto's Cognito ("dummy")  # pragma: allowlist secret, a digest of what is public
        "oGDmHqCJ7yzMkWEkrlZVHkvrHIyQwtlDmeq5ForUHeY",  # the sample of jwt.io  # pragma: allowlist secret, a digest of what is public
        "pdmN_UI10XD6wy44jm-JkHmJOFxevse_2jio8cH1lRw",  # its older sample  # pragma: allowlist secret, a digest of what is public
        "DvIXoH-IjAReYxmNoBRF6fxqeQKOe1QbS-7cl5AfEXk",  # RFC 7515, appendix A.2  # pragma: allowlist secret, a digest of what is public
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",  # RFC 7517, appendix A.2  # pragma: allowlist secret, a digest of what is public
    }
)
_FRESH_SECONDS, _RETRY_SECONDS = 3600, 60


class KeyNotFit(Exception):
    """The deployment's signing key is known to the world, too short or unreadable: nobody can be signed in with it."""


@dataclass(frozen=True)
class SigningKey:
    """A key of ours; ``kid`` is its RFC 7638 thumbprint."""

    kid: str
    private: RSAPrivateKey

    @property
    def public(self) -> RSAPublicKey:
        return self.private.public_key()


@cache
def signing_keys() -> tuple[SigningKey, ...]:
    """The deployment's keys: the first signs, all verify (so that a key can be replaced without signing anybody out).

    Raises KeyNotFit.
    """
    keys = tuple(_signing_key(pem) for pem in _PEM.findall(secrets.deployment_secret("token-signing-key")))
    if not keys:
        raise KeyNotFit("token-signing-key holds no private RSA key in PEM: run infra.provision.")
    return keys


def _signing_key(pem: str) -> SigningKey:
    private = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(private, RSAPrivateKey) or private.key_size < _MINIMUM_BITS:
        raise KeyNotFit(f"token-signing-key must hold RSA keys of at least {_MINIMUM_BITS} bits.")
    kid = thumbprint(private.public_key())
    if kid in KNOWN_TO_THE_WORLD:
        raise KeyNotFit("token-signing-key is a published sample: anybody could sign tokens with it.")
    return SigningKey(kid, private)


def thumbprint(key: RSAPublicKey) -> str:
    """RFC 7638: SHA-256 of the key's required members, URL-safe."""
    members = json.dumps(_members(key), separators=(",", ":"), sort_keys=True)
    return _text(hashlib.sha256(members.encode()).digest())


def _members(key: RSAPublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    return {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}


def _number(number: int) -> str:
    return _text(number.to_bytes((number.bit_length() + 7) // 8))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def public_key_set() -> dict[str, list[dict[str, str]]]:
    """Our public keys as a JSON Web Key Set (RFC 7517)."""
    return {"keys": [_members(key.public) | {"kid": key.kid, "alg": "RS256", "use": "sig"} for key in signing_keys()]}


# ---------------------------------------------------------------------------------------------------------------------
# The keys of the deployment's Cognito user pool
# ---------------------------------------------------------------------------------------------------------------------


@dataclass
class _Published:
    """What an issuer published, and when it was last asked."""

    keys: dict[str, RSAPublicKey]
    asked_at: int


_published: dict[str, _Published] = {}


def published_key(issuer: str, kid: str) -> RSAPublicKey | None:
    """The key ``kid`` of ``issuer``, which comes from the settings, never from a token. Raises Unavailable.

    An unknown ``kid`` asks again at most once a minute: invented ones cannot make us ask all the time.
    """
    known = _published.get(issuer)
    age = clock.epoch() - known.asked_at if known else _FRESH_SECONDS
    if known is None or age >= _FRESH_SECONDS or (kid not in known.keys and age >= _RETRY_SECONDS):
        known = _ask(issuer, known)
    return known.keys.get(kid)


def _ask(issuer: str, known: _Published | None) -> _Published:
    try:
        keys = _read_key_set(fetch(f"{issuer}/.well-known/jwks.json"))
    except (OSError, ValueError) as error:
        _log.warning("the issuer's keys cannot be read: %s", type(error).__name__)
        if known is None:
            raise Unavailable from error
        keys = known.keys
    _published[issuer] = _Published(keys, clock.epoch())
    return _published[issuer]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The issuer's address is the deployer's; where else it would send us is nobody's (ASVS 15.3.2)."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def fetch(url: str) -> bytes:
    """The key set's bytes; the address is the deployer's own setting."""
    if not url.startswith("https://"):
        raise ValueError("An issuer is asked over https only.")
    with _opener.open(url, timeout=3) as answer:
        return bytes(answer.read(100_000))


def _read_key_set(content: bytes) -> dict[str, RSAPublicKey]:
    """RSA signature keys by ``kid``; what is not one, or is known to the world, is left out."""
    listed: Any = json.loads(content)
    keys = {}
    for member in listed.get("keys", []) if isinstance(listed, dict) else []:
        key = _rsa_key(member)
        if key and key.key_size >= _MINIMUM_BITS and thumbprint(key) not in KNOWN_TO_THE_WORLD:
            keys[str(member["kid"])] = key
    return keys


def _rsa_key(member: Any) -> RSAPublicKey | None:
    if not isinstance(member, dict) or member.get("kty") != "RSA" or not member.get("kid") or "d" in member:
        return None
    try:
        key = jwt.algorithms.RSAAlgorithm.from_jwk(member)
    except (jwt.InvalidKeyError, ValueError):
        return None
    return key if isinstance(key, RSAPublicKey) else None


def forget() -> None:
    """Read every key anew, for tests and after a rotation."""
    signing_keys.cache_clear()
    _published.clear()
