"""Access tokens: only genuine, living ones of a known issuer count (V17)."""

import base64
import json
import urllib.request
from email.message import Message as HTTPMessage

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.adapters import aws, keys, secrets, tokens
from chalicelib.core.errors import NotSignedIn, Unavailable
from chalicelib.settings import settings
from tests.fixtures.aws import signing_key

WHO = {
    "audience": "client", "subject": "per_1", "session_id": "ses_1", "authenticated_at": 1_773_662_400, "tenant_id": "ten_acme",
    "person_id": "con_1", "customer_id": "cus_one", "email": "ada@example.com", "access": 0,
}  # fmt: skip
POOL = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example"


@pytest.fixture(autouse=True)
def _fresh(cloud):
    keys.forget()
    yield
    keys.forget()


def pem_of(key: rsa.RSAPrivateKey) -> str:
    none = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, none).decode()


def deploy_keys(*pems: str) -> None:
    aws.client("ssm").put_parameter(
        Name=f"/{settings().prefix}/token-signing-key", Value="\n".join(pems), Type="SecureString", Overwrite=True
    )
    secrets.forget()
    keys.forget()


def forged(claims=None, headers=None, key=None, algorithm="RS256", without=()) -> str:
    """A genuine token with something changed, signed with our own key unless said otherwise."""
    ours = keys.signing_keys()[0]
    genuine = jwt.decode(tokens.issue(**WHO), options={"verify_signature": False})
    changed = {name: value for name, value in {**genuine, **(claims or {})}.items() if name not in without}
    return jwt.encode(changed, key or ours.private, algorithm=algorithm, headers={"kid": ours.kid, **(headers or {})})


def test_a_token_says_what_it_was_given_in_cognitos_words():
    token = tokens.issue(**WHO)
    payload = jwt.decode(token, options={"verify_signature": False})
    assert {"iss", "sub", "client_id", "token_use", "origin_jti", "jti", "auth_time", "iat", "exp"} <= payload.keys()
    assert (payload["cognito:groups"], payload["custom:tenant"], payload["custom:contact"]) == (
        ["client"],
        "ten_acme",
        "con_1",
    )
    assert (payload["iss"], payload["token_use"]) == ("https://portal.example.com/api", "access")
    assert payload["exp"] - payload["iat"] == 600
    claims = tokens.verify(token)
    assert (claims.audience, claims.origin_jti, claims.tenant_id, claims.customer_id) == (
        "client",
        "ses_1",
        "ten_acme",
        "cus_one",
    )


def test_the_kid_is_the_keys_thumbprint_of_rfc_7638():
    member = {
        "kty": "RSA", "e": "AQAB", "kid": "2011-04-29",
        # pragma: allowlist nextline secret, of RFC 7517
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjh"
        # pragma: allowlist nextline secret, of RFC 7517
        "Mstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajr"
        # pragma: allowlist nextline secret, of RFC 7517
        "n1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    }  # fmt: skip
    # pragma: allowlist nextline secret, of RFC 7517
    assert keys.thumbprint(jwt.PyJWK(member, "RS256").key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    assert jwt.get_unverified_header(tokens.issue(**WHO))["kid"] == keys.signing_keys()[0].kid


# pragma: allowlist nextline secret, no token at all
@pytest.mark.parametrize("token", [None, "", "abc", "a.b.c", "x" * 5000, "é.é.é", "..", "eyJhbGciOiJSUzI1NiJ9.e30."])
def test_V17_what_is_no_token_is_refused(token):
    with pytest.raises(NotSignedIn):
        tokens.verify(token)


def test_V17_no_signature_is_refused():
    unsigned = jwt.encode({**_payload()}, "", algorithm="none", headers={"kid": keys.signing_keys()[0].kid})
    with pytest.raises(NotSignedIn):
        tokens.verify(unsigned)


def _payload() -> dict:
    return jwt.decode(tokens.issue(**WHO), options={"verify_signature": False})


def test_V17_hs256_with_the_public_key_as_secret_is_refused():
    ours = keys.signing_keys()[0]
    public = ours.public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head = _part({"alg": "HS256", "kid": ours.kid, "typ": "JWT"})
    body = _part(_payload())
    import hashlib
    import hmac

    mac = base64.urlsafe_b64encode(hmac.digest(public, f"{head}.{body}".encode(), hashlib.sha256)).decode().rstrip("=")
    with pytest.raises(NotSignedIn):
        tokens.verify(f"{head}.{body}.{mac}")


def _part(value: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("kid", [None, "", "unknown", "../../dev/null", "'; drop table keys", 7])
def test_V17_a_missing_unknown_or_traversing_kid_is_refused(kid):
    genuine = _payload()
    head = {"alg": "RS256", "typ": "JWT"} | ({} if kid is None else {"kid": kid})
    signed = f"{_part(head)}.{_part(genuine)}"
    signature = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(
        signed.encode(), keys.signing_keys()[0].private
    )
    with pytest.raises(NotSignedIn):
        tokens.verify(f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}")


def test_V17_keys_inside_the_token_are_not_read():
    theirs = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(theirs.public_key()))
    for headers in ({"jwk": jwk}, {"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example/cert"}):
        with pytest.raises(NotSignedIn):
            tokens.verify(forged(headers=headers, key=theirs))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"iss": ["https://portal.example.com/api"]}, {"client_id": "somebody"},
        {"token_use": "id"}, {"token_use": "refresh"}, {"custom:tenant": ""}, {"custom:tenant": None}, {"origin_jti": ""},
        {"custom:tenant": {"S": "ten_acme"}}, {"exp": "9999999999"}, {"email": 7},
    ],
    ids=str,
)  # fmt: skip
def test_V17_a_wrong_issuer_client_use_or_tenant_is_refused(claims):
    with pytest.raises(NotSignedIn):
        tokens.verify(
            forged(claims) if claims.get("iss", "x") == "x" or isinstance(claims["iss"], str) else _odd(claims)
        )


