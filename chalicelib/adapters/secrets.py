"""The deployment's secrets: read from the parameter store once per process, and keys derived from them by purpose."""

import base64
import hashlib
import hmac
import json
from functools import cache

from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.adapters import aws
from chalicelib.core import clock, ids
from chalicelib.core.errors import Unavailable
from chalicelib.settings import settings

_TENANT_SECRET_SECONDS = 300
_tenant_secrets: dict[str, tuple[int, str]] = {}


def _read(name: str) -> str | None:
    try:
        answer = aws.client("ssm").get_parameter(Name=name, WithDecryption=True)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return None
        raise
    return str(answer["Parameter"]["Value"])


@cache
def deployment_secret(name: str) -> str:
    """A secret of the whole deployment: ``token-signing-key``, ``server-key`` or ``origin-secret``. Raises Unavailable if absent."""
    value = _read(f"/{settings().prefix}/{name}")
    if not value:
        raise Unavailable(f"The deployment has no {name}: run infra.provision.")
    return value


def tenant_secret(tenant_id: str, name: str) -> str | None:
    """A merchant's secret (``gateway``, ``webhook-secret``), kept for five minutes; None if the merchant has none."""
    path = f"/{settings().prefix}/tenants/{tenant_id}/{name}"
    read_at, value = _tenant_secrets.get(path, (0, ""))
    if clock.epoch() - read_at > _TENANT_SECRET_SECONDS or not value:
        value = _read(path) or ""
        _tenant_secrets[path] = (clock.epoch(), value)
    return value or None


def keep_tenant_secret(tenant_id: str, name: str, value: str) -> None:
    """Write a merchant's secret, encrypted by the parameter store."""
    path = f"/{settings().prefix}/tenants/{tenant_id}/{name}"
    aws.client("ssm").put_parameter(Name=path, Value=value, Type="SecureString", Overwrite=True)
    _tenant_secrets.pop(path, None)


@cache
def key_for(purpose: str) -> bytes:
    """32 bytes for one purpose, derived from the server key, so that no purpose can be confused with another."""
    return hmac.digest(base64.b64decode(deployment_secret("server-key")), purpose.encode(), hashlib.sha256)


def sign(purpose: str, text: str) -> str:
    """HMAC-SHA-256 of ``text`` under the purpose's key, URL-safe."""
    return base64.urlsafe_b64encode(hmac.digest(key_for(purpose), text.encode(), hashlib.sha256)).decode().rstrip("=")


def same(left: str, right: str) -> bool:
    """Compare in constant time, whatever characters somebody sent."""
    return hmac.compare_digest(left.encode(errors="surrogatepass"), right.encode(errors="surrogatepass"))


def seal(purpose: str, values: dict[str, str]) -> str:
    """Encrypt (AES-256-GCM): for tokens that wait in the outbox until their mail is sent."""
    nonce = hashlib.sha256(ids.new_secret().encode()).digest()[:12]
    box = AESGCM(key_for(purpose)).encrypt(nonce, json.dumps(values).encode(), purpose.encode())
    return base64.b64encode(nonce + box).decode()


def unseal(purpose: str, sealed: str) -> dict[str, str]:
    """What ``seal`` closed under the same purpose."""
    raw = base64.b64decode(sealed)
    values: dict[str, str] = json.loads(AESGCM(key_for(purpose)).decrypt(raw[:12], raw[12:], purpose.encode()))
    return values


def forget() -> None:
    """Read everything anew, for tests and after a rotation."""
    deployment_secret.cache_clear()
    key_for.cache_clear()
    _tenant_secrets.clear()
