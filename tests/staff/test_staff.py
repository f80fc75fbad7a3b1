"""The merchant's people: admins manage everybody below owner, owners everybody, and an owner always stays."""

import pytest

from chalicelib.staff import store
from tests.fixtures.people import a_staff_member
from tests.fixtures.sign_in import is_in, staff_sign_in

NINA = {"name": "Nina Simone", "email": "nina@acme.example", "role": "accountant"}


def hire(api, token: str, **more):
    return api.post("/merchant/staff", {**NINA, **more}, token=token)


def change(api, person, token: str, **body):
    return api.patch(f"/merchant/staff/{person.id}", body, token=token)


def test_somebody_is_hired_by_a_mail_that_leads_to_the_page_itself(api, staff, post):
    reply = hire(api, staff("admin").token)
    assert reply.status == 201
    assert reply.json == {
        "id": reply.json["id"], "name": "Nina Simone", "email": "nina@acme.example", "role": "accountant", "status": "invited",
        "language": "en", "invited_at": "2026-03-16T12:00:00.000Z", "last_seen_at": None, "created_at": "2026-03-16T12:00:00.000Z",
    }  # fmt: skip
    post.deliver()
    (mail,) = post.sent
    assert mail.to == "nina@acme.example"
    assert mail.first_link.startswith("https://portal.example.com/merchant/accept#")


def test_everybody_sees_who_is_staff(api, staff):
    staff("owner")
    items = api.get("/merchant/staff", token=staff("support").token).json["items"]
    assert [item["email"] for item in items] == ["owner@acme.example", "support@acme.example"]
    first = api.get("/merchant/staff", token=staff("support").token, query={"limit": 1}).json
    rest = api.get(
        "/merchant/staff", token=staff("support").token, query={"limit": 1, "cursor": first["next_cursor"]}
    ).json
    assert [item["role"] for item in first["items"] + rest["items"]] == ["owner", "support"]


def test_V11_no_answer_holds_a_token_or_its_digest(api, staff):
    assert "invitation" not in hire(api, staff("admin").token).json
    assert '"invitation"' not in api.get("/merchant/staff", token=staff("admin").token).raw.decode()


def test_an_address_is_staff_once(api, staff):
    hire(api, staff("admin").token)
    reply = hire(api, staff("admin").token, email="NINA@acme.example")
    assert (reply.status, reply.code) == (409, "staff_exists")


def test_an_invitation_is_sent_again_until_it_is_accepted(api, staff, post):
    nina = hire(api, staff("admin").token).json
    path = f"/merchant/staff/{nina['id']}/invitation"
    assert api.post(path, {}, token=staff("admin").token).status == 202
    post.deliver()
    old, new = (mail.first_link.partition("#")[2] for mail in post.sent_to("nina@acme.example"))
    body = {"password": "seven tall windmills"}
    assert api.post("/merchant/invitations/acceptance", {**body, "token": old}).status == 422
    assert api.post("/merchant/invitations/acceptance", {**body, "token": new}).status == 200
    again = api.post(path, {}, token=staff("admin").token)
    assert (again.status, again.code) == (409, "already_in")


@pytest.mark.parametrize("role", ["support", "accountant"])
def test_below_admin_nobody_manages_staff(api, staff, role):
    token, other = staff(role).token, staff("admin")
    replies = [
        hire(api, token), hire(api, token, nonsense=1), change(api, other, token, name="X"),
        api.delete(f"/merchant/staff/{other.id}", token=token), api.post(f"/merchant/staff/{other.id}/invitation", {}, token=token),
    ]  # fmt: skip
    assert [(reply.status, reply.code) for reply in replies] == [(403, "role_too_low")] * 5


def test_admins_make_change_and_remove_no_owner(api, staff):
    token, owner = staff("admin").token, staff("owner")
    replies = [
        hire(api, token, role="owner"), change(api, owner, token, name="X"), change(api, staff("support"), token, role="owner"),
        change(api, staff("admin"), token, role="owner"), api.delete(f"/merchant/staff/{owner.id}", token=token),
    ]  # fmt: skip
    assert [(reply.status, reply.code) for reply in replies] == [(403, "role_too_low")] * 5


def test_a_role_acts_on_the_next_request(api, staff):
    support = staff("support")
    token = support.token
    assert change(api, support, staff("admin").token, role="admin").json["role"] == "admin"
    assert hire(api, token).status == 201


def test_V16_who_is_disabled_is_out_on_the_next_request_and_stays_out_of_old_sessions(api, staff):
    support = staff("support")
    token = support.token
    assert change(api, support, staff("admin").token, status="disabled").json["status"] == "disabled"
    assert not is_in(api, token, "merchant")
    assert staff_sign_in(api, support.email).status == 401
    assert change(api, support, staff("admin").token, status="active").code == "not_accepted_yet"


def test_who_accepted_once_can_be_let_in_again(api, staff, acme):
    person = a_staff_member("ten_acme", "support", email="sam@acme.example", accepted_at="2026-03-01T10:00:00.000Z")
    token = person.token
    change(api, person, staff("admin").token, status="disabled")
    assert change(api, person, staff("admin").token, status="active").json["status"] == "active"
    assert not is_in(api, token, "merchant")
    assert staff_sign_in(api, person.email).status == 200