def _odd(claims: dict) -> str:
    """pyjwt refuses to write an odd issuer; a forger does not."""
    ours = keys.signing_keys()[0]
    signed = f"{_part({'alg': 'RS256', 'kid': ours.kid})}.{_part({**_payload(), **claims})}"
    signature = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(signed.encode(), ours.private)
    return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


@pytest.mark.parametrize(
    "name", ["iss", "client_id", "token_use", "origin_jti", "exp", "iat", "custom:tenant", "email", "sub"]
)
def test_V17_a_missing_claim_is_refused(name):
    with pytest.raises(NotSignedIn):
        tokens.verify(forged(without=(name,)))


def test_V17_an_expired_and_a_future_token_are_refused_with_30_seconds_of_leeway(time):
    token = tokens.issue(**WHO)
    time.move(seconds=629)
    assert tokens.verify(token).sub == "per_1"
    time.move(seconds=1)
    with pytest.raises(NotSignedIn):
        tokens.verify(token)
    future = tokens.issue(**WHO)
    time.move(seconds=-30)
    assert tokens.verify(future).sub == "per_1"
    time.move(seconds=-1)
    with pytest.raises(NotSignedIn):
        tokens.verify(future)


@pytest.mark.asvs("11.2.2")
def test_a_key_can_be_replaced_without_signing_anybody_out():
    old = tokens.issue(**WHO)
    new_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    deploy_keys(pem_of(new_key), signing_key())
    assert tokens.verify(old).sub == "per_1"
    assert jwt.get_unverified_header(tokens.issue(**WHO))["kid"] == keys.thumbprint(new_key.public_key())
    deploy_keys(pem_of(new_key))
    with pytest.raises(NotSignedIn):
        tokens.verify(old)


def test_V26_a_key_that_is_known_to_the_world_short_or_none_signs_nobody_in(monkeypatch):
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    for pem in (pem_of(short), "nothing"):
        deploy_keys(pem)
        with pytest.raises(keys.KeyNotFit):
            tokens.issue(**WHO)
    deploy_keys(signing_key())
    monkeypatch.setattr(keys, "KNOWN_TO_THE_WORLD", frozenset({keys.signing_keys()[0].kid}))
    keys.forget()
    with pytest.raises(keys.KeyNotFit):
        tokens.verify(forged_by(signing_key()))


def forged_by(pem: str) -> str:
    return jwt.encode({"iss": settings().api_url}, pem, algorithm="RS256", headers={"kid": "any"})


