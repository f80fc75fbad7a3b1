"""Passkeys: made with a fresh proof, used once each time, and refused in one way whatever is wrong."""

import pytest

from chalicelib.sessions import store, totp
from tests.fixtures.authenticator import PRESENT, Authenticator, add_passkey, b64, come_in, jar
from tests.fixtures.invoices import actions, mails
from tests.fixtures.people import PASSWORD, change_portal
from tests.fixtures.sign_in import is_in, mailed_token, sign_in

OPTIONS, PASSKEYS = "/portal/me/passkeys/options", "/portal/me/passkeys"


def told(reply):
    """All that a reply says, but for its own id."""
    return reply.status, {**reply.json, "request_id": ""}


def test_a_passkey_is_added_told_listed_and_opens_the_portal_without_address_or_password(api, ada, post, time):
    device = add_passkey(api, ada)
    assert [mail.to for mail in mails()] == [ada.email] and "passkey.added" in actions(ada.id)
    time.move(minutes=1)
    reply = come_in(api, device)
    assert reply.status == 200 and reply.json["user"]["email"] == "ada@example.com"
    assert is_in(api, reply.json["access_token"])
    assert {name.rpartition("_")[0] for name in reply.cookies} >= {"__Host-r-ten", "__Host-d-ten", "__Host-k-ten"}
    assert reply.cookies["__Host-k-ten_acme"] == ""
    (listed,) = api.get(PASSKEYS, token=ada.token).json["items"]
    assert listed["last_used_at"] == "2026-03-16T12:01:00.000Z" and listed["created_at"] == "2026-03-16T12:00:00.000Z"


def test_the_browser_is_told_what_to_make_from_the_settings_alone(api, ada):
    """V13: whatever the request calls its host."""
    made = add_passkey(api, ada)
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Origin": "https://evil.example"}
    reply = api.post(OPTIONS, {}, token=ada.token, headers=headers)
    body = reply.json
    assert (body["rp_id"], body["rp_name"]) == ("portal.example.com", "Acme GmbH")
    assert (body["user_name"], body["exclude"]) == ("ada@example.com (Acme GmbH)", [b64(made.id)])
    cookie = reply.headers["Set-Cookie"][0]
    assert "HttpOnly" in cookie and "Secure" in cookie and "SameSite=Strict" in cookie and "Max-Age=300" in cookie
    assert api.post("/portals/acme/sessions/passkey/options", {}, headers=headers).json["rp_id"] == "portal.example.com"


WRONG = {
    "another site": {"site": "https://evil.example"},
    "another party": {"party": "evil.example"},
    "nobody verified": {"flags": PRESENT},
    "nobody present": {"flags": 4},
}


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_authenticator_of_ours_says_is_neither_kept_nor_let_in(api, ada, wrong):
    begun = api.post(OPTIONS, {}, token=ada.token)
    made = Authenticator(**WRONG[wrong]).make(begun.json)
    refused = api.post(PASSKEYS, made, token=ada.token, headers=jar(begun))
    assert (refused.status, refused.fields) == (422, ["attestation_object"])
    device = add_passkey(api, ada)
    device.__dict__.update(WRONG[wrong])
    assert (come_in(api, device).status, come_in(api, device).code) == (401, "passkey_refused")


def test_V15_unknown_removed_foreign_disabled_and_forged_are_one_answer(api, ada, eve, carol):
    device, foreign = add_passkey(api, ada), add_passkey(api, eve)
    stolen = Authenticator(id=device.id, user_handle=device.user_handle)
    swapped = Authenticator(id=foreign.id, key=foreign.key, user_handle=device.user_handle)
    of_carol = add_passkey(api, carol)
    api.delete(f"{PASSKEYS}/{api.get(PASSKEYS, token=carol.token).json['items'][0]['id']}", {}, token=carol.token)
    wrong = [Authenticator(user_handle=b64(b"nobody")), foreign, stolen, swapped, of_carol]
    answers = [told(come_in(api, one)) for one in wrong]
    answers.append(told(come_in(api, device, signature=b64(b"x" * 70))))
    answers.append(told(come_in(api, device, authenticator_data="AA", client_data_json="____")))
    change_portal("ten_acme", enabled=False)
    answers.append(told(come_in(api, device)))
    assert answers == [answers[0]] * len(answers)
    assert answers[0][0] == 401 and answers[0][1]["code"] == "passkey_refused"


