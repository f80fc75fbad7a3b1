"""Forgotten passwords: one answer for everybody, a link for the owner of the address, and all sessions over after it."""

import pytest

from chalicelib.adapters.dynamodb import Meter, meter, transaction
from chalicelib.contacts import store as contacts
from chalicelib.contacts.rules import without_access
from chalicelib.sessions import complete_reset as verb
from tests.fixtures.people import PASSWORD, a_client, change_portal
from tests.fixtures.sign_in import bringing, everything_kept, is_in, mailed_token, refresh, sign_in, staff_sign_in

NEW = "seven tall windmills"


def ask(api, email: str = "ada@example.com", portal: str = "acme", **more):
    return api.post(f"/portals/{portal}/password-resets", {"email": email}, **more)


def complete(api, token: str, password: str = NEW, portal: str = "acme"):
    return api.post(f"/portals/{portal}/password-resets/completion", {"token": token, "password": password})


@pytest.fixture
def token(api, ada, post) -> str:
    assert ask(api).status == 202
    return mailed_token(post, "ada@example.com")


def test_a_reset_sets_a_new_password_and_signs_nobody_in(api, token, ada):
    reply = complete(api, token)
    assert (reply.status, reply.raw, reply.headers.get("Set-Cookie")) == (204, b"", None)
    assert sign_in(api, password=PASSWORD).status == 401
    assert sign_in(api, password=NEW).status == 200


def test_the_mail_leads_to_the_page_itself_and_says_how_long(api, token, post):
    (mail,) = post.sent_to("ada@example.com")
    assert mail.subject == "Your new password at Acme GmbH"
    assert mail.first_link == f"https://portal.example.com/acme/reset#{token}"
    assert "ten minutes" in mail.text and token in mail.html


def test_V16_a_reset_ends_every_session_and_the_person_is_told(api, ada, post):
    first = sign_in(api)
    ask(api)
    complete(api, mailed_token(post, "ada@example.com"))
    assert not is_in(api, first.json["access_token"])
    assert refresh(api, bringing(first)).status == 401
    post.deliver()
    assert post.sent_to("ada@example.com")[-1].subject == "Your password at Acme GmbH was changed"


def test_V15_everybody_gets_the_same_answer_and_only_people_get_a_mail(api, ada, dave, post):
    a_client("ten_acme", "cus_one", "Ivy", portal_status="disabled")
    replies = [ask(api, email) for email in ("ada@example.com", "nobody@example.com", dave.email, "ivy@example.com")]
    assert [(reply.status, reply.raw, sorted(reply.headers)) for reply in replies] == [
        (202, b"", sorted(replies[0].headers))
    ] * 4
    post.deliver()
    assert [mail.to for mail in post.sent] == ["ada@example.com"]


def test_V15_a_person_and_nobody_cost_the_same_requests(api, ada, staff, post):
    colleague = staff("support").email
    pairs = [
        ("/portals/acme/password-resets", {"email": "ada@example.com"}, {"email": "nobody@example.com"}),
        ("/merchant/password-resets", {"tenant": "acme", "email": colleague}, {"tenant": "acme", "email": "no@acme.example"}),
    ]  # fmt: skip
    from chalicelib.core.identity import Caller
    from chalicelib.sessions import request_reset
    from chalicelib.sessions.schemas import ResetRequest

    def operations(email: str) -> list[str]:
        counted = Meter()
        reset = meter.set(counted)
        caller = Caller("192.0.2.9", None, None, {}, None, "", "req_1", None, {}, b"")
        request_reset.request_reset(caller, "acme", ResetRequest(email=email))
        meter.reset(reset)
        return counted.operations

    assert operations("ada@example.com") == operations("nobody@example.com")
    assert len(post.waiting("outbox")) == 2
    for path, known, unknown in pairs:
        assert api.post(path, known).status == api.post(path, unknown).status == 202


def test_V15_the_row_that_stands_for_nobodys_mail_holds_no_address(api, acme, post):
    ask(api, "nobody@example.com")
    assert "nobody@example.com" not in everything_kept()
    post.deliver()
    assert post.sent == []


def test_V10_a_reset_works_once(api, token):
    assert complete(api, token).status == 204
    assert complete(api, token, "another tall windmill").fields == ["token"]
    assert sign_in(api, password=NEW).status == 200


def test_V10_a_newer_reset_voids_the_older(api, token, post):
    ask(api)
    newer = mailed_token(post, "ada@example.com")
    assert complete(api, token).fields == ["token"]
    assert complete(api, newer).status == 204


def test_V10_a_reset_is_worth_nothing_after_ten_minutes(api, token, time):
    time.move(minutes=10)
    assert complete(api, token).fields == ["token"]


def test_V10_a_reset_is_worth_nothing_after_access_was_switched_off(api, token, ada):
    with transaction() as tx:
        contacts.table.save(tx, without_access(ada.member.row))
    assert complete(api, token).fields == ["token"]


def test_V10_a_reset_is_worth_nothing_after_the_password_was_changed(api, token, ada):
    body = {"current_password": PASSWORD, "new_password": "another tall windmill"}
    assert api.put("/portal/me/password", body, token=ada.token).status == 204
    assert complete(api, token).fields == ["token"]


