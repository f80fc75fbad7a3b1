"""Passkeys (WebAuthn level 2): what a browser brings from its authenticator, checked.

The library is imported where it is used: the routes that need it are few, and every page would wait for it.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256
_LARGEST_KEY = 1500


class NotGenuine(Exception):
    """Nothing that an authenticator made for this site, this person and this attempt."""


@dataclass(frozen=True)
class NewKey:
    """What an authenticator made: ``id`` in base64url, ``key`` for later checks, and how often it was used, if it counts."""

    id: str
    key: str
    counter: int


@dataclass(frozen=True)
class Assertion:
    """What an authenticator signed with a key, each part in base64url."""

    id: str
    client_data_json: str
    authenticator_data: str
    signature: str


def relying_party(site: str) -> str:
    """The name that passkeys of this site are bound to: its host, from the settings only (V13)."""
    return urlsplit(site).hostname or ""


def read_new_key(site: str, challenge: str, client_data_json: str, attestation_object: str) -> NewKey:
    """The key that was made at ``site`` for ``challenge``, by somebody whom the authenticator verified. Raises NotGenuine.

    Who built the authenticator is not asked: any that verifies its owner will do.
    """
    from fido2.utils import websafe_encode

    response = {"clientDataJSON": client_data_json, "attestationObject": attestation_object}
    try:
        made = _server(site).register_complete(
            _state(challenge), {"id": "", "rawId": "", "response": response, "type": "public-key"}
        )
        held: Any = made.credential_data
        is_known = held.public_key.ALGORITHM in ALGORITHMS
    except Exception as error:  # it parses what strangers send, and raises whatever that leads to (V34)
        raise NotGenuine from error
    if not is_known or len(held) > _LARGEST_KEY:
        raise NotGenuine
    return NewKey(websafe_encode(held.credential_id), websafe_encode(bytes(held)), made.counter)


def check_assertion(site: str, challenge: str, key: str, said: Assertion) -> int:
    """How often the key was used by now, as its authenticator says (0: it does not count). Raises NotGenuine."""
    from fido2.utils import websafe_decode
    from fido2.webauthn import AttestedCredentialData, AuthenticatorData

    response = {
        "clientDataJSON": said.client_data_json,
        "authenticatorData": said.authenticator_data,
        "signature": said.signature,
    }
    whole = {"id": said.id, "rawId": said.id, "response": response, "type": "public-key"}
    try:
        held = AttestedCredentialData(websafe_decode(key))
        _server(site).authenticate_complete(_state(challenge), [held], whole)
        return int(AuthenticatorData(websafe_decode(said.authenticator_data)).counter)
    except Exception as error:  # as above
        raise NotGenuine from error


def _server(site: str) -> Any:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    party = PublicKeyCredentialRpEntity(id=relying_party(site), name="")
    return Fido2Server(party, verify_origin=lambda origin: origin == site)


def _state(challenge: str) -> dict[str, str]:
    return {"challenge": challenge, "user_verification": "required"}