def test_V10_an_attempt_is_of_one_browser_one_purpose_five_minutes_and_one_use(api, ada, bob, time):
    device = add_passkey(api, ada)
    begun, other = (api.post("/portals/acme/sessions/passkey/options", {}) for _ in range(2))
    path, said = "/portals/acme/sessions/passkey", device.sign(begun.json)
    adding = api.post(OPTIONS, {}, token=ada.token)
    of_adding = device.sign(adding.json)
    nothing = {"Origin": "https://portal.example.com", "X-Portal": "1"}
    assert api.post(path, said, headers=nothing).status == 401
    assert api.post(path, said, headers={"Cookie": jar(begun)["Cookie"]}).status == 403
    assert api.post(path, said, headers=jar(other)).status == 401
    assert api.post(path, of_adding, headers=jar(adding)).status == 401
    new = Authenticator().make(adding.json)
    not_begun = api.post(PASSKEYS, new, token=bob.token, headers=jar(adding))
    assert (not_begun.status, not_begun.fields) == (422, ["attestation_object"])
    assert [api.post(path, said, headers=jar(begun)).status for _ in range(2)] == [200, 401]
    added = [api.post(PASSKEYS, new, token=ada.token, headers=jar(adding)) for _ in range(2)]
    assert [reply.status for reply in added] == [201, 422]
    late = api.post("/portals/acme/sessions/passkey/options", {})
    time.move(seconds=300)
    assert api.post(path, device.sign(late.json), headers=jar(late)).status == 401
    assert api.post(PASSKEYS, new, token=ada.token).code == "no_passkey_begun"


@pytest.mark.asvs("7.5.1")
def test_adding_and_removing_ask_who_is_there_where_the_sign_in_is_long_ago(api, ada, time):
    add_passkey(api, ada)
    (one,) = api.get(PASSKEYS, token=ada.token).json["items"]
    time.move(minutes=6)
    for method, path in (("POST", OPTIONS), ("DELETE", f"{PASSKEYS}/{one['id']}")):
        assert api.call(method, path, {}, token=ada.token).code == "reauthentication_required"
        assert api.call(method, path, {"password": "a wrong password"}, token=ada.token).fields == ["password"]
        assert api.call(method, path, {"password": PASSWORD}, token=ada.token).status in (200, 204)
    assert "passkey.removed" in actions(ada.id) and len(mails()) == 2
    assert store.get_owner("ten_acme", ada.credential.id) is None


def test_another_persons_passkey_is_not_there(api, ada, bob):
    add_passkey(api, ada)
    (one,) = api.get(PASSKEYS, token=ada.token).json["items"]
    assert api.delete(f"{PASSKEYS}/{one['id']}", {}, token=bob.token).status == 404
    assert api.get(PASSKEYS, token=bob.token).json == {"items": []}


def test_there_are_ten_at_most_and_none_twice(api, ada):
    device = add_passkey(api, ada)
    begun = api.post(OPTIONS, {}, token=ada.token)
    again = Authenticator(id=device.id)
    assert api.post(PASSKEYS, again.make(begun.json), token=ada.token, headers=jar(begun)).status == 422
    for _ in range(9):
        add_passkey(api, ada)
    assert api.post(OPTIONS, {}, token=ada.token).code == "too_many_passkeys"


def test_a_counter_that_does_not_grow_is_told_by_the_audit(api, ada):
    device = add_passkey(api, ada, Authenticator(counter=5))
    device.counter = 6
    assert come_in(api, device).status == 200 and "passkey.counter_fell" not in actions(ada.id)
    assert come_in(api, device).status == 200 and "passkey.counter_fell" in actions(ada.id)
    assert ada.credential.passkeys[0].counter == 6


@pytest.fixture
def strict(ada):
    """Acme asks for a second factor."""
    change_portal("ten_acme", require_second_factor=True)


@pytest.mark.asvs("6.3.3")
def test_a_passkey_is_the_second_factor_that_a_merchant_asks_for(api, ada, strict):
    assert api.get("/portal/me", token=ada.token).json["second_factor"] == "required"
    assert api.get("/portal/dashboard", token=ada.token).status == 403
    device = add_passkey(api, ada)
    assert api.get("/portal/me", token=ada.token).json["second_factor"] == "off"
    token = come_in(api, device).json["access_token"]
    assert api.get("/portal/dashboard", token=token).status == 200


@pytest.mark.asvs("6.5.1")
def test_the_password_alone_then_opens_nothing_and_a_recovery_code_does_once(api, ada, strict):
    begun = api.post(OPTIONS, {}, token=ada.token)
    added = api.post(PASSKEYS, Authenticator().make(begun.json), token=ada.token, headers=jar(begun)).json
    assert len(added["recovery_codes"]) == 10
    asked = sign_in(api)
    assert (asked.status, asked.code) == (401, "second_factor_required") and "passkey" in asked.json["detail"]
    code = added["recovery_codes"][0]
    assert [sign_in(api, totp=code).status for _ in range(2)] == [200, 401]
    assert sign_in(api, totp="123456").status == 401
    begun = api.post("/portal/me/totp", {}, token=ada.token).json  # an app that nobody confirmed counts for nothing
    assert sign_in(api, totp=totp.code_of(begun["secret"], totp.step_at(1773662400))).status == 401
    assert sign_in(api, totp=added["recovery_codes"][1]).status == 200
    gone = api.delete(f"{PASSKEYS}/{added['id']}", {}, token=ada.token)
    assert (gone.status, gone.code) == (409, "second_factor_is_mandatory")


