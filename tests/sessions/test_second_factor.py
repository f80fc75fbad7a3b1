"""The second factor: set up with a code, asked for after a right password only, each code once."""

import pytest

from chalicelib.sessions import totp
from tests.fixtures.people import PASSWORD, change_portal
from tests.fixtures.sign_in import everything_kept, is_in, mailed_token, sign_in, staff_sign_in


def enrol(api, token: str, area: str = "portal", **body):
    return api.post(f"/{area}/me/totp", body or {}, token=token)


def confirm(api, token: str, code: str, area: str = "portal"):
    return api.post(f"/{area}/me/totp/confirmation", {"code": code}, token=token)


def code_now(secret: str, time, steps: int = 0) -> str:
    return totp.code_of(secret, totp.step_at(int(time.now.timestamp())) + steps)


@pytest.fixture
def enrolled(api, ada, time) -> tuple[str, list[str]]:
    """Ada's secret and recovery codes; the code of the present step is used up, so time has moved on."""
    secret = enrol(api, ada.token).json["secret"]
    codes = confirm(api, ada.token, code_now(secret, time)).json["codes"]
    time.move(seconds=60)
    return secret, codes


def test_the_app_is_told_what_it_needs_once(api, ada):
    reply = enrol(api, ada.token)
    assert reply.status == 200
    assert len(reply.json["secret"]) == 32
    assert reply.json["uri"].startswith("otpauth://totp/Acme%20GmbH%3Aada%40example.com?secret=")
    assert reply.json["secret"] not in everything_kept()


def test_a_secret_that_is_not_confirmed_asks_for_nothing(api, ada):
    enrol(api, ada.token)
    assert sign_in(api).status == 200
    assert api.get("/portal/me", token=ada.token).json["second_factor"] == "off"


def test_a_wrong_first_code_is_refused_by_field(api, ada, time):
    secret = enrol(api, ada.token).json["secret"]
    assert confirm(api, ada.token, code_now(secret, time, 5)).fields == ["code"]
    assert confirm(api, ada.token, "12345").fields == ["code"]
    assert confirm(api, ada.token, code_now(secret, time)).status == 200


def test_after_a_right_password_the_code_is_asked_for_and_not_before(api, enrolled, time):
    secret, _ = enrolled
    wrong = sign_in(api, password="a wrong password")
    assert (wrong.status, wrong.code) == (401, "sign_in_refused")
    wrong = sign_in(api, password="a wrong password", totp=code_now(secret, time))
    assert (wrong.status, wrong.code) == (401, "sign_in_refused")
    asked = sign_in(api)
    assert (asked.status, asked.code, asked.headers.get("Set-Cookie")) == (401, "second_factor_required", None)
    assert sign_in(api, totp=code_now(secret, time)).status == 200


@pytest.mark.asvs("6.5.1")
def test_a_code_counts_once(api, enrolled, time):
    secret, _ = enrolled
    code = code_now(secret, time)
    assert sign_in(api, totp=code).status == 200
    again = sign_in(api, totp=code)
    assert (again.status, again.code) == (401, "second_factor_required")
    time.move(seconds=30)
    assert sign_in(api, totp=code).status == 401
    assert sign_in(api, totp=code_now(secret, time)).status == 200


def test_an_older_step_does_not_count_after_a_newer_one(api, enrolled, time):
    secret, _ = enrolled
    assert sign_in(api, totp=code_now(secret, time, 1)).status == 200
    assert sign_in(api, totp=code_now(secret, time)).status == 401


def test_clocks_may_differ_by_one_step_and_no_more(api, enrolled, time):
    secret, _ = enrolled
    for steps, status in ((2, 401), (-2, 401), (-1, 200), (1, 200)):
        assert sign_in(api, totp=code_now(secret, time, steps)).status == status


def test_a_code_used_twice_at_once_lets_one_in(api, enrolled, time, monkeypatch):
    from chalicelib.sessions import let_in

    secret, _ = enrolled
    code, real, others = code_now(secret, time), let_in.start_session, []

    def slow(*arguments):
        if not others:
            others.append(None)
            others[0] = sign_in(api, totp=code)
        return real(*arguments)

    monkeypatch.setattr(let_in, "start_session", slow)
    assert sorted([sign_in(api, totp=code).status, others[0].status]) == [200, 401]


@pytest.mark.asvs("6.3.1")
def test_guessing_codes_is_locked_and_asking_for_one_is_free(api, enrolled, time):
    secret, _ = enrolled
    for _ in range(20):
        assert sign_in(api).code == "second_factor_required"
    wrong = "000000" if code_now(secret, time) != "000000" else "111111"
    statuses = []
    for _ in range(5):
        statuses.append(sign_in(api, totp=wrong).status)
        statuses.append(sign_in(api).status)
    assert statuses.count(401) == 9 and statuses[-1] == 429
    assert sign_in(api, totp=code_now(secret, time)).status == 429


@pytest.mark.asvs("6.5.1", "6.5.2", "6.5.4")
def test_a_recovery_code_counts_once_with_or_without_hyphens(api, enrolled):
    _, codes = enrolled
    assert len(set(codes)) == 10
    assert all(len(code.replace("-", "")) * 4.8 > 112 for code in codes), "bits enough for a digest (ASVS 6.5.2)"
    assert sign_in(api, totp=codes[0]).status == 200
    assert sign_in(api, totp=codes[0]).status == 401
    assert sign_in(api, totp=codes[1].replace("-", "").lower()).status == 200


