"""Signing in: one answer for everybody who may not, a session and a cookie for whoever may."""

import statistics
import time as machine

import pytest

from chalicelib.adapters import limits, passwords
from chalicelib.adapters.dynamodb import Meter, meter, transaction
from chalicelib.core.identity import Caller
from chalicelib.sessions import prove, store
from chalicelib.sessions import sign_in as verb
from chalicelib.sessions.rules import SignInRefused
from chalicelib.sessions.schemas import SignIn
from tests.fixtures.people import PASSWORD, a_client, a_staff_member, change_portal
from tests.fixtures.sign_in import bringing, everything_kept, is_in, logged, sign_in, staff_sign_in


@pytest.mark.asvs("7.2.2", "7.2.4")
def test_a_client_signs_in_and_gets_a_token_and_a_refresh_cookie(api, ada):
    reply = sign_in(api)
    assert reply.status == 200
    assert (reply.json["token_type"], reply.json["expires_in"]) == ("Bearer", 600)
    user = reply.json["user"]
    assert (user["id"], user["email"], user["name"], user["role"]) == (
        ada.id,
        "ada@example.com",
        "Ada Example",
        "owner",
    )
    assert (user["customer_id"], user["language"], user["second_factor"]) == ("cus_one", "en", "off")
    assert is_in(api, reply.json["access_token"])


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4", "10.1.1")
def test_the_refresh_cookie_is_seen_by_no_script_and_sent_by_no_other_site(api, ada):
    refresh, device = sign_in(api).headers["Set-Cookie"]
    assert refresh.startswith("__Host-r-ten_acme=ses_") and device.startswith("__Host-d-ten_acme=")
    for cookie in (refresh, device):
        assert cookie.endswith("; Path=/; Secure; HttpOnly; SameSite=Strict")
    assert "Max-Age=86400;" in refresh


def test_staff_sign_in_by_portal_name_or_tenant_id(api, staff):
    owner = staff("owner")
    for tenant in ("acme", "ACME", "ten_acme"):
        reply = staff_sign_in(api, owner.email, tenant=tenant)
        assert reply.status == 200
        assert is_in(api, reply.json["access_token"], "merchant")
    assert reply.json["user"] == {
        "id": owner.id, "email": owner.email, "name": "Owner", "role": "owner", "language": "en", "status": "active",
        "tenant_id": "ten_acme", "portal": "acme", "second_factor": "off",
    }  # fmt: skip
    assert reply.headers["Set-Cookie"][0].startswith("__Host-s-ten_acme=")


def test_an_address_is_the_same_in_capitals_and_between_spaces(api, ada):
    assert sign_in(api, " ADA@Example.com ").status == 200


@pytest.mark.asvs("6.2.8")
def test_a_password_is_taken_exactly_as_typed(api, ada):
    assert sign_in(api, password=f" {PASSWORD}").status == 401
    assert sign_in(api, password=PASSWORD.upper()).status == 401


def test_signing_in_works_under_an_old_portal_name_too(api, ada):
    from chalicelib.tenants import store as tenants
    from chalicelib.tenants.entity import PortalAlias

    with transaction() as tx:
        tenants.aliases.add(tx, PortalAlias(portal_name="acme-old", tenant_id="ten_acme"))
    assert sign_in(api, portal="acme-old").status == 200
    assert sign_in(api, portal="nowhere").status == 404


# ---------------------------------------------------------------------------------------------------------------------
# Who is refused
# ---------------------------------------------------------------------------------------------------------------------


def test_V15_unknown_wrong_not_invited_and_disabled_are_one_answer(api, ada, dave, bob):
    from chalicelib.contacts import store as contacts

    a_client("ten_acme", "cus_one", "Ivy", portal_status="invited")
    with transaction() as tx:
        contacts.table.save(tx, bob.member.row.model_copy(update={"portal_status": "disabled"}))
    replies = [
        sign_in(api, "nobody@example.com"), sign_in(api, password="a wrong password"), sign_in(api, "ivy@example.com"),
        sign_in(api, dave.email), sign_in(api, "bob@example.com"),
    ]  # fmt: skip
    answers = [{**reply.json, "request_id": ""} for reply in replies]
    assert {reply.status for reply in replies} == {401}
    assert answers == [answers[0]] * 5
    assert answers[0]["code"] == "sign_in_refused"
    names = [sorted(reply.headers) for reply in replies]
    assert names == [names[0]] * 5


