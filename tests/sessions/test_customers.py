"""One person, several customers: one sign-in, a switch after it, never a list before it."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts import store as contacts
from chalicelib.contacts.rules import without_access
from tests.fixtures.people import Actor, a_client, a_customer
from tests.fixtures.sign_in import bringing, refresh, sign_in


@pytest.fixture
def second(ada) -> Actor:
    """Ada at acme's customer two, where she may only look."""
    return a_client("ten_acme", "cus_two", "Ada", "viewer")


def select(api, token: str, customer_id: str = "cus_two", **more):
    return api.post(f"/portal/customers/{customer_id}/selection", more or {}, token=token)


def test_the_customers_of_a_person_are_listed_by_name(api, ada, second):
    assert api.get("/portal/customers", token=ada.token).json == {
        "items": [
            {"id": "cus_two", "display_name": "Hopper Inc", "role": "viewer", "current": False},
            {"id": "cus_one", "display_name": "Lovelace Ltd", "role": "owner", "current": True},
        ],
        "next_cursor": None,
    }


def test_only_customers_where_access_is_on_are_listed(api, ada, second, carol):
    a_customer("ten_acme", "cus_four", "Zuse KG")
    a_client("ten_acme", "cus_four", "Ada", "viewer", portal_status="invited")
    with transaction() as tx:
        contacts.table.save(tx, without_access(second.member.row))
    items = api.get("/portal/customers", token=ada.token).json["items"]
    assert [item["id"] for item in items] == ["cus_one"]


def test_a_switch_brings_a_token_of_the_other_customer(api, ada, second):
    reply = select(api, ada.token)
    assert reply.status == 200
    assert (reply.json["user"]["customer_id"], reply.json["user"]["role"]) == ("cus_two", "viewer")
    me = api.get("/portal/me", token=reply.json["access_token"]).json
    assert (me["customer_id"], me["id"]) == ("cus_two", second.id)


def test_the_session_stays_at_the_other_customer(api, ada, second):
    signed_in = sign_in(api)
    select(api, signed_in.json["access_token"])
    assert refresh(api, bringing(signed_in)).json["user"]["customer_id"] == "cus_two"


def test_the_next_sign_in_begins_where_the_last_one_was(api, ada, second):
    signed_in = sign_in(api)
    assert signed_in.json["user"]["customer_id"] == "cus_one"
    select(api, signed_in.json["access_token"])
    assert sign_in(api).json["user"]["customer_id"] == "cus_two"


def test_a_sign_in_goes_to_another_customer_if_the_last_one_is_closed(api, ada, second):
    select(api, sign_in(api).json["access_token"])
    with transaction() as tx:
        contacts.table.save(tx, without_access(second.member.row))
    assert sign_in(api).json["user"]["customer_id"] == "cus_one"


def test_V01_V02_foreign_and_absent_customers_are_alike(api, ada, carol, eve):
    replies = [select(api, ada.token, customer) for customer in ("cus_two", "cus_three", "cus_absent")]
    assert {(reply.status, reply.code) for reply in replies} == {(404, "not_found")}


def test_a_customer_where_access_is_off_is_absent(api, ada, second):
    with transaction() as tx:
        contacts.table.save(tx, without_access(second.member.row))
    assert select(api, ada.token).status == 404


def test_V16_access_switched_off_at_one_customer_leaves_the_other_open(api, ada, second):
    signed_in = sign_in(api)
    there = select(api, signed_in.json["access_token"]).json["access_token"]
    with transaction() as tx:
        contacts.table.save(tx, without_access(second.member.row))
    assert api.get("/portal/me", token=there).status == 401
    assert api.get("/portal/me", token=signed_in.json["access_token"]).status == 200


def test_strangers_staff_and_unknown_fields_are_refused(api, ada, second, staff):
    assert api.get("/portal/customers").status == 401
    assert select(api, "").status == 401
    assert select(api, staff().token).status == 401
    reply = select(api, ada.token, role="owner")
    assert (reply.status, reply.fields) == (422, ["role"])
    assert api.get("/portal/customers", token=ada.token, query={"email": "x"}).fields == ["email"]


def test_the_list_has_pages(api, ada, second):
    first = api.get("/portal/customers", token=ada.token, query={"limit": 1}).json
    rest = api.get("/portal/customers", token=ada.token, query={"limit": 1, "cursor": first["next_cursor"]}).json
    assert [item["id"] for item in first["items"] + rest["items"]] == ["cus_two", "cus_one"]
    assert rest["next_cursor"] is None
    assert api.get("/portal/customers", token=second.token, query={"cursor": first["next_cursor"]}).status == 400


def test_I11_a_selection_is_not_kept_for_replay(api, ada, second):
    from tests.fixtures.sign_in import everything_kept

    reply = api.post("/portal/customers/cus_two/selection", {}, token=ada.token, key="k-1")
    assert reply.json["access_token"] not in everything_kept()