def test_recovery_codes_are_kept_as_digests_only(api, enrolled):
    _, codes = enrolled
    kept = everything_kept()
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_I11_codes_and_secrets_are_not_kept_for_replay(api, ada, time):
    secret = api.post("/portal/me/totp", {}, token=ada.token, key="k-1").json["secret"]
    reply = api.post("/portal/me/totp/confirmation", {"code": code_now(secret, time)}, token=ada.token, key="k-2")
    kept = everything_kept()
    assert secret not in kept and reply.json["codes"][0] not in kept


def test_new_recovery_codes_void_the_old_ones(api, ada, enrolled):
    _, codes = enrolled
    new = api.post("/portal/me/recovery-codes", {}, token=ada.token).json["codes"]
    assert sign_in(api, totp=codes[0]).status == 401
    assert sign_in(api, totp=new[0]).status == 200


def test_the_app_can_be_removed(api, ada, enrolled, post):
    assert api.delete("/portal/me/totp", token=ada.token).status == 204
    assert sign_in(api).status == 200
    assert api.delete("/portal/me/totp", token=ada.token).code == "second_factor_is_off"
    post.deliver()
    assert [mail.subject for mail in post.sent] == ["Your authenticator app at Acme GmbH"] * 2


def test_a_second_app_is_a_conflict_and_so_is_a_code_without_an_app(api, ada, bob, enrolled):
    assert (enrol(api, ada.token).status, enrol(api, ada.token).code) == (409, "second_factor_is_on")
    assert confirm(api, ada.token, "123456").code == "second_factor_is_on"
    assert confirm(api, bob.token, "123456").code == "second_factor_is_off"
    assert api.post("/portal/me/recovery-codes", {}, token=bob.token).code == "second_factor_is_off"


@pytest.mark.asvs("7.5.1", "10.3.4")
def test_after_five_minutes_the_password_is_asked_for_again(api, ada, time):
    token = ada.token
    time.move(minutes=5, seconds=1)
    for reply in (
        enrol(api, token),
        api.delete("/portal/me/totp", token=token),
        api.post("/portal/me/recovery-codes", token=token),
    ):
        assert (reply.status, reply.code) == (403, "reauthentication_required")
    assert enrol(api, token, password="a wrong password").fields == ["password"]
    begun = enrol(api, token, password=PASSWORD)
    assert begun.status == 200
    assert confirm(api, token, code_now(begun.json["secret"], time)).status == 200
    assert api.post("/portal/me/recovery-codes", {"password": PASSWORD}, token=token).status == 200
    assert api.delete("/portal/me/totp", {"password": PASSWORD}, token=token).status == 204


@pytest.mark.asvs("6.4.3")
def test_a_reset_asks_for_the_second_factor_all_the_same(api, ada, enrolled, post, time):
    secret, _ = enrolled
    api.post("/portals/acme/password-resets", {"email": "ada@example.com"})
    body = {"token": mailed_token(post, "ada@example.com"), "password": "seven tall windmills"}
    assert api.post("/portals/acme/password-resets/completion", body).status == 204
    assert sign_in(api, password="seven tall windmills").code == "second_factor_required"
    assert sign_in(api, password="seven tall windmills", totp=code_now(secret, time)).status == 200


def test_where_it_is_required_it_is_set_up_before_anything_else(api, staff, time):
    change_portal("ten_acme", staff_second_factor="required")
    signed_in = staff_sign_in(api, staff("support").email)
    token = signed_in.json["access_token"]
    assert signed_in.json["user"]["second_factor"] == "required"
    refused = api.get("/merchant/customers", token=token)
    assert (refused.status, refused.code) == (403, "second_factor_enrolment_required")
    assert is_in(api, token, "merchant")
    secret = enrol(api, token, "merchant").json["secret"]
    assert confirm(api, token, code_now(secret, time), "merchant").status == 200
    assert api.get("/merchant/customers", token=token).status == 200
    time.move(seconds=30)
    assert staff_sign_in(api, staff("support").email).code == "second_factor_required"
    assert staff_sign_in(api, staff("support").email, totp=code_now(secret, time)).status == 200
    removal = api.delete("/merchant/me/totp", token=token)
    assert (removal.status, removal.code) == (409, "second_factor_is_mandatory")
    assert len(api.post("/merchant/me/recovery-codes", {}, token=token).json["codes"]) == 10


def test_strangers_and_unknown_fields_are_refused(api, ada, staff):
    for area, token in (("portal", ada.token), ("merchant", staff().token)):
        for method, path in (
            ("POST", "totp"),
            ("DELETE", "totp"),
            ("POST", "totp/confirmation"),
            ("POST", "recovery-codes"),
        ):
            assert api.call(method, f"/{area}/me/{path}").status == 401
            reply = api.call(method, f"/{area}/me/{path}", {"secret": "x"}, token=token)
            assert reply.status == 422 and "secret" in reply.fields
    assert enrol(api, ada.token, "merchant").status == 401
    assert enrol(api, staff().token).status == 401


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
     (20000000000, "353130")],
)  # fmt: skip
def test_the_codes_are_those_of_rfc_6238(at, code):
    import base64

    secret = base64.b32encode(b"12345678901234567890").decode()
    assert totp.code_of(secret, totp.step_at(at)) == code


@pytest.mark.parametrize("typed", ["１２３４５６", "٠١٢٣٤٥", "      ", "abcdef", "é" * 6, "-" * 12])
def test_V34_odd_codes_are_wrong_codes(api, enrolled, typed):
    assert sign_in(api, totp=typed).status in (401, 422)