def test_V15_a_portal_that_is_switched_off_answers_like_a_wrong_password(api, ada):
    change_portal("ten_acme", enabled=False)
    assert (sign_in(api).status, sign_in(api).code) == (401, "sign_in_refused")


def test_V15_staff_of_an_unknown_tenant_unknown_disabled_and_of_another_tenant_are_one_answer(
    api, staff, stranger_staff
):
    a_staff_member("ten_acme", "support", email="off@acme.example", status="disabled")
    replies = [
        staff_sign_in(api, "owner@acme.example", tenant="nowhere"), staff_sign_in(api, "nobody@acme.example"),
        staff_sign_in(api, "off@acme.example"), staff_sign_in(api, stranger_staff.email),
    ]  # fmt: skip
    assert [(reply.status, reply.code) for reply in replies] == [(401, "sign_in_refused")] * 4


def caller(number: int = 0) -> Caller:
    return Caller(
        address=f"192.0.2.{number}", origin=None, portal_header=None, cookies={}, idempotency_key=None, user_agent="",
        request_id="req_1", access_token=None, headers={}, raw_body=b"",
    )  # fmt: skip


def test_V15_an_unknown_person_costs_the_same_requests_and_the_same_hashing(acme, ada, monkeypatch):
    hashed: list[int] = []
    real = passwords._matches
    monkeypatch.setattr(passwords, "_matches", lambda *pair: hashed.append(1) or real(*pair))
    used = []
    for email in ("ada@example.com", "nobody@example.com"):
        counted = Meter()
        reset = meter.set(counted)
        with pytest.raises(SignInRefused):
            verb.sign_in(caller(), "acme", SignIn(email=email, password="a wrong password"))
        meter.reset(reset)
        used.append(counted.operations)
    assert used[0] == used[1]
    assert len(hashed) == 2


def test_V15_over_200_tries_time_does_not_tell_who_exists(acme, ada, monkeypatch):
    """The lower quartile of 200 tries, alternating, with the database's answers at once: what is left is our own work.

    A machine that is busy with other things may disturb one measurement; a difference of ours would show in all three.
    """
    credential = store.get_credential("client", "ten_acme", "ada@example.com")
    guess = limits.Guess("key", limits._Window("key"), 0)
    monkeypatch.setattr(prove, "begin_guess", lambda *who: guess)
    monkeypatch.setattr(verb, "find_by_portal_name", lambda name: acme)
    monkeypatch.setattr(store, "get_credential", lambda audience, tenant, email: credential if "ada" in email else None)
    passwords.verify_password("warm", None)
    differences = []
    while len(differences) < 3 and min(differences, default=1) >= 0.05:
        known, unknown = quartiles_of_tries()
        differences.append(abs(known - unknown) / known)
    assert min(differences) < 0.05


def quartiles_of_tries():
    """Seconds of CPU that a wrong password costs, of somebody who exists and of nobody."""
    took: dict[str, list[float]] = {"ada@example.com": [], "nobody@example.com": []}
    for _ in range(100):
        for email, times in took.items():
            request = SignIn(email=email, password="a wrong password")
            started = machine.process_time()
            with pytest.raises(SignInRefused):
                verb.sign_in(caller(), "acme", request)
            times.append(machine.process_time() - started)
    return [statistics.quantiles(times, n=4)[0] for times in took.values()]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["email", "password"]), ({"email": "ada@example.com"}, ["password"]),
        ({"email": "x", "password": "y"}, ["email"]), ({"email": "ada@example.com", "password": ""}, ["password"]),
        ({"email": "ada@example.com", "password": 7}, ["password"]),
        ({"email": "ada@example.com", "password": "x" * 1025}, ["password"]),
        ({"email": "ada@example.com", "password": "x", "role": "owner"}, ["role"]),
        ({"email": "ada@example.com", "password": "x", "totp": "1"}, ["totp"]),
        ({"email": "ada@example.com", "password": "x", "tenant_id": "ten_globex"}, ["tenant_id"]),
    ],
)  # fmt: skip
def test_V04_a_wrong_body_is_refused_by_field(api, ada, body, fields):
    reply = api.post("/portals/acme/sessions", body)
    assert (reply.status, reply.fields) == (422, fields)


