"""A person's own details."""

import json

import pytest

from tests.fixtures.people import change_portal
from tests.fixtures.sign_in import logged


def test_a_client_sees_itself(api, ada):
    assert api.get("/portal/me", token=ada.token).json == {
        "id": ada.id, "email": "ada@example.com", "name": "Ada Example", "first_name": "Ada", "last_name": "Example", "phone": "",
        "role": "owner", "language": "en", "timezone": None, "customer_id": "cus_one", "second_factor": "off",
    }  # fmt: skip


def test_a_client_changes_itself_and_what_is_left_out_stays(api, ada):
    body = {"first_name": "Augusta", "language": "de", "timezone": "Europe/London", "phone": "+44 1"}
    reply = api.patch("/portal/me", body, token=ada.token)
    assert reply.status == 200
    assert {name: reply.json[name] for name in body} == body
    assert reply.json["last_name"] == "Example"
    assert api.get("/portal/me", token=ada.token).json == reply.json


@pytest.mark.parametrize(
    "body",
    [{"email": "x@y.zz"}, {"role": "owner"}, {"customer_id": "cus_two"}, {"tenant_id": "ten_globex"}, {"access": 0}, {"id": "x"},
     {"portal_status": "active"}, {"invitation": "x"}, {"language": "fr"}, {"timezone": "Mars/North"}, {"phone": "1" * 41},
     {"first_name": "A\r\nBcc: x"}, {"last_name": "a\u2028b"}, {"first_name": 7}],
    ids=str,
)  # fmt: skip
def test_V05_V14_what_is_not_ones_own_or_no_plain_text_is_refused_by_field(api, ada, body):
    reply = api.patch("/portal/me", body, token=ada.token)
    assert (reply.status, reply.fields) == (422, list(body))


def test_the_setting_forbids_it_before_the_body_is_read(api, ada):
    change_portal("ten_acme", allow_profile_edit=False)
    for body in ({"first_name": "Augusta"}, {"nonsense": 1}):
        reply = api.patch("/portal/me", body, token=ada.token)
        assert (reply.status, reply.code) == (403, "switched_off")


def test_strangers_are_not_signed_in(api, ada, staff):
    assert api.get("/portal/me").status == 401
    assert api.patch("/portal/me", {}).status == 401
    assert api.get("/merchant/me", token=ada.token).status == 401
    assert api.get("/portal/me", token=staff().token).status == 401


def test_staff_see_and_change_themselves(api, staff):
    support = staff("support")
    assert api.get("/merchant/me", token=support.token).json == {
        "id": support.id, "email": "support@acme.example", "name": "Support", "role": "support", "language": "en",
        "status": "active", "tenant_id": "ten_acme", "portal": "acme", "second_factor": "off",
    }  # fmt: skip
    reply = api.patch("/merchant/me", {"name": "Sam", "language": "de"}, token=support.token)
    assert (reply.json["name"], reply.json["language"]) == ("Sam", "de")


@pytest.mark.parametrize("body", [{"role": "owner"}, {"status": "active"}, {"name": ""}, {"email": "x@y.zz"}], ids=str)
def test_V05_staff_change_nothing_else_of_themselves(api, staff, body):
    assert api.patch("/merchant/me", body, token=staff("support").token).fields == list(body)


def test_my_page_costs_two_requests(api, ada):
    token = ada.token
    with logged() as log:
        api.get("/portal/me", token=token)
    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (line["route"], line["dynamodb_requests"]) == ("GET /portal/me", 2)