def test_V10_completing_twice_at_once_sets_one_password(api, token, monkeypatch):
    real, others = verb.set_password, []

    def slow(*arguments):
        if not others:
            others.append(None)
            others[0] = complete(api, token, "another tall windmill")
        return real(*arguments)

    monkeypatch.setattr(verb, "set_password", slow)
    first = complete(api, token)
    assert sorted([first.status, others[0].status]) == [204, 422]
    assert [sign_in(api, password=one).status for one in ("another tall windmill", NEW)] == [200, 401]


def test_V12_a_reset_of_one_person_or_tenant_sets_nobody_elses_password(api, token, bob, eve):
    assert complete(api, token, portal="globex").fields == ["token"]
    complete(api, token)
    assert sign_in(api, "bob@example.com").status == 200
    assert sign_in(api, "eve@example.com", portal="globex").status == 200


def test_V12_the_same_address_at_another_tenant_keeps_its_password(api, token, globex):
    a_client("ten_globex", "cus_three", "Ada")
    complete(api, token)
    assert sign_in(api, portal="globex").status == 200


def test_V13_links_come_from_the_settings_whatever_the_request_says(api, ada, post):
    forged = dict.fromkeys(("Host", "X-Forwarded-Host", "X-Forwarded-Server", "X-Original-Host"), "evil.example")
    forged |= {"Forwarded": "host=evil.example", "Origin": "https://evil.example", "Referer": "https://evil.example/"}
    assert ask(api, headers=forged).status == 202
    post.deliver()
    assert "evil.example" not in post.sent[0].raw.as_string()
    assert post.sent[0].first_link.startswith("https://portal.example.com/acme/reset#")


def test_V29_a_get_uses_nothing_up(api, token):
    assert api.get("/portals/acme/password-resets/completion", query={"token": token}).status in (403, 404, 405)
    assert complete(api, token).status == 204


def test_a_weak_password_is_refused_and_the_token_stays(api, token):
    assert [complete(api, token, weak).fields for weak in ("short", "Password1234!", "ada is my name")[:2]] == [
        ["password"]
    ] * 2
    assert complete(api, token).status == 204


def test_a_locked_person_may_sign_in_after_a_reset(api, token):
    for _ in range(5):
        sign_in(api, password="a wrong password")
    complete(api, token)
    assert sign_in(api, password=NEW).status == 200


def test_resets_are_limited_by_address_and_by_person(api, ada, post):
    for _ in range(5):
        assert ask(api).status == 202
    reply = ask(api)
    assert (reply.status, int(reply.headers["Retry-After"])) == (429, 3600)


def test_a_person_is_not_flooded_with_mails_from_many_addresses(api, ada, post):
    from chalicelib.core.identity import Caller
    from chalicelib.sessions.request_reset import request_reset
    from chalicelib.sessions.schemas import ResetRequest

    for number in range(8):
        caller = Caller(f"192.0.2.{number}", None, None, {}, None, "", "req_1", None, {}, b"")
        request_reset(caller, "acme", ResetRequest(email="ada@example.com"))
    post.deliver()
    assert len(post.sent) == 5


def test_a_portal_that_is_switched_off_sends_no_reset(api, ada, post):
    change_portal("ten_acme", enabled=False)
    assert ask(api).status == 202
    post.deliver()
    assert post.sent == []


def test_a_german_reader_gets_a_german_mail(api, acme, post):
    a_client("ten_acme", "cus_one", "Emmy", language="de")
    ask(api, "emmy@example.com")
    post.deliver()
    assert post.sent[0].subject == "Neues Passwort bei Acme GmbH"
    assert post.sent[0].text.startswith("Guten Tag Emmy Example,")


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/portals/acme/password-resets", {}, ["email"]), ("/portals/acme/password-resets", {"email": "x"}, ["email"]),
        ("/portals/acme/password-resets", {"email": "ada@example.com", "tenant": "globex"}, ["tenant"]),
        ("/portals/acme/password-resets/completion", {}, ["token", "password"]),
        ("/portals/acme/password-resets/completion", {"token": "x", "password": "y", "email": "a@b.cc"}, ["email"]),
        ("/merchant/password-resets", {"email": "ada@example.com"}, ["tenant"]),
        ("/merchant/password-resets/completion", {"password": "y"}, ["token"]),
    ],
)  # fmt: skip
def test_a_wrong_body_is_refused_by_field(api, acme, path, body, fields):
    reply = api.post(path, body)
    assert (reply.status, reply.fields) == (422, fields)


def test_unknown_portals_are_absent(api, acme):
    assert ask(api, portal="nowhere").status == 404
    assert complete(api, "x", portal="nowhere").status == 404


def test_staff_reset_their_password_too(api, staff, post):
    owner = staff("owner")
    old = staff_sign_in(api, owner.email).json["access_token"]
    assert api.post("/merchant/password-resets", {"tenant": "acme", "email": owner.email}).status == 202
    token = mailed_token(post, owner.email)
    assert post.sent[-1].first_link == f"https://portal.example.com/merchant/reset#{token}"
    assert complete(api, token).fields == ["token"]
    assert api.post("/merchant/password-resets/completion", {"token": token, "password": NEW}).status == 204
    assert not is_in(api, old, "merchant")
    assert staff_sign_in(api, owner.email, NEW).status == 200


def test_V15_staff_of_an_unknown_tenant_get_the_same_answer(api, acme):
    assert api.post("/merchant/password-resets", {"tenant": "nowhere", "email": "a@b.example"}).status == 202
