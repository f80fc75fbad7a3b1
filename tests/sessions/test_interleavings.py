"""Whoever meets whom at the door, in every order of their calls: one password, one session family, nobody in who is out (V10, V16)."""

import pytest

from chalicelib.contacts import store as contacts
from chalicelib.sessions import complete_reset, store
from tests.fixtures.interleave import explore, hook
from tests.fixtures.people import PASSWORD, hash_cheaply, password_hash
from tests.fixtures.sign_in import bringing, is_in, mailed_token, refresh, sign_in
from tests.house.matrix.state import Picture

PARKS = ("Transact", "PutItem", "UpdateItem", "DeleteItem", "credentials")
"""Where requests park, beside their beginning: before whatever is written, and before each look at a credential."""
ONE, TWO = "seven tall windmills", "eight tall windmills"


@pytest.fixture
def race(api, monkeypatch, time):
    """Run works against each other in all orders, each from the same beginning; how many orders there were."""
    hook(monkeypatch, lambda name: any(part in name for part in PARKS) and "limits" not in name)
    hash_cheaply(monkeypatch)  # hashing is the same in any order

    def run(*works, check, most=2000):
        start, noon, count = Picture(), time.now, 0

        def prepare():
            time.now = noon
            start.restore()
            return list(works)

        for outcome in explore(prepare, most):
            count += 1
            errors = [runner.error for runner in outcome.runners if runner.error]
            assert not errors, (outcome.story, errors)
            statuses = [reply.status for reply in outcome.results]
            assert max(statuses) < 500, (outcome.story, statuses)
            try:
                check(outcome.results, statuses)
            except AssertionError as error:
                raise AssertionError((outcome.story, statuses)) from error
        return count

    return run


@pytest.fixture
def invited(api, acme, staff, post):
    """Grace is entered and invited: her path, and the token of her mail."""
    office, path = staff("support").token, "/merchant/customers/cus_one/contacts"
    contact = api.post(
        path, {"email": "grace@example.com", "first_name": "Grace", "last_name": "Hopper"}, token=office
    ).json
    path = f"{path}/{contact['id']}/portal-access"
    assert api.put(path, {}, token=office).status == 202
    return path, mailed_token(post, "grace@example.com"), office


def accepting(api, token, password):
    return lambda: api.post("/portals/acme/invitations/acceptance", {"token": token, "password": password})


def grace():
    return contacts.get("ten_acme#cus_one", "grace@example.com")


def works(api, email, password):
    return sign_in(api, email, password).status == 200


def test_v10_accept_beside_accept_sets_one_password(race, api, invited):
    _, token, _ = invited

    def check(replies, statuses):
        # 401: the other has just set a password, and this one is asked for it.
        assert sorted(statuses) in ([200, 401], [200, 409], [200, 422])
        first = statuses.index(200)
        assert is_in(api, replies[first].json["access_token"])
        assert [works(api, "grace@example.com", word) for word in (ONE, TWO)] == [first == 0, first == 1]
        assert (
            len(store.get_credential("client", "ten_acme", "grace@example.com").sessions) == 2
        )  # hers, and the one just tried

    assert race(accepting(api, token, ONE), accepting(api, token, TWO), check=check) > 10


def test_v10_v16_accept_beside_revoke_leaves_nobody_in(race, api, invited):
    path, token, office = invited

    def check(replies, statuses):
        assert statuses[1] in (204, 409)
        if statuses[0] == 200 and statuses[1] == 204:
            assert not is_in(api, replies[0].json["access_token"])
        if statuses[1] == 204:
            assert grace().portal_status == "disabled"
            assert not works(api, "grace@example.com", ONE)
        else:
            assert (grace().portal_status, statuses[0]) == ("active", 200)

    revoke = lambda: api.delete(path, token=office)  # noqa: E731
    assert race(accepting(api, token, ONE), revoke, check=check) > 10


def test_v10_reset_beside_reset_sets_one_password(race, api, ada, post):
    api.post("/portals/acme/password-resets", {"email": ada.email})
    token = mailed_token(post, ada.email)

    def completing(password):
        return lambda: api.post("/portals/acme/password-resets/completion", {"token": token, "password": password})

    def check(replies, statuses):
        assert sorted(statuses) in ([204, 409], [204, 422])
        first = statuses.index(204)
        assert [works(api, ada.email, word) for word in (ONE, TWO, PASSWORD)] == [first == 0, first == 1, False]

    assert race(completing(ONE), completing(TWO), check=check) > 10