@pytest.mark.asvs("16.3.1")
def test_V31_a_refused_sign_in_echoes_logs_and_keeps_no_password(api, ada):
    canary = "canary-4f9d2c-password"
    with logged() as log:
        replies = [sign_in(api, password=canary), sign_in(api, password=canary, extra=1)]
        replies.append(api.post("/portals/acme/sessions", {"email": canary, "password": canary}))
    assert log.getvalue().count("POST /portals/{portal}/sessions") == 3
    assert all(canary not in reply.raw.decode() for reply in replies)
    assert canary not in log.getvalue()
    assert canary not in everything_kept()


@pytest.mark.parametrize(
    "email", ["ada@exam\u2028ple.com", "ada@example.com\r\nBcc: x@y.zz", "ada@example.com,eve@example.com", "ada\x00@example.com",
              "ｄda@example.com", "ada@éxample.com", "ada@example.com\u200b"]
)  # fmt: skip
def test_V14_V33_odd_addresses_are_refused_not_repaired(api, ada, email):
    reply = sign_in(api, email)
    assert (reply.status, reply.fields) == (422, ["email"])


# ---------------------------------------------------------------------------------------------------------------------
# Guessing
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.asvs("6.3.1")
def test_after_five_failures_even_the_right_password_waits(api, ada, time):
    for _ in range(5):
        assert sign_in(api, password="a wrong password").status == 401
    reply = sign_in(api)
    assert (reply.status, reply.headers["Retry-After"]) == (429, "1")
    time.move(seconds=1)
    assert sign_in(api).status == 200


def test_of_100_parallel_guesses_at_most_five_passwords_are_looked_at(api, ada, monkeypatch):
    """Each guess is caught while its password is looked at, and the next one begins before it ends."""
    looked, begun = [], []
    real = prove.verify_password

    def slow(password, hashed):
        looked.append(1)
        another()
        return real(password, hashed)

    def another() -> None:
        while len(begun) < 100:
            begun.append(1)
            sign_in(api, password="a wrong password")

    monkeypatch.setattr(prove, "verify_password", slow)
    another()
    assert len(begun) == 100
    assert len(looked) == 5


def test_a_known_browser_gets_in_while_others_guess(api, ada):
    first = sign_in(api)
    for _ in range(5):
        sign_in(api, password="a wrong password")
    assert sign_in(api).status == 429
    assert sign_in(api, headers=bringing(first)).status == 200


def test_a_known_browser_is_known_for_its_person_tenant_and_half_a_year_only(api, ada, bob, eve, time):
    first = sign_in(api)
    for _ in range(5):
        sign_in(api, "bob@example.com", password="a wrong password")
    assert sign_in(api, "bob@example.com", headers=bringing(first)).status == 429
    time.move(days=181)
    for _ in range(5):
        sign_in(api, password="a wrong password")
    assert sign_in(api, headers=bringing(first)).status == 429


@pytest.mark.parametrize("value", ["", "x", "1.2.3", "9" * 400, "1773662400.abc.def", "١٢٣.x.y", "..", "é"])
def test_V34_an_odd_device_cookie_is_no_device(api, ada, value):
    assert sign_in(api, headers={"Cookie": f"__Host-d-ten_acme={value}"}).status == 200


