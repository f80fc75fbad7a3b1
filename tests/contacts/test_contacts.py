"""Staff enter, show, change and remove the people of a customer."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit import store as audit
from chalicelib.contacts import store
from tests.fixtures.people import a_client
from tests.fixtures.sign_in import is_in, sign_in

PEOPLE = "/merchant/customers/cus_one/contacts"
GRACE = {"email": "grace@example.com", "first_name": "Grace", "last_name": "Hopper"}


@pytest.fixture
def office(staff) -> str:
    return staff("support").token


def enter(api, office: str, **more):
    return api.post(PEOPLE, {**GRACE, **more}, token=office)


def test_a_contact_is_entered_with_access_off(api, office):
    reply = enter(api, office)
    assert reply.status == 201
    assert reply.json == {
        "id": reply.json["id"], "customer_id": "cus_one", "first_name": "Grace", "last_name": "Hopper",
        "email": "grace@example.com", "phone": "", "role": "billing", "language": "en", "timezone": None,
        "portal_status": "disabled", "mail_problem": None, "invited_at": None,
            "last_seen_at": None, "created_at": "2026-03-16T12:00:00.000Z",
    }  # fmt: skip
    assert api.get(f"{PEOPLE}/{reply.json['id']}", token=office).json == reply.json
    assert [entry.action for entry in audit.table.query("ten_acme#cus_one")] == ["contact.created"]


def test_V33_an_address_is_kept_in_one_form_and_once_a_customer(api, office):
    assert enter(api, office, email="Grace@EXAMPLE.com").json["email"] == "grace@example.com"
    again = enter(api, office, email="GRACE@example.com")
    assert (again.status, again.code) == (409, "contact_exists")
    other = api.post("/merchant/customers/cus_two/contacts", GRACE, token=office)
    assert other.status == 201


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["email"]), ({"email": "x"}, ["email"]), ({"email": "a@b.cc,c@d.ee"}, ["email"]), ({"email": "a@b.cc\nBcc: x@y"}, ["email"]),
        ({"email": "a@b.cc", "role": "admin"}, ["role"]), ({"email": "a@b.cc", "portal_status": "active"}, ["portal_status"]),
        ({"email": "a@b.cc", "access": 7}, ["access"]), ({"email": "a@b.cc", "invitation": "x"}, ["invitation"]),
        ({"email": "a@b.cc", "tenant_id": "ten_globex"}, ["tenant_id"]), ({"email": "a@b.cc", "customer_id": "cus_two"}, ["customer_id"]),
        ({"email": "a@b.cc", "id": "con_x"}, ["id"]), ({"email": "a@b.cc", "first_name": "a\u2028b"}, ["first_name"]),
        ({"email": "a@b.cc", "first_name": "a\x00b"}, ["first_name"]), ({"email": "a@b.cc", "language": "fr"}, ["language"]),
        ({"email": "a@b.cc", "version": 3}, ["version"]), ({"email": "a@b.cc", "accepted_at": "x"}, ["accepted_at"]),
    ],
)  # fmt: skip
def test_V05_V14_a_wrong_or_foreign_field_is_refused_by_name(api, office, body, fields):
    reply = api.post(PEOPLE, body, token=office)
    assert (reply.status, reply.fields) == (422, fields)


def test_contacts_are_listed_in_pages(api, office):
    for name in ("c", "a", "b"):
        enter(api, office, email=f"{name}@example.com")
    first = api.get(PEOPLE, token=office, query={"limit": 2}).json
    rest = api.get(PEOPLE, token=office, query={"limit": 2, "cursor": first["next_cursor"]}).json
    assert [item["email"] for item in first["items"] + rest["items"]] == [
        "a@example.com",
        "b@example.com",
        "c@example.com",
    ]
    assert rest["next_cursor"] is None
    assert (
        api.get("/merchant/customers/cus_two/contacts", token=office, query={"cursor": first["next_cursor"]}).status
        == 400
    )
    assert api.get(PEOPLE, token=office, query={"limit": 101}).fields == ["limit"]
    assert api.get(PEOPLE, token=office, query={"role": "owner"}).fields == ["role"]


def test_a_contact_is_changed_and_what_is_left_out_stays(api, office):
    contact = enter(api, office).json
    reply = api.patch(f"{PEOPLE}/{contact['id']}", {"role": "owner", "phone": "+1"}, token=office)
    assert reply.json == {**contact, "role": "owner", "phone": "+1"}


@pytest.mark.parametrize(
    "body",
    [{"id": "x"}, {"portal_status": "active"}, {"customer_id": "cus_two"}, {"role": "god"}, {"email": "x"}],
    ids=str,
)
def test_V05_a_change_of_anything_else_is_refused_by_name(api, office, body):
    contact = enter(api, office).json
    assert api.patch(f"{PEOPLE}/{contact['id']}", body, token=office).fields == list(body)


def test_a_role_acts_on_the_next_request(api, office, ada):
    token = ada.token
    api.patch(f"{PEOPLE}/{ada.id}", {"role": "viewer"}, token=office)
    assert api.get("/portal/me", token=token).json["role"] == "viewer"


def test_V33_a_new_address_switches_access_off_until_it_is_invited(api, office, ada):
    token = ada.token
    reply = api.patch(f"{PEOPLE}/{ada.id}", {"email": "countess@example.com"}, token=office)
    assert (reply.json["id"], reply.json["email"], reply.json["portal_status"]) == (
        ada.id,
        "countess@example.com",
        "disabled",
    )
    assert not is_in(api, token)
    assert sign_in(api).status == 401
    assert [item["email"] for item in api.get(PEOPLE, token=office).json["items"]] == ["countess@example.com"]


def test_a_new_address_that_another_contact_has_is_a_conflict(api, office, ada, bob):
    reply = api.patch(f"{PEOPLE}/{ada.id}", {"email": "bob@example.com"}, token=office)
    assert (reply.status, reply.code) == (409, "contact_exists")
    assert sign_in(api).status == 200


def test_two_changes_at_once_are_not_mixed(api, office, ada, monkeypatch):
    from chalicelib.contacts import update as verb

    real = verb._keep

    def slow(tx, before, contact):
        with transaction() as other:
            store.table.save(other, before.model_copy(update={"phone": "+49"}))
        return real(tx, before, contact)

    monkeypatch.setattr(verb, "_keep", slow)
    assert api.patch(f"{PEOPLE}/{ada.id}", {"role": "viewer"}, token=office).status == 409
    kept = store.get("ten_acme#cus_one", ada.email)
    assert (kept.phone, kept.role) == ("+49", "owner")


def test_V16_a_removed_contact_is_out_on_the_next_request(api, ada, staff):
    token = ada.token
    assert api.delete(f"{PEOPLE}/{ada.id}", token=staff("accountant").token).status == 204
    assert not is_in(api, token)
    assert sign_in(api).status == 401
    assert api.get(f"{PEOPLE}/{ada.id}", token=staff("accountant").token).status == 404


def test_removing_needs_more_than_support(api, office, ada):
    reply = api.delete(f"{PEOPLE}/{ada.id}", token=office)
    assert (reply.status, reply.code) == (403, "role_too_low")


ROUTES = [
    ("GET", PEOPLE), ("POST", PEOPLE), ("GET", f"{PEOPLE}/X"), ("PATCH", f"{PEOPLE}/X"), ("DELETE", f"{PEOPLE}/X"),
    ("PUT", f"{PEOPLE}/X/portal-access"), ("DELETE", f"{PEOPLE}/X/portal-access"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_V01_V02_strangers_are_not_signed_in_and_other_tenants_find_nothing(api, ada, stranger_staff, method, path):
    path = path.replace("X", ada.id)
    body = {"email": "new@example.com"} if (method, path) == ("POST", PEOPLE) else None
    assert api.call(method, path, body).status == 401
    assert api.call(method, path, body, token=ada.token).status == 401
    reply = api.call(method, path, body, token=stranger_staff.token)
    absent = api.call(method, path.replace("cus_one", "cus_absent"), body, token=stranger_staff.token)
    assert (reply.status, reply.code, reply.json["detail"]) == (absent.status, absent.code, absent.json["detail"])
    assert (reply.status, reply.code) == (404, "not_found")
    assert is_in(api, ada.token)


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route[1] != PEOPLE])
def test_V03_a_contact_of_another_customer_is_absent_here(api, ada, carol, staff, method, path):
    assert api.call(method, path.replace("X", carol.id), token=staff("owner").token).status == 404
    assert is_in(api, carol.token)


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route[0] != "GET"])
def test_unknown_fields_are_refused_and_nothing_happens(api, ada, staff, method, path):
    path = path.replace("X", ada.id)
    body = {"email": "new@example.com", "colour": "blue"} if (method, path) == ("POST", PEOPLE) else {"colour": "blue"}
    reply = api.call(method, path, body, token=staff("owner").token)
    assert (reply.status, reply.fields) == (422, ["colour"])
    assert is_in(api, ada.token)
    assert [item["id"] for item in api.get(PEOPLE, token=staff("owner").token).json["items"]] == [ada.id]


def test_the_customer_of_a_contact_cannot_be_removed(api, office, staff):
    enter(api, office)
    assert api.delete("/merchant/customers/cus_one", token=staff("admin").token).status == 409


def test_an_address_may_be_a_contact_of_several_customers(api, ada, office):
    a_client("ten_acme", "cus_two", "Ada")
    from chalicelib.contacts.find import find_contacts_by_email

    assert [contact.customer_id for contact in find_contacts_by_email("ten_acme", "ada@example.com")] == [
        "cus_one",
        "cus_two",
    ]