def test_V26_motos_published_key_is_known():
    import gzip
    from pathlib import Path

    import moto

    path = Path(moto.__file__).parent / "cognitoidp/resources/jwks-public.json.gz"
    published = json.loads(gzip.decompress(path.read_bytes()))["keys"]
    prints = {keys.thumbprint(jwt.PyJWK(member, "RS256").key) for member in published}
    assert prints and prints <= keys.KNOWN_TO_THE_WORLD


# ---------------------------------------------------------------------------------------------------------------------
# The user pool of the deployment
# ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pool(monkeypatch):
    """A user pool with one key, published where the settings say."""
    from dataclasses import replace

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    knobs = replace(settings(), cognito_issuer=POOL, cognito_client_id="app-1")
    monkeypatch.setattr(tokens, "settings", lambda: knobs)
    member = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "pool-1", "use": "sig"}
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return json.dumps({"keys": [member]}).encode()

    monkeypatch.setattr(keys, "fetch", fetch)
    return key, asked


def pool_token(key, kid="pool-1", **claims) -> str:
    values = {**_payload(), "iss": POOL, "client_id": "app-1", "email_verified": "true", **claims}
    return jwt.encode(values, key, algorithm="RS256", headers={"kid": kid})


def test_a_token_of_the_deployments_user_pool_is_accepted(pool):
    key, asked = pool
    claims = tokens.verify(pool_token(key))
    assert (claims.is_ours, claims.audience, claims.email) == (False, "client", "ada@example.com")
    tokens.verify(pool_token(key))
    assert asked == [f"{POOL}/.well-known/jwks.json"]


def test_V17_a_user_pool_token_of_another_app_or_an_unverified_address_is_refused(pool):
    key, _ = pool
    odd = (
        {"client_id": "app-2"},
        {"client_id": "client-portal"},
        {"email_verified": "false"},
        {"email_verified": False},
    )
    for claims in odd:
        with pytest.raises(NotSignedIn):
            tokens.verify(pool_token(key, **claims))


def test_V17_the_user_pools_key_signs_no_token_of_ours_nor_ours_the_pools(pool):
    key, _ = pool
    with pytest.raises(NotSignedIn):
        tokens.verify(pool_token(key, iss=settings().api_url))
    ours = keys.signing_keys()[0]
    with pytest.raises(NotSignedIn):
        tokens.verify(pool_token(ours.private, kid=ours.kid))


def test_invented_kids_do_not_make_us_ask_all_the_time(pool, time):
    key, asked = pool
    for number in range(5):
        with pytest.raises(NotSignedIn):
            tokens.verify(pool_token(key, kid=f"invented-{number}"))
    assert len(asked) == 1
    time.move(seconds=61)
    with pytest.raises(NotSignedIn):
        tokens.verify(pool_token(key, kid="invented"))
    assert len(asked) == 2


def test_known_keys_stay_while_the_user_pool_is_away(pool, time, monkeypatch):
    key, _ = pool
    tokens.verify(pool_token(key))
    monkeypatch.setattr(keys, "fetch", lambda url: (_ for _ in ()).throw(OSError("away")))
    time.move(hours=2)
    assert tokens.verify(pool_token(key)).sub == "per_1"
    keys.forget()
    with pytest.raises(Unavailable):
        tokens.verify(pool_token(key))


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"keys": [1, {"kty": "RSA"}, {"kty": "oct", "kid": "x", "k": "AA"}]}', b"\xff"]
)
def test_V34_an_odd_key_set_gives_no_keys_and_our_own_error(pool, monkeypatch, content):
    key, _ = pool
    monkeypatch.setattr(keys, "fetch", lambda url: content)
    with pytest.raises((NotSignedIn, Unavailable)):
        tokens.verify(pool_token(key))


@pytest.mark.asvs("12.3.1")
def test_keys_are_asked_over_https_only():
    with pytest.raises(ValueError, match="https"):
        keys.fetch("http://evil.example/keys")


@pytest.mark.asvs("15.3.2")
def test_keys_are_asked_where_the_settings_say_and_no_redirect_is_followed():
    (handler,) = (one for one in keys._opener.handlers if isinstance(one, urllib.request.HTTPRedirectHandler))
    asked, answer = urllib.request.Request("https://pool.example/keys"), {"location": "https://evil.example/keys"}
    assert handler.http_error_302(asked, None, 302, "Found", HTTPMessage()) is None
    assert handler.redirect_request(asked, None, 302, "Found", answer, "https://evil.example/keys") is None