def test_a_sign_in_after_many_failures_from_an_unknown_browser_is_told_to_the_person(api, ada, time, post):
    for _ in range(5):
        sign_in(api, password="a wrong password")
    time.move(seconds=1)
    sign_in(api, headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
    post.deliver()
    (mail,) = post.sent_to("ada@example.com")
    assert mail.subject == "New sign-in at Acme GmbH"
    assert "Firefox, Linux" in mail.text
    assert mail.first_link == "https://portal.example.com/acme/forgot"


def test_an_ordinary_sign_in_sends_no_mail(api, ada, post):
    sign_in(api)
    sign_in(api)
    post.deliver()
    assert post.sent == []


# ---------------------------------------------------------------------------------------------------------------------
# Sessions of one person
# ---------------------------------------------------------------------------------------------------------------------


def test_an_eleventh_session_ends_the_oldest(api, ada, time):
    tokens = []
    for _ in range(11):
        tokens.append(sign_in(api).json["access_token"])
        time.move(seconds=1)
    assert [is_in(api, token) for token in tokens] == [False] + [True] * 10
    assert len(ada.credential.sessions) == 10


def test_sessions_that_are_over_make_room_before_living_ones(api, ada, time):
    for _ in range(10):
        sign_in(api)
    time.move(hours=23)
    sign_in(api)
    kept = ada.credential.sessions[-1]
    time.move(hours=2)
    sign_in(api)
    assert ada.credential.sessions[0] == kept
    assert len(ada.credential.sessions) == 2


def test_two_sign_ins_at_once_are_both_kept(api, ada, monkeypatch):
    """The other sign-in comes between the reading and the writing of the first."""
    from chalicelib.sessions import let_in

    real, others = let_in.start_session, []

    def slow(*arguments):
        if not others:
            others.append(None)
            others[0] = sign_in(api)
        return real(*arguments)

    monkeypatch.setattr(let_in, "start_session", slow)
    first = sign_in(api)
    assert is_in(api, first.json["access_token"]) and is_in(api, others[0].json["access_token"])
    assert len(ada.credential.sessions) == 2


def test_V16_who_is_disabled_while_signing_in_is_not_let_in(api, ada, monkeypatch):
    from chalicelib.contacts import store as contacts
    from chalicelib.contacts.rules import without_access
    from chalicelib.sessions import let_in

    real = let_in.start_session

    def slow(*arguments):
        with transaction() as tx:
            contacts.table.save(tx, without_access(ada.member.row))
        return real(*arguments)

    monkeypatch.setattr(let_in, "start_session", slow)
    reply = sign_in(api)
    assert (reply.status, reply.code) == (401, "sign_in_refused")
    assert ada.credential.sessions == []


@pytest.mark.asvs("11.2.2", "11.4.2")
def test_a_hash_of_older_parameters_is_made_anew(api, ada):
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    weak = Argon2id(salt=b"0123456789abcdef", length=32, iterations=1, lanes=1, memory_cost=8 * 1024)
    credential = ada.credential
    credential.password = old = weak.derive_phc_encoded(PASSWORD.encode())
    with transaction() as tx:
        store.credentials.save(tx, credential)
    assert sign_in(api).status == 200
    assert ada.credential.password != old
    assert sign_in(api).status == 200


@pytest.mark.asvs("16.3.1")
def test_signing_in_is_audited_and_notes_when_the_person_was_last_seen(api, ada):
    from chalicelib.audit import store as audit

    sign_in(api)
    entries = audit.table.query("ten_acme#cus_one")
    assert [(entry.action, entry.actor_id, entry.subject_id) for entry in entries] == [
        ("session.started", ada.id, ada.id)
    ]
    assert ada.member.row.last_seen_at == "2026-03-16T12:00:00.000Z"


def test_an_address_at_two_tenants_has_two_passwords_that_do_not_meet(api, ada, globex):
    from chalicelib.adapters.passwords import hash_password

    other = a_client("ten_globex", "cus_three", "Ada", "owner")
    credential = other.credential
    credential.password = hash_password("another quiet river")
    with transaction() as tx:
        store.credentials.save(tx, credential)
    assert sign_in(api, portal="globex").status == 401
    assert sign_in(api, password="another quiet river", portal="globex").status == 200
    assert sign_in(api, password="another quiet river").status == 401