def test_V16_who_is_removed_is_out_on_the_next_request(api, staff):
    support = staff("support")
    token = support.token
    assert api.delete(f"/merchant/staff/{support.id}", token=staff("admin").token).status == 204
    assert not is_in(api, token, "merchant")
    assert api.delete(f"/merchant/staff/{support.id}", token=staff("admin").token).status == 404


def test_the_last_owner_stays(api, staff):
    owner = staff("owner")
    replies = [
        change(api, owner, owner.token, role="admin"), change(api, owner, owner.token, status="disabled"),
        api.delete(f"/merchant/staff/{owner.id}", token=owner.token),
    ]  # fmt: skip
    assert [(reply.status, reply.code) for reply in replies] == [(409, "last_owner")] * 3
    assert change(api, owner, owner.token, name="Olga").status == 200


def test_an_owner_who_cannot_sign_in_does_not_count(api, staff):
    a_staff_member("ten_acme", "owner", email="invited@acme.example", status="invited")
    a_staff_member("ten_acme", "owner", email="disabled@acme.example", status="disabled")
    assert api.delete(f"/merchant/staff/{staff('owner').id}", token=staff("owner").token).code == "last_owner"


def test_one_of_two_owners_may_leave(api, staff):
    second = a_staff_member("ten_acme", "owner", email="second@acme.example")
    assert api.delete(f"/merchant/staff/{staff('owner').id}", token=staff("owner").token).status == 204
    assert change(api, second, second.token, role="admin").code == "last_owner"


def test_two_owners_who_remove_each_other_at_once_leave_one(api, staff, monkeypatch):
    from chalicelib.staff import remove as verb

    first, second = staff("owner"), a_staff_member("ten_acme", "owner", email="second@acme.example")
    token = second.token
    real, others = verb.keep_an_owner, []

    def slow(*arguments):
        real(*arguments)
        if not others:
            others.append(None)
            others[0] = api.delete(f"/merchant/staff/{first.id}", token=token)

    monkeypatch.setattr(verb, "keep_an_owner", slow)
    mine = api.delete(f"/merchant/staff/{second.id}", token=first.token)
    assert sorted([mine.status, others[0].status]) == [204, 409]
    assert len(store.get_owners("ten_acme")) == 1


ROUTES = [("PATCH", "/merchant/staff/X"), ("DELETE", "/merchant/staff/X"), ("POST", "/merchant/staff/X/invitation")]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_V01_other_tenants_find_nobody_and_strangers_are_not_signed_in(api, staff, stranger_staff, ada, method, path):
    path = path.replace("X", staff("support").id)
    assert api.call(method, path, {}).status == 401
    assert api.call(method, path, {}, token=ada.token).status == 401
    foreign = api.call(method, path, {}, token=stranger_staff.token)
    absent = api.call(
        method, "/merchant/staff/stf_absent" + path.partition(staff("support").id)[2], {}, token=stranger_staff.token
    )
    assert (foreign.status, foreign.code) == (absent.status, absent.code) == (404, "not_found")
    assert is_in(api, staff("support").token, "merchant")


def test_lists_are_of_ones_own_tenant(api, staff, stranger_staff, ada):
    staff("owner")
    items = api.get("/merchant/staff", token=stranger_staff.token).json["items"]
    assert [item["email"] for item in items] == ["owner@globex.example"]
    assert api.get("/merchant/staff").status == 401
    assert api.post("/merchant/staff", NINA).status == 401
    assert api.get("/merchant/staff", token=ada.token).status == 401


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["name", "email", "role"]), ({**NINA, "role": "god"}, ["role"]), ({**NINA, "email": "x"}, ["email"]),
        ({**NINA, "name": "a\nb"}, ["name"]), ({**NINA, "status": "active"}, ["status"]), ({**NINA, "tenant_id": "x"}, ["tenant_id"]),
        ({**NINA, "access": 1}, ["access"]), ({**NINA, "password": "seven tall windmills"}, ["password"]),
    ],
)  # fmt: skip
def test_V05_V14_a_wrong_body_is_refused_by_field(api, staff, body, fields):
    assert api.post("/merchant/staff", body, token=staff("admin").token).fields == fields


@pytest.mark.parametrize(
    "body", [{"email": "x@y.zz"}, {"role": "god"}, {"status": "invited"}, {"name": ""}, {"id": "x"}], ids=str
)
def test_V05_a_wrong_change_is_refused_by_field(api, staff, body):
    assert change(api, staff("support"), staff("admin").token, **body).fields == list(body)


def test_unknown_fields_stop_removal_and_invitation(api, staff):
    token, support = staff("admin").token, staff("support")
    assert api.delete(f"/merchant/staff/{support.id}", {"colour": 1}, token=token).fields == ["colour"]
    assert api.post(f"/merchant/staff/{support.id}/invitation", {"colour": 1}, token=token).fields == ["colour"]
    assert is_in(api, support.token, "merchant")
