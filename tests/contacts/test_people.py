"""An owner lets colleagues in, says what they may do and lets them go; there is always an owner (POST /portal/people and below)."""

import pytest

from chalicelib.contacts import store
from tests.fixtures.feedback import known_of, mark
from tests.fixtures.invoices import actions, changes, mails
from tests.fixtures.people import a_client

NEW = {"email": "Grace@Example.com", "first_name": "Grace", "last_name": "Hopper", "role": "billing"}


def of_ada(person):
    return store.get("ten_acme#cus_one", person.email if hasattr(person, "email") else person)


def test_a_colleague_is_entered_and_invited_in_one_go(api, ada):
    told = api.post("/portal/people", NEW, token=ada.token)
    assert told.status == 201, told.json
    assert (told.json["email"], told.json["role"], told.json["portal_status"]) == (
        "grace@example.com", "billing", "invited",
    )  # fmt: skip
    (mail,) = mails()
    assert (mail.to, mail.language) == ("grace@example.com", "en")
    assert "ada@example.com" in mail.text, "the mail says who wants this person there"
    kept = of_ada("grace@example.com")
    assert kept.customer_id == "cus_one" and kept.invitation
    assert kept.invitation not in str(told.json), "V11"
    (entry,) = [entry for entry in changes() if entry.subject_id == told.json["id"]]
    assert (entry.action, entry.changes, entry.actor_id) == ("contact.invited", {"role": "billing"}, ada.id)


def test_without_more_a_colleague_may_only_look_and_reads_the_owners_language(api, acme):
    heidi = a_client("ten_acme", "cus_one", "Heidi", "owner", language="de")
    told = api.post("/portal/people", {"email": "new@example.com"}, token=heidi.token).json
    assert told["role"] == "viewer"
    assert mails()[0].language == "de" and "Auf Wunsch von" in mails()[0].text


def test_inviting_again_sends_a_new_link_only(api, ada):
    first = api.post("/portal/people", NEW, token=ada.token).json
    before = of_ada("grace@example.com").invitation
    again = api.post("/portal/people", {"email": NEW["email"], "role": "viewer"}, token=ada.token)
    assert (again.status, again.json["id"], again.json["role"]) == (201, first["id"], "viewer")
    assert again.json["first_name"] == "Grace", "what is not said stays"
    assert of_ada("grace@example.com").invitation != before
    assert len(mails()) == 2


def test_who_is_in_is_not_invited(api, ada, bob):
    reply = api.post("/portal/people", {"email": bob.email, "role": "owner"}, token=ada.token)
    assert (reply.status, reply.code) == (409, "person_is_in")
    assert of_ada(bob).role == "viewer" and mails() == []


def test_what_the_merchant_switched_off_stays_off(api, ada, dave):
    reply = api.post("/portal/people", {"email": dave.email}, token=ada.token)
    assert (reply.status, reply.code) == (409, "access_switched_off")
    assert of_ada(dave).portal_status == "disabled"


def test_v15_the_answer_does_not_tell_who_is_known_elsewhere(api, ada, carol):
    known = api.post("/portal/people", {"email": carol.email}, token=ada.token)
    unknown = api.post("/portal/people", {"email": "nobody@example.com"}, token=ada.token)
    assert known.status == unknown.status == 201
    differ = {name for name in known.json if known.json[name] != unknown.json[name]}
    assert differ <= {"id", "email", "invited_at"}


def test_an_address_that_came_back_is_tried_again_one_that_complained_is_not_and_nobody_is_told(api, ada):
    mark("ten_acme", "bounced@example.com")
    mark("ten_acme", "angry@example.com", kind="complaint")
    for email in ("bounced@example.com", "angry@example.com"):
        told = api.post("/portal/people", {"email": email}, token=ada.token)
        assert (told.status, told.json["portal_status"]) == (201, "invited")
    assert known_of("ten_acme", "bounced@example.com") is None
    assert known_of("ten_acme", "angry@example.com") is not None


def test_everybody_of_the_customer_sees_the_people_and_nobody_elses(api, ada, bob, carol):
    told = api.get("/portal/people", token=bob.token).json
    assert [(one["email"], one["role"]) for one in told["items"]] == [
        ("ada@example.com", "owner"), ("bob@example.com", "viewer"),
    ]  # fmt: skip
    assert "language" not in told["items"][0] and "mail_problem" not in told["items"][0]