def test_v16_refresh_beside_refresh_keeps_one_family(race, api, ada):
    browser = bringing(sign_in(api))

    def check(replies, statuses):
        assert set(statuses) <= {200, 409, 503} and 200 in statuses
        cookies = {str(reply.cookies) for reply in replies if reply.status == 200}
        assert len(cookies) == 1
        good = next(reply for reply in replies if reply.status == 200)
        assert refresh(api, bringing(good)).status == 200

    assert race(lambda: refresh(api, browser), lambda: refresh(api, browser), check=check) > 10


def test_v16_a_portal_that_is_switched_off_beside_a_refresh_lets_nobody_in(race, api, ada, staff):
    browser, owner = bringing(sign_in(api)), staff("owner").token

    def check(replies, statuses):
        assert statuses[1] in (200, 202, 204)
        assert statuses[0] in (200, 401)
        if statuses[0] == 200:
            assert not is_in(api, replies[0].json["access_token"])
            assert refresh(api, bringing(replies[0])).status == 401
        assert not is_in(api, ada.token)

    assert race(lambda: refresh(api, browser), lambda: api.delete("/merchant/portal", token=owner), check=check) > 10


def test_v10_a_token_that_is_not_consumed_with_the_credential_is_noticed(race, api, ada, post, monkeypatch):
    """The harness against a naive reset: it looks at the token, but does not use it up in the same transaction."""
    api.post("/portals/acme/password-resets", {"email": ada.email})
    token = mailed_token(post, ada.email)
    monkeypatch.setattr(complete_reset, "spend_token", lambda *what: None)
    monkeypatch.setattr(complete_reset, "_read", lambda *where: (ada.credential, ada.member))

    def completing(password):
        return lambda: api.post("/portals/acme/password-resets/completion", {"token": token, "password": password})

    def check(replies, statuses):
        assert sorted(statuses) in ([204, 409], [204, 422])

    with pytest.raises(AssertionError):
        race(completing(ONE), completing(TWO), check=check)


NEW = "ada@new.example"


def changing(api, step, token):
    return lambda: api.post(f"/portals/acme/email-changes/{step}", {"token": token})


@pytest.fixture
def asked(api, ada, post):
    """Ada asked for another address: the token that its mail brought."""
    body = {"email": NEW, "password": PASSWORD}
    assert api.post("/portal/me/email-changes", body, token=ada.token).status == 202
    return mailed_token(post, NEW)


def where_ada_is():
    """The addresses where her way in lies, which are those where she is a contact."""
    places = [email for email in ("ada@example.com", NEW) if store.get_credential("client", "ten_acme", email)]
    people = [email for email in ("ada@example.com", NEW) if contacts.get("ten_acme#cus_one", email)]
    assert len(places) == 1 and people in (places, [])
    return places[0]


@pytest.mark.parametrize("beside", ["completion", "sign-in", "reset", "removal"])
def test_v10_v16_a_new_address_moves_whole_beside(race, api, ada, asked, staff, post, beside):
    office = staff("accountant").token
    api.post("/portals/acme/password-resets", {"email": ada.email})
    reset = {"token": mailed_token(post, ada.email), "password": ONE}
    others = {
        "completion": changing(api, "completion", asked),
        "sign-in": lambda: sign_in(api),
        "reset": lambda: api.post("/portals/acme/password-resets/completion", reset),
        "removal": lambda: api.delete(f"/merchant/customers/cus_one/contacts/{ada.id}", token=office),
    }

    def check(replies, statuses):
        at = where_ada_is()
        assert (204 in statuses[:1] or (beside == "completion" and 204 in statuses)) == (at == NEW)
        if beside == "completion":
            assert sorted(statuses) == [204, 422]
        if beside == "sign-in" and statuses[1] == 200:
            assert is_in(api, replies[1].json["access_token"]) == (at != NEW)
        if beside == "reset":
            assert sorted(statuses) == [204, 422]
            kept = store.get_credential("client", "ten_acme", at).password
            assert (kept == password_hash()) == (statuses[0] == 204)

    assert race(changing(api, "completion", asked), others[beside], check=check) > 10


@pytest.mark.parametrize("beside", ["reversal", "completion"])
def test_v10_v16_a_change_is_taken_back_once_beside(race, api, ada, asked, post, beside):
    assert changing(api, "completion", asked)().status == 204
    back = mailed_token(post, ada.email)

    def check(replies, statuses):
        assert sorted(statuses) == [204, 422]
        assert where_ada_is() == ada.email
        assert not works(api, ada.email, PASSWORD)

    other = changing(api, beside, back if beside == "reversal" else asked)
    assert race(changing(api, "reversal", back), other, check=check) > 3
