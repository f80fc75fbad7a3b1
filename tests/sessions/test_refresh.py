"""Staying in: the refresh token is replaced at every use, and one that comes back too late ends the session."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.sessions import refresh as verb
from chalicelib.sessions import store
from tests.fixtures.people import a_staff_member, a_tenant, change_portal
from tests.fixtures.sign_in import OURS, bringing, is_in, refresh, sign_in, staff_sign_in


@pytest.fixture
def browser(api, ada) -> dict[str, str]:
    """The headers of a browser that ada signed in with."""
    return bringing(sign_in(api))


def test_a_refresh_brings_a_new_access_token_and_another_cookie(api, ada, browser):
    reply = refresh(api, browser)
    assert reply.status == 200
    assert (reply.json["user"]["id"], reply.json["expires_in"]) == (ada.id, 600)
    assert is_in(api, reply.json["access_token"])
    (name,) = reply.cookies
    assert name == "__Host-r-ten_acme"
    assert reply.cookies[name] not in browser["Cookie"]


def test_rotation_goes_on_for_as_long_as_it_is_used(api, browser, time):
    for _ in range(5):
        time.move(hours=23)
        reply = refresh(api, browser)
        assert reply.status == 200
        browser = bringing(reply)


def test_two_tabs_within_ten_seconds_get_the_same_successor(api, browser, time):
    first = refresh(api, browser)
    time.move(seconds=10)
    second = refresh(api, browser)
    assert second.status == 200
    assert second.cookies == first.cookies
    assert refresh(api, bringing(second)).status == 200


def test_a_lost_answer_is_healed_by_asking_again(api, browser, time):
    refresh(api, browser)
    time.move(seconds=3)
    assert refresh(api, bringing(refresh(api, browser))).status == 200


def test_V16_an_old_token_later_ends_the_session_and_the_person_is_told(api, ada, browser, time, post):
    new = refresh(api, browser)
    time.move(seconds=11)
    assert refresh(api, browser).status == 401
    assert refresh(api, bringing(new)).status == 401
    assert not is_in(api, new.json["access_token"])
    assert ada.credential.sessions == []
    post.deliver()
    (mail,) = post.sent_to("ada@example.com")
    assert mail.subject == "We signed you out at Acme GmbH"


def test_V16_a_token_of_several_rotations_ago_ends_the_session_even_at_once(api, browser, ada):
    newest = refresh(api, bringing(refresh(api, browser)))
    assert refresh(api, browser).status == 401
    assert refresh(api, bringing(newest)).status == 401


def test_killing_a_session_leaves_the_others_of_the_person_alone(api, browser, time):
    other = sign_in(api)
    refresh(api, browser)
    time.move(seconds=11)
    refresh(api, browser)
    assert refresh(api, bringing(other)).status == 200


def test_the_person_is_told_once_however_often_the_thief_tries(api, browser, time, post):
    refresh(api, browser)
    time.move(seconds=11)
    for _ in range(3):
        assert refresh(api, browser).status == 401
    post.deliver()
    assert len(post.sent) == 1


def test_an_invented_token_of_a_true_session_ends_nothing(api, ada, browser):
    session_id = ada.credential.sessions[0]
    for value in (
        f"{session_id}.x.y",
        f"{session_id}..y",
        session_id,
        f"{session_id}.{'a' * 43}.{'b' * 43}",
        "x" * 400,
        "..",
        "é",
    ):
        assert refresh(api, {**OURS, "Cookie": f"__Host-r-ten_acme={value}"}).status == 401
    assert refresh(api, browser).status == 200


@pytest.mark.asvs("10.4.8")
def test_a_session_ends_after_24_idle_hours(api, browser, time):
    time.move(hours=24)
    assert refresh(api, browser).status == 401


@pytest.mark.asvs("10.4.8")
def test_a_session_ends_after_seven_days_whatever_happens(api, browser, time):
    for _ in range(7):
        time.move(hours=23, minutes=59)
        browser = bringing(refresh(api, browser))
    time.move(minutes=8)
    assert refresh(api, browser).status == 401


def test_V16_a_disabled_contact_and_a_portal_that_is_off_refresh_no_more(api, ada, browser):
    from chalicelib.contacts import store as contacts
    from chalicelib.contacts.rules import without_access

    change_portal("ten_acme", enabled=False)
    assert refresh(api, browser).status == 401
    change_portal("ten_acme", enabled=True)
    assert refresh(api, browser).status == 200
    with transaction() as tx:
        contacts.table.save(tx, without_access(ada.member.row))
    assert refresh(api, browser).status == 401


def test_V27_the_cookie_alone_does_nothing_without_our_origin_and_header(api, browser):
    cookie = {"Cookie": browser["Cookie"]}
    odd = (
        {}, {"Origin": OURS["Origin"]}, {"X-Portal": "1"}, {"Origin": "https://evil.example", "X-Portal": "1"},
        {"Origin": "null", "X-Portal": "1"}, {"Origin": "https://portal.example.com.evil.example", "X-Portal": "1"},
        {"Origin": "http://portal.example.com", "X-Portal": "1"}, {"Origin": OURS["Origin"], "X-Portal": "2"},
    )  # fmt: skip
    for headers in odd:
        reply = refresh(api, {**cookie, **headers})
        assert (reply.status, reply.code) == (403, "request_not_ours")
    assert refresh(api, browser).status == 200


def test_V27_refreshing_is_no_get(api, browser):
    assert api.get("/portals/acme/sessions/refresh", headers=browser).status in (403, 404, 405)


def test_a_stranger_is_not_signed_in(api, acme):
    assert (refresh(api, OURS).status, refresh(api, {}).status) == (401, 401)
    assert refresh(api, OURS, portal="nowhere").status == 404


def test_an_unknown_field_is_refused(api, browser):
    reply = api.post("/portals/acme/sessions/refresh", {"customer_id": "cus_two"}, headers=browser)
    assert (reply.status, reply.fields) == (422, ["customer_id"])


def test_a_cookie_of_another_tenant_is_not_looked_at(api, ada, eve, browser):
    assert refresh(api, browser, portal="globex").status == 401
    renamed = {**browser, "Cookie": browser["Cookie"].replace("__Host-r-ten_acme", "__Host-r-ten_globex")}
    assert refresh(api, renamed, portal="globex").status == 401
    assert refresh(api, browser).status == 200


def test_a_clients_cookie_refreshes_no_staff_and_staffs_no_client(api, staff, browser):
    owner = bringing(staff_sign_in(api, staff().email))
    as_staff = {**browser, "Cookie": browser["Cookie"].replace("__Host-r-", "__Host-s-")}
    assert api.post("/merchant/sessions/refresh", headers=as_staff).status == 401
    as_client = {**owner, "Cookie": owner["Cookie"].replace("__Host-s-", "__Host-r-")}
    assert refresh(api, as_client).status == 401
    fresh = api.post("/merchant/sessions/refresh", headers=owner)
    assert (fresh.status, fresh.json["user"]["role"]) == (200, "owner")
    assert api.post("/merchant/sessions/refresh", headers=bringing(fresh)).status == 200
    assert bringing(fresh)["Cookie"] != owner["Cookie"]


def test_staff_of_two_merchants_in_one_browser_say_which_is_meant(api, staff):
    a_tenant("initech")
    a_staff_member("ten_initech", email="owner@acme.example")
    first, second = (staff_sign_in(api, staff().email, tenant=tenant) for tenant in ("acme", "initech"))
    both = {**OURS, "Cookie": f"{bringing(first)['Cookie']}; {bringing(second)['Cookie']}"}
    reply = api.post("/merchant/sessions/refresh", headers=both)
    assert (reply.status, reply.fields) == (422, ["tenant"])
    for tenant in ("acme", "initech"):
        reply = api.post("/merchant/sessions/refresh", {"tenant": tenant}, headers=both)
        assert (reply.status, reply.json["user"]["tenant_id"]) == (200, f"ten_{tenant}")
    assert api.post("/merchant/sessions/refresh", {"tenant": "nowhere"}, headers=both).status == 401


def test_refresh_and_refresh_at_once_agree_on_one_successor(api, browser, monkeypatch):
    real, others = verb._rotate, []

    def slow(*arguments):
        if not others:
            others.append(None)
            others[0] = refresh(api, browser)
        return real(*arguments)

    monkeypatch.setattr(verb, "_rotate", slow)
    first = refresh(api, browser)
    assert (first.status, others[0].status) == (200, 200)
    assert first.cookies == others[0].cookies


def test_a_sign_out_while_refreshing_wins(api, ada, browser, monkeypatch):
    real = verb._rotate

    def slow(*arguments):
        api.delete("/portals/acme/sessions/current", headers=browser)
        return real(*arguments)

    monkeypatch.setattr(verb, "_rotate", slow)
    assert refresh(api, browser).status == 401
    assert ada.credential.sessions == []


@pytest.mark.asvs("7.2.3")
def test_tokens_are_kept_as_digests_only(api, browser):
    from tests.fixtures.sign_in import everything_kept

    secret = browser["Cookie"].partition(";")[0].rpartition(".")[2]
    assert len(secret) == 43
    assert secret not in everything_kept()


def test_last_seen_is_noted_once_an_hour(api, ada, browser, time):
    time.move(minutes=30)
    browser = bringing(refresh(api, browser))
    assert ada.member.row.last_seen_at == "2026-03-16T12:00:00.000Z"
    time.move(minutes=31)
    refresh(api, browser)
    assert ada.member.row.last_seen_at == "2026-03-16T13:01:00.000Z"
    assert store.get_session(ada.credential.sessions[0]).seen_at == int(time.now.timestamp())