def test_the_list_is_read_in_pages(api, ada, bob):
    first = api.get("/portal/people?limit=1", token=ada.token).json
    rest = api.get(f"/portal/people?limit=1&cursor={first['next_cursor']}", token=ada.token).json
    assert [first["items"][0]["email"], rest["items"][0]["email"]] == [ada.email, bob.email]
    assert rest["next_cursor"] is None


def test_a_role_acts_on_the_next_request(api, ada, bob):
    token = bob.token
    assert api.post("/portal/people", NEW, token=token).code == "role_too_low"
    told = api.patch(f"/portal/people/{bob.id}", {"role": "owner"}, token=ada.token)
    assert (told.status, told.json["role"]) == (200, "owner")
    assert api.post("/portal/people", NEW, token=token).status == 201
    assert actions(bob.id) == ["contact.role_changed"]


def test_the_same_role_again_changes_nothing(api, ada, bob):
    assert api.patch(f"/portal/people/{bob.id}", {"role": "viewer"}, token=ada.token).status == 200
    assert actions(bob.id) == []


def test_v16_who_is_removed_is_out_at_once(api, ada, bob):
    token = bob.token
    assert api.get("/portal/me", token=token).status == 200
    assert api.delete(f"/portal/people/{bob.id}", token=ada.token).status == 204
    assert api.get("/portal/me", token=token).status == 401
    assert actions(bob.id) == ["contact.removed"]
    assert api.delete(f"/portal/people/{bob.id}", token=ada.token).status == 404


def test_v10_an_invitation_of_somebody_removed_is_worth_nothing(api, ada):
    told = api.post("/portal/people", NEW, token=ada.token).json
    assert api.delete(f"/portal/people/{told['id']}", token=ada.token).status == 204
    assert of_ada("grace@example.com") is None


def test_the_last_owner_stays(api, ada, bob):
    path = f"/portal/people/{ada.id}"
    for reply in (api.delete(path, token=ada.token), api.patch(path, {"role": "billing"}, token=ada.token)):
        assert (reply.status, reply.code) == (409, "last_owner_of_customer")
    assert of_ada(ada).role == "owner"


def test_an_owner_who_was_only_invited_does_not_count(api, ada):
    api.post("/portal/people", {**NEW, "role": "owner"}, token=ada.token)
    assert api.delete(f"/portal/people/{ada.id}", token=ada.token).code == "last_owner_of_customer"


def test_with_another_owner_one_may_go(api, ada):
    zoe = a_client("ten_acme", "cus_one", "Zoe", "owner")
    assert api.patch(f"/portal/people/{ada.id}", {"role": "viewer"}, token=ada.token).status == 200
    assert api.delete(f"/portal/people/{ada.id}", token=zoe.token).status == 204
    assert api.delete(f"/portal/people/{zoe.id}", token=zoe.token).code == "last_owner_of_customer"


def test_only_owners_manage_people_and_only_their_own(api, ada, bill, bob, carol, eve):
    path = f"/portal/people/{bob.id}"
    for who, status in ((bill, 403), (bob, 403), (carol, 404), (eve, 404)):
        assert api.patch(path, {"role": "owner"}, token=who.token).status == status
        assert api.delete(path, token=who.token).status == status
    assert api.post("/portal/people", NEW, token=bill.token).code == "role_too_low"
    assert [api.get("/portal/people").status, api.post("/portal/people", NEW).status] == [401, 401]
    assert of_ada(bob).role == "viewer"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["email"]),
        ({"email": "no address", "role": "king"}, ["email", "role"]),
        ({**NEW, "portal_status": "active", "customer_id": "cus_two"}, ["customer_id", "portal_status"]),
    ],
)
def test_v05_a_bad_colleague_is_refused_field_by_field(api, ada, body, fields):
    reply = api.post("/portal/people", body, token=ada.token)
    assert (reply.status, sorted(reply.fields)) == (422, fields)
    assert mails() == []


def test_v05_nothing_but_the_role_is_changed(api, ada, bob):
    reply = api.patch(f"/portal/people/{bob.id}", {"role": "owner", "email": "x@example.com"}, token=ada.token)
    assert (reply.status, reply.fields) == (422, ["email"])


def test_fifty_invitations_an_hour_are_enough(api, ada, monkeypatch):
    from chalicelib.adapters import limits

    monkeypatch.setattr(limits, "_take", lambda *args, **more: (_ for _ in ()).throw(limits.TooManyRequests(60)))
    assert api.post("/portal/people", NEW, token=ada.token).status == 429
    assert of_ada("grace@example.com") is None
