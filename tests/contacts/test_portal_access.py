"""Staff let people into the portal and out of it, one by one or many at once."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts import store
from chalicelib.contacts.entity import Contact
from chalicelib.core import ids
from tests.fixtures.people import change_portal
from tests.fixtures.sign_in import is_in, sign_in

PEOPLE = "/merchant/customers/cus_one/contacts"


@pytest.fixture
def office(staff) -> str:
    return staff("support").token


def a_contact(name: str, customer_id: str = "cus_one", **more) -> Contact:
    """Somebody who was never invited, kept."""
    contact = Contact(
        tenant_id="ten_acme", customer_id=customer_id, id=ids.new_id("con"), email=f"{name}@example.com", first_name=name.title(),
        language=more.pop("language", "en"), created_at="2026-03-01T09:00:00.000Z", **more,
    )  # fmt: skip
    with transaction() as tx:
        store.table.add(tx, contact)
    return contact


def put(api, contact: Contact, token: str):
    return api.put(f"{PEOPLE}/{contact.id}/portal-access", {}, token=token)


def off(api, contact_id: str, token: str):
    return api.delete(f"{PEOPLE}/{contact_id}/portal-access", token=token)


def now(contact: Contact) -> Contact:
    kept = store.get(contact.partition, contact.email)
    assert kept is not None
    return kept


def test_an_invitation_is_a_mail_that_leads_to_the_page_itself(api, office, acme, post):
    grace = a_contact("grace")
    reply = put(api, grace, office)
    assert (reply.status, reply.json["portal_status"], reply.json["invited_at"]) == (
        202,
        "invited",
        "2026-03-16T12:00:00.000Z",
    )
    post.deliver()
    (mail,) = post.sent
    assert (mail.to, mail.subject) == ("grace@example.com", "Acme GmbH invites you to the client portal")
    assert mail.first_link.startswith("https://portal.example.com/acme/accept#")
    assert len(mail.first_link.partition("#")[2]) == 43
    assert mail.text.startswith("Hello Grace,")


def test_a_german_contact_is_invited_in_german(api, office, post):
    put(api, a_contact("emmy", language="de"), office)
    post.deliver()
    assert post.sent[0].subject == "Acme GmbH lädt Sie in das Kundenportal ein"


def test_putting_again_sends_again(api, office, post):
    grace = a_contact("grace")
    put(api, grace, office)
    put(api, grace, office)
    post.deliver()
    assert len({mail.first_link for mail in post.sent}) == 2


def test_who_is_in_already_gets_no_mail(api, office, ada, post):
    reply = put(api, ada.row, office)
    assert (reply.status, reply.json["portal_status"]) == (202, "active")
    post.deliver()
    assert post.sent == []


def test_nobody_is_invited_to_a_portal_that_is_switched_off(api, office, acme, post):
    change_portal("ten_acme", enabled=False)
    reply = put(api, a_contact("grace"), office)
    assert (reply.status, reply.code) == (409, "portal_is_off")


@pytest.mark.asvs("7.4.5")
def test_V16_switching_off_acts_on_the_next_request(api, office, ada):
    token = ada.token
    assert off(api, ada.id, office).status == 204
    assert not is_in(api, token)
    assert sign_in(api).status == 401
    assert now(ada.row).portal_status == "disabled"


def test_switching_off_twice_changes_nothing_more(api, office, ada):
    off(api, ada.id, office)
    first = now(ada.row)
    assert off(api, ada.id, office).status == 204
    assert now(ada.row) == first


def test_invitations_are_limited_to_50_an_hour(api, staff, acme, time):
    grace, token = a_contact("grace"), staff("support").token
    from chalicelib.adapters.limits import limit_invitations

    limit_invitations("ten_acme", staff("support").id, 49)
    assert put(api, grace, token).status == 202
    reply = put(api, grace, token)
    assert (reply.status, reply.headers["Retry-After"]) == (429, "3600")
    assert put(api, grace, staff("admin").token).status == 202


def test_V13_the_link_does_not_follow_the_requests_host(api, office, post):
    grace = a_contact("grace")
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    api.put(f"{PEOPLE}/{grace.id}/portal-access", {}, token=office, headers=forged)
    post.deliver()
    assert "evil.example" not in post.sent[0].raw.as_string()


# ---------------------------------------------------------------------------------------------------------------------
# Many at once
# ---------------------------------------------------------------------------------------------------------------------


def invite(api, token: str, *customer_ids: str, **more):
    return api.post("/merchant/invitations", {"customer_ids": list(customer_ids), **more}, token=token)


def test_everybody_who_waits_for_an_invitation_that_works_gets_one(api, office, ada, dave, post, time):
    fresh, other = a_contact("grace"), a_contact("alan", "cus_two")
    old = a_contact("barbara", portal_status="invited", invited_at="2026-03-09T11:59:59.000Z")
    a_contact("kay", portal_status="invited", invited_at="2026-03-09T12:00:01.000Z")
    reply = invite(api, office, "cus_one", "cus_two", "cus_one")
    assert reply.status == 202
    assert {item["contact_id"] for item in reply.json["items"]} == {fresh.id, other.id, old.id}
    post.deliver()
    assert {mail.to for mail in post.sent} == {fresh.email, other.email, old.email}
    assert now(dave.row).portal_status == "disabled"


def test_repeating_the_call_invites_nobody_twice(api, office, acme, post):
    a_contact("grace")
    invite(api, office, "cus_one")
    assert invite(api, office, "cus_one").json == {"items": []}
    post.deliver()
    assert len(post.sent) == 1


def test_V02_foreign_and_absent_customers_are_named_alike_and_nobody_is_invited(api, office, eve, post):
    a_contact("grace")
    reply = invite(api, office, "cus_one", "cus_three", "cus_absent")
    assert (reply.status, reply.fields) == (422, ["customer_ids.1", "customer_ids.2"])
    assert len({error["message"] for error in reply.json["errors"]}) == 1
    post.deliver()
    assert post.sent == []


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["customer_ids"]), ({"customer_ids": []}, ["customer_ids"]), ({"customer_ids": ["x"] * 51}, ["customer_ids"]),
        ({"customer_ids": [""]}, ["customer_ids.0"]), ({"customer_ids": "cus_one"}, ["customer_ids"]),
        ({"customer_ids": ["cus_one"], "role": "owner"}, ["role"]),
    ],
)  # fmt: skip
def test_a_wrong_body_is_refused_by_field(api, office, body, fields):
    assert api.post("/merchant/invitations", body, token=office).fields == fields


def test_strangers_and_clients_invite_nobody(api, ada, acme):
    assert invite(api, "", "cus_one").status == 401
    assert invite(api, ada.token, "cus_one").status == 401


def test_a_portal_that_is_off_and_the_limit_stop_many_invitations_too(api, staff, acme):
    from chalicelib.adapters.limits import limit_invitations

    a_contact("grace")
    limit_invitations("ten_acme", staff("admin").id, 50)
    assert invite(api, staff("admin").token, "cus_one").status == 429
    change_portal("ten_acme", enabled=False)
    assert invite(api, staff("owner").token, "cus_one").code == "portal_is_off"


def test_too_many_people_at_once_are_refused_whole(api, office, acme, monkeypatch):
    from chalicelib.contacts import invite_many

    monkeypatch.setattr(invite_many, "_MOST_MAILS", 1)
    first, second = a_contact("grace"), a_contact("alan")
    assert invite(api, office, "cus_one").fields == ["customer_ids"]
    assert {now(first).portal_status, now(second).portal_status} == {"disabled"}


def test_somebody_who_is_changed_meanwhile_is_left_out(api, office, acme, monkeypatch):
    from chalicelib.contacts import invite_many

    grace, alan = a_contact("grace"), a_contact("alan")
    real = invite_many.send_invitation

    def slow(user, contact):
        if contact.id == alan.id:
            with transaction() as tx:
                store.table.save(tx, now(alan).model_copy(update={"phone": "+49"}))
        real(user, contact)

    monkeypatch.setattr(invite_many, "send_invitation", slow)
    assert [item["contact_id"] for item in invite(api, office, "cus_one").json["items"]] == [grace.id]
    assert now(alan).portal_status == "disabled"
