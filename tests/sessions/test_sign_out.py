"""Signing out acts at once, by token or by cookie."""

from tests.fixtures.sign_in import OURS, bringing, is_in, refresh, sign_in, staff_sign_in


def test_V16_signing_out_by_token_ends_token_and_cookie(api, ada):
    signed_in = sign_in(api)
    token = signed_in.json["access_token"]
    reply = api.delete("/portals/acme/sessions/current", token=token)
    assert (reply.status, reply.raw) == (204, b"")
    assert reply.headers["Set-Cookie"] == ["__Host-r-ten_acme=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict"]
    assert not is_in(api, token)
    assert refresh(api, bringing(signed_in)).status == 401


def test_V16_signing_out_by_cookie_ends_both_too(api, ada):
    signed_in = sign_in(api)
    assert api.delete("/portals/acme/sessions/current", headers=bringing(signed_in)).status == 204
    assert not is_in(api, signed_in.json["access_token"])


def test_the_session_of_the_token_ends_not_that_of_the_cookie(api, ada):
    first, second = sign_in(api), sign_in(api)
    api.delete("/portals/acme/sessions/current", token=first.json["access_token"], headers=bringing(second))
    assert not is_in(api, first.json["access_token"])
    assert is_in(api, second.json["access_token"])


def test_after_the_access_token_has_expired_the_cookie_counts(api, ada, time):
    signed_in = sign_in(api)
    time.move(hours=1)
    reply = api.delete(
        "/portals/acme/sessions/current", token=signed_in.json["access_token"], headers=bringing(signed_in)
    )
    assert reply.status == 204
    assert refresh(api, bringing(signed_in)).status == 401


def test_signing_out_twice_is_signed_out(api, ada):
    signed_in = sign_in(api)
    for _ in range(2):
        assert api.delete("/portals/acme/sessions/current", headers=bringing(signed_in)).status == 204


def test_V27_the_cookie_alone_signs_nobody_out(api, ada):
    signed_in = sign_in(api)
    cookie = {"Cookie": bringing(signed_in)["Cookie"]}
    reply = api.delete("/portals/acme/sessions/current", headers=cookie)
    assert (reply.status, reply.code) == (403, "request_not_ours")
    assert is_in(api, signed_in.json["access_token"])


def test_a_stranger_has_nothing_to_end(api, acme):
    assert api.delete("/portals/acme/sessions/current", headers=OURS).status == 401
    assert api.delete("/merchant/sessions/current", headers=OURS).status == 401
    assert api.delete("/portals/nowhere/sessions/current", headers=OURS).status == 404


def test_another_tenants_token_ends_nothing_here(api, ada, eve):
    assert api.delete("/portals/acme/sessions/current", token=eve.token).status == 401
    assert is_in(api, eve.token)


def test_an_unknown_field_is_refused(api, ada):
    reply = api.delete("/portals/acme/sessions/current", {"everywhere": True}, token=ada.token)
    assert (reply.status, reply.fields) == (422, ["everywhere"])
    assert is_in(api, ada.token)


def test_staff_sign_out(api, staff):
    signed_in = staff_sign_in(api, staff().email)
    token = signed_in.json["access_token"]
    gone = api.delete("/merchant/sessions/current", headers=bringing(signed_in))
    assert (gone.status, gone.cookies) == (204, {"__Host-s-ten_acme": ""})
    assert not is_in(api, token, "merchant")
    again = staff_sign_in(api, staff().email).json["access_token"]
    assert api.delete("/merchant/sessions/current", token=again).status == 204
    assert not is_in(api, again, "merchant")


def test_a_clients_token_ends_no_staff_session(api, ada):
    assert api.delete("/merchant/sessions/current", token=ada.token).status == 401
    assert is_in(api, ada.token)
