"""Where somebody is signed in: listed for that person alone, and ended by that person alone."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.contacts import store as contacts
from tests.fixtures.sign_in import bringing, is_in, refresh, sign_in, staff_sign_in

FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def test_sessions_are_listed_with_device_and_times_the_last_used_first(api, ada, time):
    sign_in(api, headers=FIREFOX)
    time.move(minutes=5)
    here = sign_in(api).json["access_token"]
    reply = api.get("/portal/me/sessions", token=here)
    first, second = reply.json["items"]
    assert reply.json["next_cursor"] is None
    assert (first["current"], second["current"]) == (True, False)
    assert second == {
        "id": second["id"], "device": "Firefox, Windows", "created_at": "2026-03-16T12:00:00.000Z", "current": False,
        "last_used_at": "2026-03-16T12:00:00.000Z", "expires_at": "2026-03-17T12:00:00.000Z",
    }  # fmt: skip


def test_a_list_in_pages_neither_loses_nor_repeats(api, ada, time):
    for _ in range(5):
        here = sign_in(api).json["access_token"]
        time.move(seconds=1)
    seen, cursor = [], None
    while True:
        page = api.get(
            "/portal/me/sessions", token=here, query={"limit": 2, **({"cursor": cursor} if cursor else {})}
        ).json
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == list(reversed(ada.credential.sessions))


def test_sessions_that_are_over_are_not_listed(api, ada, time):
    sign_in(api)
    time.move(hours=25)
    here = sign_in(api).json["access_token"]
    assert len(api.get("/portal/me/sessions", token=here).json["items"]) == 1


def test_v16_sessions_from_before_access_was_switched_off_are_not_listed(api, ada):
    sign_in(api)
    row = ada.member.row
    with transaction() as tx:
        contacts.table.save(tx, row.model_copy(update={"access": row.access + 1}))
    here = sign_in(api).json["access_token"]
    assert len(ada.credential.sessions) == 2
    (listed,) = api.get("/portal/me/sessions", token=here).json["items"]
    assert listed["current"]


@pytest.mark.asvs("10.4.9")
def test_a_session_is_ended_by_its_owner_at_once(api, ada):
    here, there = sign_in(api), sign_in(api)
    ended = ada.credential.sessions[-1]
    assert api.delete(f"/portal/me/sessions/{ended}", token=here.json["access_token"]).status == 204
    assert is_in(api, here.json["access_token"]) and not is_in(api, there.json["access_token"])
    assert refresh(api, bringing(there)).status == 401
    assert api.delete(f"/portal/me/sessions/{ended}", token=here.json["access_token"]).status == 404


def test_all_others_are_ended_and_this_one_stays(api, ada):
    others = [sign_in(api).json["access_token"] for _ in range(3)]
    here = sign_in(api).json["access_token"]
    for _ in range(2):
        assert api.delete("/portal/me/sessions", token=here).status == 204
    assert [is_in(api, token) for token in [*others, here]] == [False] * 3 + [True]


def test_this_session_can_be_ended_too(api, ada):
    here = sign_in(api).json["access_token"]
    assert api.delete(f"/portal/me/sessions/{ada.credential.sessions[0]}", token=here).status == 204
    assert not is_in(api, here)


def test_V02_nobody_elses_session_can_be_ended(api, ada, bob, eve, staff):
    for other in (bob, eve, staff()):
        reply = api.delete(f"/portal/me/sessions/{other.session.id}", token=ada.token)
        absent = api.delete("/portal/me/sessions/ses_absent", token=ada.token)
        assert (reply.status, reply.json["code"]) == (absent.status, absent.json["code"]) == (404, "not_found")
    assert is_in(api, bob.token) and is_in(api, eve.token)


def test_strangers_and_unknown_fields_are_refused(api, ada):
    assert api.get("/portal/me/sessions").status == 401
    assert api.delete("/portal/me/sessions").status == 401
    assert api.delete("/portal/me/sessions/ses_x").status == 401
    assert api.get("/portal/me/sessions", token=ada.token, query={"contact": "x"}).fields == ["contact"]
    assert api.delete("/portal/me/sessions", {"all": True}, token=ada.token).fields == ["all"]


def test_staff_sessions_are_listed_and_ended_likewise(api, staff):
    owner = staff("owner")
    other = staff_sign_in(api, owner.email, headers=FIREFOX).json["access_token"]
    items = api.get("/merchant/me/sessions", token=owner.token).json["items"]
    assert {(item["device"], item["current"]) for item in items} == {
        ("Firefox, Windows", False),
        ("Firefox, Linux", True),
    }
    assert api.delete("/merchant/me/sessions", token=owner.token).status == 204
    assert not is_in(api, other, "merchant")
    assert api.delete(f"/merchant/me/sessions/{staff('support').session.id}", token=owner.token).status == 404
    assert api.delete(f"/merchant/me/sessions/{owner.session.id}", token=owner.token).status == 204
    assert api.get("/merchant/me/sessions").status == 401
