"""Anybody may have the public keys by which our tokens are verified."""

from chalicelib.adapters.keys import public_key_set
from chalicelib.core.model import Model


class PublicKey(Model):
    """An RSA public key (RFC 7517)."""

    kty: str
    kid: str
    alg: str
    use: str
    n: str
    e: str


class PublicKeySet(Model):
    """The keys whose tokens are accepted; the first one signs."""

    keys: list[PublicKey]


def show_keys() -> PublicKeySet:
    """The JSON Web Key Set of this deployment."""
    return PublicKeySet.model_validate(public_key_set())
