"""Changing the password: only with the present one, and everywhere else the person is signed out."""

import pytest

from chalicelib.sessions import change_password as verb
from tests.fixtures.people import PASSWORD
from tests.fixtures.sign_in import bringing, is_in, refresh, sign_in, staff_sign_in

NEW = "seven tall windmills"


def change(api, token: str, current: str = PASSWORD, new: str = NEW, area: str = "portal", **more):
    return api.put(f"/{area}/me/password", {"current_password": current, "new_password": new, **more}, token=token)


@pytest.mark.asvs("6.2.2")
def test_the_new_password_counts_and_the_old_one_does_not(api, ada):
    reply = change(api, ada.token)
    assert (reply.status, reply.raw) == (204, b"")
    assert [sign_in(api, password=one).status for one in (PASSWORD, NEW)] == [401, 200]


def test_V16_other_sessions_are_over_and_this_one_stays(api, ada):
    here, there = sign_in(api), sign_in(api)
    assert change(api, here.json["access_token"]).status == 204
    assert is_in(api, here.json["access_token"]) and not is_in(api, there.json["access_token"])
    assert refresh(api, bringing(there)).status == 401
    assert refresh(api, bringing(here)).status == 200


def test_the_person_is_told(api, ada, post):
    change(api, ada.token)
    post.deliver()
    assert [(mail.to, mail.subject) for mail in post.sent] == [
        ("ada@example.com", "Your password at Acme GmbH was changed")
    ]


@pytest.mark.asvs("6.2.3")
def test_a_wrong_present_password_is_refused_by_field_and_counted(api, ada):
    for _ in range(5):
        reply = change(api, ada.token, current="a wrong password")
        assert (reply.status, reply.fields) == (422, ["current_password"])
    assert change(api, ada.token).status == 429
    assert sign_in(api).status == 200


def test_a_person_who_is_locked_out_by_others_can_change_it_all_the_same(api, ada):
    for _ in range(5):
        sign_in(api, password="a wrong password")
    assert change(api, ada.token).status == 204


@pytest.mark.parametrize("new", [PASSWORD, "short", "Password1234!", "acme for ever and ever", "example for ever"])
def test_a_weak_or_unchanged_password_is_refused(api, ada, new):
    assert change(api, ada.token, new=new).fields == ["new_password"]


def test_an_unknown_field_is_refused(api, ada):
    assert change(api, ada.token, contact_id="con_x").fields == ["contact_id"]


def test_strangers_are_not_signed_in(api, ada, staff):
    assert change(api, "").status == 401
    assert change(api, ada.token, area="merchant").status == 401
    assert change(api, staff().token).status == 401


def test_staff_change_theirs(api, staff):
    owner = staff("owner")
    assert change(api, owner.token, area="merchant").status == 204
    assert is_in(api, owner.token, "merchant")
    assert [staff_sign_in(api, owner.email, one).status for one in (PASSWORD, NEW)] == [401, 200]


def test_a_refresh_while_the_password_changes_is_not_lost(api, ada, monkeypatch):
    here = sign_in(api)
    real, others = verb.set_password, []

    def slow(*arguments, **more):
        if not others:
            others.append(None)
            others[0] = refresh(api, bringing(here))
        return real(*arguments, **more)

    monkeypatch.setattr(verb, "set_password", slow)
    assert change(api, here.json["access_token"]).status == 204
    assert others[0].status == 200
    assert refresh(api, bringing(others[0])).status == 200


def test_two_changes_at_once_keep_one_password(api, ada, monkeypatch):
    here = sign_in(api).json["access_token"]
    real, others = verb.set_password, []

    def slow(*arguments, **more):
        if not others:
            others.append(None)
            others[0] = change(api, here, new="another tall windmill")
        return real(*arguments, **more)

    monkeypatch.setattr(verb, "set_password", slow)
    assert change(api, here).status == 401
    assert others[0].status == 204
    assert [sign_in(api, password=one).status for one in (NEW, "another tall windmill")] == [401, 200]