def test_where_nobody_asks_for_a_second_factor_the_password_goes_on_alone(api, ada):
    add_passkey(api, ada)
    assert sign_in(api).status == 200
    assert len(api.post("/portal/me/recovery-codes", {}, token=ada.token).json["codes"]) == 10


def test_V16_a_passkey_goes_with_its_person_to_another_address_and_all_go_when_that_is_taken_back(api, ada, post):
    device, new = add_passkey(api, ada), "ada@new.example"
    api.post("/portal/me/email-changes", {"email": new, "password": PASSWORD}, token=ada.token)
    path, old = "/portals/acme/email-changes", ada.email
    assert api.post(f"{path}/completion", {"token": mailed_token(post, new)}).status == 204
    assert come_in(api, device).json["user"]["email"] == new
    assert api.post(f"{path}/reversal", {"token": mailed_token(post, old)}).status == 204
    assert come_in(api, device).status == 401
    assert store.get_credential("client", "ten_acme", old).passkeys == []


@pytest.mark.asvs("7.4.2")
def test_V16_a_passkey_of_whom_nobody_wants_opens_nothing_and_a_new_password_leaves_it(api, ada, staff):
    device = add_passkey(api, ada)
    passwords = {"current_password": PASSWORD, "new_password": "a loud mountain 1913"}
    assert api.put("/portal/me/password", passwords, token=ada.token).status == 204
    assert come_in(api, device).status == 200
    path = f"/merchant/customers/cus_one/contacts/{ada.id}/portal-access"
    assert api.delete(path, token=staff("support").token).status == 204
    assert come_in(api, device).status == 401


@pytest.mark.asvs("2.4.1")
def test_attempts_are_counted_by_address(api, acme):
    replies = [api.post("/portals/acme/sessions/passkey/options", {}).status for _ in range(61)]
    assert replies[-2:] == [200, 429]


def test_of_two_passkeys_one_stays_and_the_last_takes_the_recovery_codes_along(api, ada):
    """Codes are there for what they replace; an app keeps its own."""
    add_passkey(api, ada)
    begun = api.post(OPTIONS, {}, token=ada.token)
    second = api.post(
        PASSKEYS, Authenticator().make(begun.json), token=ada.token, headers={**jar(begun), "User-Agent": "?"}
    )
    assert (second.json["name"], second.json["recovery_codes"]) == ("Passkey", [])
    assert all(cookie.startswith("__Host-k") and "Max-Age=0" in cookie for cookie in second.headers["Set-Cookie"])
    newest, oldest = api.get(PASSKEYS, token=ada.token).json["items"]
    assert newest["name"] == "Passkey"
    api.delete(f"{PASSKEYS}/{oldest['id']}", {}, token=ada.token)
    assert api.get(PASSKEYS, token=ada.token).json["items"] == [newest]
    assert ada.credential.second_factor is not None
    api.delete(f"{PASSKEYS}/{newest['id']}", {}, token=ada.token)
    assert (ada.credential.passkeys, ada.credential.second_factor) == ([], None)
    assert sorted("removed" in mail.text for mail in mails()) == [False, False, True, True]
    assert {mail.customer_id for mail in mails()} == {"cus_one"}


def test_an_app_stays_when_the_last_passkey_goes(api, ada):
    begun = api.post("/portal/me/totp", {}, token=ada.token).json
    code = totp.code_of(begun["secret"], totp.step_at(1773662400))
    assert api.post("/portal/me/totp/confirmation", {"code": code}, token=ada.token).status == 200
    add_passkey(api, ada)
    (one,) = api.get(PASSKEYS, token=ada.token).json["items"]
    assert api.delete(f"{PASSKEYS}/{one['id']}", {}, token=ada.token).status == 204
    assert ada.credential.has_second_factor


def test_an_app_that_goes_leaves_the_codes_that_stand_in_for_a_passkey_and_the_mail_says_what_went(api, ada):
    begun = api.post("/portal/me/totp", {}, token=ada.token).json
    code = totp.code_of(begun["secret"], totp.step_at(1773662400))
    assert api.post("/portal/me/totp/confirmation", {"code": code}, token=ada.token).status == 200
    add_passkey(api, ada)
    codes = ada.credential.second_factor.recovery
    assert api.delete("/portal/me/totp", {}, token=ada.token).status == 204
    kept = ada.credential.second_factor
    assert (kept.recovery, kept.sealed, ada.credential.has_second_factor) == (codes, "", False)
    told = [mail.text for mail in mails() if "authenticator app" in mail.subject]
    assert sorted("removed from" in text for text in told) == [False, True]
