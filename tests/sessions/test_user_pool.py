"""Clients whom the deployment's Cognito user pool signed in: the verified address is who they are here."""

import json
from dataclasses import replace

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.adapters import keys, tokens
from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts import store as contacts
from chalicelib.contacts.rules import without_access
from chalicelib.core import clock, ids
from chalicelib.sessions import store
from chalicelib.settings import settings
from tests.fixtures.invoices import changes
from tests.fixtures.people import a_client, change_portal
from tests.fixtures.sign_in import is_in

POOL = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example"


@pytest.fixture
def pool_token(cloud, time, monkeypatch):
    """Tokens as the user pool makes them, with the claims its trigger adds."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    member = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "pool-1"}
    knobs = replace(settings(), cognito_issuer=POOL, cognito_client_id="app-1")
    monkeypatch.setattr(tokens, "settings", lambda: knobs)
    monkeypatch.setattr(keys, "fetch", lambda url: json.dumps({"keys": [member]}).encode())
    keys.forget()

    def make(**claims) -> str:
        now = int(time.now.timestamp())
        values = {
            "iss": POOL, "sub": "b1f0", "client_id": "app-1", "token_use": "access", "origin_jti": "pool-session-1", "jti": "j",
            "auth_time": now, "iat": now, "exp": now + 3600, "cognito:groups": ["anything"], "custom:tenant": "ten_acme",
            "email": "ada@example.com", "email_verified": "true", **claims,
        }  # fmt: skip
        return jwt.encode(values, key, algorithm="RS256", headers={"kid": "pool-1"})

    yield make
    keys.forget()


def test_the_verified_address_is_the_contact(api, ada, pool_token):
    me = api.get("/portal/me", token=pool_token()).json
    assert (me["id"], me["customer_id"], me["role"]) == (ada.id, "cus_one", "owner")
    assert is_in(api, pool_token(email="ADA@example.com"))


def test_groups_of_the_user_pool_give_no_rights_here(api, bob, pool_token):
    token = pool_token(email="bob@example.com", **{"cognito:groups": ["owner", "staff"]})
    assert api.get("/portal/me", token=token).json["role"] == "viewer"
    assert not is_in(api, token, "merchant")


@pytest.mark.parametrize(
    "claims",
    [{"email": "nobody@example.com"}, {"email": "not an address"}, {"email_verified": "false"}, {"custom:tenant": "ten_globex"},
     {"custom:tenant": "ten_absent"}, {"custom:customer": "cus_two"}, {"custom:customer": "cus_absent"}, {"email": "dave@example.com"}],
    ids=str,
)  # fmt: skip
def test_V17_who_is_no_active_contact_there_is_not_signed_in(api, ada, dave, eve, pool_token, claims):
    assert not is_in(api, pool_token(**claims))


@pytest.mark.asvs("7.6.1")
def test_V16_switching_access_or_the_portal_off_acts_on_the_next_request(api, ada, pool_token):
    token = pool_token()
    change_portal("ten_acme", enabled=False)
    assert not is_in(api, token)
    change_portal("ten_acme", enabled=True)
    assert is_in(api, token)
    with transaction() as tx:
        contacts.table.save(tx, without_access(ada.member.row))
    assert not is_in(api, token)


@pytest.mark.asvs("7.6.1")
def test_V16_signing_out_here_ends_the_user_pools_session_here(api, ada, pool_token):
    token = pool_token()
    assert api.delete("/portals/acme/sessions/current", token=token).status == 204
    assert not is_in(api, token)
    kept = store.get_session(f"ses_{ids.digest(f'{POOL}#pool-session-1')[:40]}")
    assert (kept.ended, kept.expires) == (True, clock.epoch() + 3600 + 30 * 86_400)
    (told,) = [one for one in changes() if one.action == "session.ended"]
    assert (told.actor_id, told.customer_id, told.subject_id) == ("sign-out", kept.customer_id, kept.person_id)
    assert not is_in(api, pool_token(jti="renewed"))
    assert is_in(api, pool_token(origin_jti="pool-session-2"))


def test_a_customer_is_chosen_for_the_session(api, ada, pool_token):
    a_client("ten_acme", "cus_two", "Ada", "viewer")
    token = pool_token()
    items = api.get("/portal/customers", token=token).json["items"]
    assert {item["id"]: item["current"] for item in items} == {"cus_one": True, "cus_two": False}
    reply = api.post("/portal/customers/cus_two/selection", {}, token=token)
    assert (reply.status, reply.json["access_token"], reply.json["user"]["customer_id"]) == (200, token, "cus_two")
    assert reply.json["expires_in"] == 3600
    assert api.get("/portal/me", token=token).json["customer_id"] == "cus_two"
    kept = store.get_session(f"ses_{ids.digest(f'{POOL}#pool-session-1')[:40]}")
    assert (kept.customer_id, kept.expires) == ("cus_two", clock.epoch() + 30 * 86_400)
    assert [(one.customer_id, one.actor_kind) for one in changes() if one.action == "customer.selected"] == [
        ("cus_two", "client")
    ]
    assert api.post("/portal/customers/cus_one/selection", {}, token=token).status == 200
    assert store.get_session(kept.id).customer_id == "cus_one"
    assert api.get("/portal/me", token=pool_token(origin_jti="pool-session-2")).json["customer_id"] == "cus_one"


def test_password_and_second_factor_are_kept_by_the_user_pool(api, acme, pool_token):
    person = a_client("ten_acme", "cus_one", "Kay")
    with transaction() as tx:
        store.credentials.remove(tx, person.credential)
    token = pool_token(email="kay@example.com")
    body = {"current_password": "x", "new_password": "seven tall windmills"}
    assert api.put("/portal/me/password", body, token=token).code == "sign_in_is_elsewhere"
    assert api.post("/portal/me/totp", {}, token=token).code == "sign_in_is_elsewhere"
    assert api.get("/portal/me/sessions", token=token).json["items"] == []
    assert api.delete("/portal/me/sessions/ses_x", token=token).status == 404


def test_whom_the_user_pool_alone_knows_chooses_among_all_her_customers(api, acme, pool_token):
    """Without a password here there is no list of her customers: they are found by her address, at this merchant alone."""
    kay = a_client("ten_acme", "cus_one", "Kay")
    a_client("ten_acme", "cus_two", "Kay")
    a_client("ten_globex", "cus_three", "Kay")
    with transaction() as tx:
        store.credentials.remove(tx, kay.credential)
    items = api.get("/portal/customers", token=pool_token(email="kay@example.com")).json["items"]
    assert {item["id"] for item in items} == {"cus_one", "cus_two"}
