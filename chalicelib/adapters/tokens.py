"""Access tokens: RS256 JWTs with the claims that Cognito's have, ours or those of the deployment's user pool."""

from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import ConfigDict, Field, ValidationError

from chalicelib.adapters import keys
from chalicelib.core import clock, ids
from chalicelib.core.errors import NotSignedIn
from chalicelib.core.model import Model
from chalicelib.settings import settings

Audience = Literal["client", "staff"]
ACCESS_SECONDS = 600
_LEEWAY_SECONDS = 30
_MAX_LENGTH = 4096
_CLIENT_IDS: dict[str, Audience] = {"client-portal": "client", "merchant-console": "staff"}
_BY_AUDIENCE = {audience: client_id for client_id, audience in _CLIENT_IDS.items()}


class Claims(Model):
    """What an access token says; ``access`` counts how often the person's access was switched off before it was made."""

    model_config = ConfigDict(populate_by_name=True, frozen=True, strict=True)

    iss: str
    sub: str
    client_id: str
    token_use: Literal["access"]
    origin_jti: str = Field(min_length=1, max_length=200)
    jti: str
    auth_time: int
    iat: int
    exp: int
    groups: list[str] = Field(default=[], alias="cognito:groups")
    tenant_id: str = Field(alias="custom:tenant", min_length=1, max_length=200)
    person_id: str = Field(default="", alias="custom:contact", max_length=200)
    customer_id: str = Field(default="", alias="custom:customer", max_length=200)
    access: int = Field(default=0, alias="custom:access")
    email: str = Field(max_length=254)
    email_verified: bool | Literal["true", "false"] = False

    @property
    def is_ours(self) -> bool:
        """Whether the portal itself signed it, not the user pool."""
        return self.iss == settings().api_url

    @property
    def audience(self) -> Audience:
        """For whom it was made: a user pool signs in clients only."""
        return _CLIENT_IDS[self.client_id] if self.is_ours else "client"


def issue(
    *, audience: Audience, subject: str, session_id: str, authenticated_at: int, tenant_id: str, person_id: str,
    customer_id: str, email: str, access: int,
) -> str:  # fmt: skip
    """An access token that lives for ten minutes."""
    now, key = clock.epoch(), keys.signing_keys()[0]
    claims = {
        "iss": settings().api_url,
        "sub": subject,
        "client_id": _BY_AUDIENCE[audience],
        "token_use": "access",
        "origin_jti": session_id,
        "jti": ids.new_id("jti"),
        "auth_time": authenticated_at,
        "iat": now,
        "exp": now + ACCESS_SECONDS,
        "cognito:groups": [audience],
        "custom:tenant": tenant_id,
        "custom:contact": person_id,
        "custom:customer": customer_id,
        "custom:access": access,
        "email": email,
        "email_verified": True,
    }
    return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})


def verify(token: str | None) -> Claims:
    """The claims of a genuine, living access token of a known issuer. Raises NotSignedIn for anything else (V17).

    The key is chosen by ``kid`` among the keys of the issuer; what a token says of keys itself (jku, x5u, jwk) is not read.
    """
    if not token or len(token) > _MAX_LENGTH:
        raise NotSignedIn
    try:
        header = jwt.get_unverified_header(token)
        said = jwt.decode(token, options={"verify_signature": False})  # rule: token-unchecked, only to choose the key
        issuer = said.get("iss")
        key = _key(issuer, header)
        claims = Claims.model_validate(_decode(token, key, str(issuer)))
    except (jwt.InvalidTokenError, ValidationError, ValueError) as error:
        raise NotSignedIn from error
    _check(claims)
    return claims


def _key(issuer: object, header: dict[str, Any]) -> RSAPublicKey:
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str):
        raise NotSignedIn
    key: RSAPublicKey | None = None
    if issuer == settings().api_url:
        key = next((own.public for own in keys.signing_keys() if own.kid == kid), None)
    elif issuer and issuer == settings().cognito_issuer:
        key = keys.published_key(settings().cognito_issuer, kid)
    if key is None:
        raise NotSignedIn
    return key


def _decode(token: str, key: RSAPublicKey, issuer: str) -> dict[str, Any]:
    # The times are checked against core.clock below; pyjwt would ask the machine.
    options: Any = dict.fromkeys(("verify_exp", "verify_iat", "verify_nbf", "verify_aud"), False)
    return dict(jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, options=options))


def _check(claims: Claims) -> None:
    now = clock.epoch()
    known = _CLIENT_IDS if claims.is_ours else {settings().cognito_client_id}
    in_time = claims.iat - _LEEWAY_SECONDS <= now < claims.exp + _LEEWAY_SECONDS
    if claims.client_id not in known or not in_time:
        raise NotSignedIn
    if not claims.is_ours and str(claims.email_verified).lower() != "true":
        raise NotSignedIn
