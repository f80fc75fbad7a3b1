"""The deployment's own secrets: made once, kept in the parameter store, never in a template or a file."""

import base64
import secrets
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.aws import Aws, say
from infra.names import DEPLOYMENT_SECRETS, Names


def make_absent_secrets(aws: Aws, names: Names) -> None:
    """Make each secret that is not there yet; one that is there is never read nor changed."""
    ssm = aws.client("ssm")
    for name in DEPLOYMENT_SECRETS:
        if not _exists(ssm, names.secret(name)):
            say(f"Making the secret {names.secret(name)}")
            keep_secret(aws, names.secret(name), _MAKERS[name](), overwrite=False)


def keep_secret(aws: Aws, path: str, value: str, *, overwrite: bool) -> None:
    """Write a SecureString; the advanced tier only for what does not fit the standard one."""
    tier = "Advanced" if len(value.encode()) > 4096 else "Standard"
    aws.client("ssm").put_parameter(Name=path, Value=value, Type="SecureString", Overwrite=overwrite, Tier=tier)


def read_secret(aws: Aws, path: str) -> str:
    """The value of a secret."""
    return str(aws.client("ssm").get_parameter(Name=path, WithDecryption=True)["Parameter"]["Value"])


def _exists(ssm: Any, path: str) -> bool:
    try:
        ssm.get_parameter(Name=path)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return False
        raise
    return True


def new_signing_key() -> str:
    """A private RSA key for tokens, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


_MAKERS: dict[str, Callable[[], str]] = {
    "token-signing-key": new_signing_key,
    "server-key": _random,
    "origin-secret": lambda: secrets.token_urlsafe(32),
}
