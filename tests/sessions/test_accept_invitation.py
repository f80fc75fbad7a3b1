"""An invitation is accepted once, by a typed password, and by the newest link only."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts import store as contacts
from chalicelib.sessions import accept_invitation as verb
from chalicelib.sessions import store
from tests.fixtures.people import PASSWORD, a_client, change_portal
from tests.fixtures.sign_in import bringing, everything_kept, is_in, logged, mailed_token, sign_in, staff_sign_in

NEW = "seven tall windmills"


@pytest.fixture
def invite(api, acme, staff, post):
    """Enters and invites somebody at a customer; answers the token of the mail."""

    def do(email: str = "grace@example.com", customer_id: str = "cus_one") -> str:
        office = staff("support").token
        path = f"/merchant/customers/{customer_id}/contacts"
        contact = api.post(path, {"email": email, "first_name": "Grace", "last_name": "Hopper"}, token=office).json
        assert api.put(f"{path}/{contact['id']}/portal-access", {}, token=office).status == 202
        return mailed_token(post, email)

    return do


def accept(api, token: str, password: str = NEW, portal: str = "acme", **more):
    return api.post(f"/portals/{portal}/invitations/acceptance", {"token": token, "password": password, **more})


def grace(customer_id: str = "cus_one"):
    return contacts.get(f"ten_acme#{customer_id}", "grace@example.com")


def test_a_person_chooses_a_password_and_is_in(api, invite):
    reply = accept(api, invite())
    assert reply.status == 200
    assert reply.json["user"]["name"] == "Grace Hopper"
    assert set(reply.cookies) == {"__Host-r-ten_acme", "__Host-d-ten_acme"}
    assert is_in(api, reply.json["access_token"])
    assert sign_in(api, "grace@example.com", NEW).status == 200
    kept = grace()
    assert (kept.portal_status, kept.invitation, kept.accepted_at) == ("active", None, "2026-03-16T12:00:00.000Z")


def test_V10_a_token_works_once(api, invite):
    token = invite()
    accept(api, token)
    reply = accept(api, token)
    assert (reply.status, reply.fields) == (422, ["token"])


def test_V10_a_newer_invitation_voids_the_older(api, invite, staff, post):
    old = invite()
    api.put(f"/merchant/customers/cus_one/contacts/{grace().id}/portal-access", {}, token=staff("support").token)
    new = mailed_token(post, "grace@example.com")
    assert accept(api, old).status == 422
    assert accept(api, new).status == 200


def test_V10_an_invitation_is_worth_nothing_after_access_was_switched_off(api, invite, staff):
    token = invite()
    api.delete(f"/merchant/customers/cus_one/contacts/{grace().id}/portal-access", token=staff("support").token)
    assert accept(api, token).status == 422
    assert grace().portal_status == "disabled"


def test_V10_an_invitation_is_worth_nothing_after_its_contact_went(api, invite, staff):
    token = invite()
    api.delete(f"/merchant/customers/cus_one/contacts/{grace().id}", token=staff("owner").token)
    assert accept(api, token).status == 422


def test_an_invitation_works_for_seven_days(api, invite, time):
    token = invite()
    time.move(days=7, seconds=-1)
    assert accept(api, token, "short").fields == ["password"]
    time.move(seconds=1)
    assert accept(api, token).fields == ["token"]


def test_V03_a_token_of_another_tenant_or_purpose_opens_nothing(api, invite, globex, ada, post):
    token = invite()
    assert accept(api, token, portal="globex").status == 422
    assert accept(api, token, portal="nowhere").status == 404
    assert api.post("/merchant/invitations/acceptance", {"token": token, "password": NEW}).status == 422
    body = {"token": token, "password": NEW}
    assert api.post("/portals/acme/password-resets/completion", body).fields == ["token"]
    api.post("/portals/acme/password-resets", {"email": "ada@example.com"})
    assert accept(api, mailed_token(post, "ada@example.com")).fields == ["token"]
    assert accept(api, token).status == 200


@pytest.mark.parametrize("token", ["x", "ten_acme", "../../x", "a" * 200])
def test_an_invented_token_is_refused(api, acme, token):
    assert accept(api, token).fields == ["token"]


def test_V29_opening_the_link_uses_nothing_up(api, invite):
    token = invite()
    for _ in range(3):
        assert api.get("/portals/acme/invitations/acceptance", query={"token": token}).status in (403, 404, 405)
    assert accept(api, token).status == 200


def test_V11_the_token_is_in_the_mail_and_nowhere_else(api, invite, staff):
    with logged() as log:
        token = invite()
    listed = api.get("/merchant/customers/cus_one/contacts", token=staff("owner").token).raw.decode()
    shown = api.get(f"/merchant/customers/cus_one/contacts/{grace().id}", token=staff("owner").token).raw.decode()
    assert token not in listed and token not in shown
    assert str(grace().invitation) not in listed + shown
    assert token not in everything_kept()
    assert "portal-access" in log.getvalue() and token not in log.getvalue()


def test_a_weak_password_is_refused_and_the_token_stays(api, invite):
    token = invite()
    weak = ["short", "Password1234!", "grace hopper rules", "acme is the best", "x" * 129]
    assert [accept(api, token, password).fields for password in weak] == [["password"]] * 5
    assert accept(api, token).status == 200


def test_a_portal_that_is_switched_off_takes_nobody_in_and_keeps_the_token(api, invite):
    token = invite()
    change_portal("ten_acme", enabled=False)
    assert (accept(api, token).status, accept(api, token).code) == (403, "switched_off")
    change_portal("ten_acme", enabled=True)
    assert accept(api, token).status == 200


def test_who_has_a_password_here_already_types_that_one_and_none_is_set(api, invite, ada):
    token = invite("ada@example.com", "cus_two")
    before = ada.credential.password
    refused = accept(api, token, NEW)
    assert (refused.status, refused.code) == (401, "existing_password_required")
    reply = accept(api, token, PASSWORD)
    assert (reply.status, reply.json["user"]["customer_id"]) == (200, "cus_two")
    assert ada.credential.password == before
    assert ada.credential.customers == ["cus_one", "cus_two"]


def test_guessing_the_existing_password_with_an_invitation_is_locked_like_signing_in(api, invite, ada):
    token = invite("ada@example.com", "cus_two")
    statuses = [accept(api, token, f"a wrong password {number}").status for number in range(6)]
    assert statuses == [401] * 5 + [429]
    assert sign_in(api).status == 429


def test_an_unknown_field_is_refused(api, invite):
    reply = accept(api, invite(), role="owner")
    assert (reply.status, reply.fields) == (422, ["role"])
    assert grace().role == "billing"


def between(monkeypatch, action) -> None:
    """Something happens once between the reading and the writing of an acceptance."""
    real, done = verb.start_session, []

    def slow(*arguments):
        if not done:
            done.append(1)
            action()
        return real(*arguments)

    monkeypatch.setattr(verb, "start_session", slow)


def test_V10_accepting_twice_at_once_lets_one_in(api, invite, monkeypatch):
    token, others = invite(), []
    between(monkeypatch, lambda: others.append(accept(api, token)))
    first = accept(api, token, "another tall windmill")
    assert sorted([first.status, others[0].status]) == [200, 422]
    assert len(store.get_credential("client", "ten_acme", "grace@example.com").sessions) == 1


def test_V10_access_that_is_switched_off_while_accepting_stays_off(api, invite, monkeypatch, staff):
    token = invite()
    path = f"/merchant/customers/cus_one/contacts/{grace().id}/portal-access"
    office = staff("support").token
    between(monkeypatch, lambda: api.delete(path, token=office))
    assert accept(api, token).status == 422
    assert grace().portal_status == "disabled"
    assert store.get_credential("client", "ten_acme", "grace@example.com") is None


def test_two_invitations_of_one_person_accepted_at_once_are_both_kept(api, invite, monkeypatch):
    first, second = invite(), invite(customer_id="cus_two")
    others = []
    between(monkeypatch, lambda: others.append(accept(api, second)))
    assert accept(api, first).status == 200
    assert others[0].status == 200
    assert sorted(store.get_credential("client", "ten_acme", "grace@example.com").customers) == ["cus_one", "cus_two"]


def test_V16_who_is_let_in_again_has_no_old_session(api, invite, staff, post):
    old = accept(api, invite()).json["access_token"]
    path = f"/merchant/customers/cus_one/contacts/{grace().id}/portal-access"
    api.delete(path, token=staff("support").token)
    assert not is_in(api, old)
    api.put(path, {}, token=staff("support").token)
    new = accept(api, mailed_token(post, "grace@example.com")).json["access_token"]
    assert is_in(api, new)
    assert not is_in(api, old)


def test_the_acceptance_is_audited_by_the_person(api, invite):
    from chalicelib.audit import store as audit

    accept(api, invite())
    (entry,) = [entry for entry in audit.table.query("ten_acme#cus_one") if entry.action == "invitation.accepted"]
    assert (entry.actor_kind, entry.actor_id, entry.subject_id) == ("client", grace().id, grace().id)


# ---------------------------------------------------------------------------------------------------------------------
# Staff
# ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def hired(api, staff, post) -> str:
    body = {"name": "Nina Simone", "email": "nina@acme.example", "role": "accountant"}
    assert api.post("/merchant/staff", body, token=staff("admin").token).status == 201
    return mailed_token(post, "nina@acme.example")


def accept_as_staff(api, token: str, password: str = NEW):
    return api.post("/merchant/invitations/acceptance", {"token": token, "password": password})


def test_staff_accept_an_invitation_without_naming_the_merchant(api, hired):
    reply = accept_as_staff(api, hired)
    assert (reply.status, reply.json["user"]["role"], reply.json["user"]["tenant_id"]) == (
        200,
        "accountant",
        "ten_acme",
    )
    assert is_in(api, reply.json["access_token"], "merchant")
    assert api.post("/merchant/sessions/refresh", headers=bringing(reply)).status == 200
    assert staff_sign_in(api, "nina@acme.example", NEW).status == 200
    assert accept_as_staff(api, hired).status == 422


def test_staff_passwords_do_not_hold_the_name_either(api, hired):
    assert accept_as_staff(api, hired, "nina likes music").fields == ["password"]


def test_V10_a_staff_invitation_is_worth_nothing_after_the_person_was_removed(api, hired, staff):
    listed = api.get("/merchant/staff", token=staff("admin").token).json["items"]
    (nina,) = [person for person in listed if person["email"] == "nina@acme.example"]
    assert api.delete(f"/merchant/staff/{nina['id']}", token=staff("admin").token).status == 204
    assert accept_as_staff(api, hired).status == 422


def test_a_contact_of_the_same_address_has_another_password_than_the_staff_member(api, hired):
    a_client("ten_acme", "cus_one", "Nina", email="nina@acme.example")
    assert accept_as_staff(api, hired).status == 200
    assert sign_in(api, "nina@acme.example").status == 200
    assert sign_in(api, "nina@acme.example", NEW).status == 401
    assert staff_sign_in(api, "nina@acme.example").status == 401


def test_an_invitation_of_staff_cannot_be_accepted_by_a_client(api, hired):
    assert accept(api, hired).status == 422


def test_an_invitation_that_was_changed_since_is_read_anew(api, invite, monkeypatch):
    token = invite()

    def rename() -> None:
        with transaction() as tx:
            contacts.table.save(tx, grace().model_copy(update={"phone": "+49 30 1"}))

    between(monkeypatch, rename)
    assert accept(api, token).status == 200
    assert grace().phone == "+49 30 1"
