"""The merchant's account at the gateway: keys go in, never out."""

import json

import pytest

from chalicelib.adapters import secrets
from chalicelib.gateway.entity import Connection
from tests.fixtures.gateway import KEY
from tests.fixtures.invoices import changes

PATH = "/merchant/gateway"


@pytest.fixture
def owner(staff):
    return staff("owner")


def connect(api, person, **body):
    return api.put(PATH, body, token=person.token)


def test_before_that_there_is_none(api, acme, owner):
    reply = api.get(PATH, token=owner.token)
    assert reply.json["connected"] is False
    assert reply.json["webhook_url"] == "https://portal.example.com/api/webhooks/stripe/ten_acme"


def test_a_key_connects_the_account_and_the_portal_registers_for_its_events(api, bank, owner):
    reply = connect(api, owner, api_key="sk_test_acme_0002")
    assert reply.status == 200
    account, _ = bank.provider.account("sk_test_acme_0002")
    assert reply.json["account_id"] == account
    assert (reply.json["connected"], reply.json["livemode"]) == (True, False)
    (endpoint,) = bank.provider.rows("webhook_endpoint", "sk_test_acme_0002")
    assert endpoint["url"] == reply.json["webhook_url"]
    kept = json.loads(secrets.tenant_secret("ten_acme", "gateway"))
    assert (kept["api_key"], kept["account"]) == ("sk_test_acme_0002", account)
    assert kept["webhook_secret"] == secrets.tenant_secret("ten_acme", "webhook-secret")
    assert api.get(PATH, token=owner.token).json == reply.json


def test_i11_no_key_is_ever_answered_or_told(api, bank, owner):
    reply = connect(api, owner, api_key="sk_test_acme_0002", webhook_secret="whsec_of_their_own")
    told = [reply.raw, api.get(PATH, token=owner.token).raw, repr(changes()).encode()]
    assert not any(secret in text for text in told for secret in (b"sk_test", b"whsec_"))
    assert [entry.action for entry in changes() if entry.actor_kind == "staff"] == ["gateway.connected"]


def test_a_secret_of_ones_own_is_kept_and_nothing_registered(api, bank, owner):
    connect(api, owner, api_key="sk_test_acme_0002", webhook_secret="whsec_of_their_own")
    assert secrets.tenant_secret("ten_acme", "webhook-secret") == "whsec_of_their_own"
    assert bank.provider.rows("webhook_endpoint", "sk_test_acme_0002") == []


def test_the_same_account_again_keeps_its_endpoint(api, bank, owner):
    before = secrets.tenant_secret("ten_acme", "webhook-secret")
    assert connect(api, owner, api_key=KEY).status == 200
    assert secrets.tenant_secret("ten_acme", "webhook-secret") == before
    assert len(bank.provider.rows("webhook_endpoint", KEY)) == 1


def test_a_key_that_the_gateway_refuses_names_its_field_and_changes_nothing(api, bank, owner):
    reply = connect(api, owner, api_key="not a key at all")
    assert (reply.status, reply.fields) == (422, ["api_key"])
    assert json.loads(secrets.tenant_secret("ten_acme", "gateway"))["api_key"] == KEY


def test_a_live_key_is_refused_where_no_real_money_moves(api, bank, owner):
    reply = connect(api, owner, api_key="sk_live_acme_0002")
    assert (reply.status, reply.fields) == (422, ["api_key"])
    assert "test mode" in reply.json["errors"][0]["message"]


def test_an_endpoint_that_cannot_be_registered_asks_for_its_secret(api, bank, owner):
    bank.provider.fail_next(times=2, path="/v1/webhook_endpoints", status=403)
    reply = connect(api, owner, api_key="sk_test_acme_0002")
    assert (reply.status, reply.fields) == (422, ["webhook_secret"])
    assert json.loads(secrets.tenant_secret("ten_acme", "gateway"))["api_key"] == KEY


def test_a_gateway_that_does_not_answer_changes_nothing(api, bank, owner):
    bank.provider.fail_next(times=2, path="/v1/account")
    assert connect(api, owner, api_key="sk_test_acme_0002").status == 503
    assert json.loads(secrets.tenant_secret("ten_acme", "gateway"))["api_key"] == KEY


@pytest.mark.parametrize(("body", "field"), [({}, "api_key"), ({"api_key": "short"}, "api_key"), ({"api_key": 7}, "api_key"),
                                             ({"api_key": "x" * 20, "account": "a"}, "account")])  # fmt: skip
def test_what_is_wrong_is_named_and_never_echoed(api, bank, owner, body, field):
    reply = connect(api, owner, **body)
    assert (reply.status, reply.fields) == (422, [field])
    assert b"short" not in reply.raw


@pytest.mark.parametrize("role", ["support", "accountant", "admin"])
def test_only_the_owner_may(api, bank, staff, role):
    assert api.get(PATH, token=staff(role).token).status == 403
    assert connect(api, staff(role), api_key="sk_test_acme_0002").status == 403


def test_a_stranger_and_a_client_may_not_and_another_merchant_has_another_one(api, bank, ada, stranger_staff):
    assert api.get(PATH).status == 401
    assert api.get(PATH, token=ada.token).status == 401
    assert api.put(PATH, {}, token=ada.token).status == 401
    assert api.get(PATH, token=stranger_staff.token).json["connected"] is False


@pytest.mark.asvs("15.3.1")
def test_the_view_has_no_room_for_a_secret():
    assert not {name for name in Connection.model_fields if "key" in name or "secret" in name}
