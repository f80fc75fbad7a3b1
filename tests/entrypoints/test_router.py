"""The router: closed by default, typed, checks in the contract's order, one answer per Idempotency-Key."""

import json
from types import SimpleNamespace

import pytest
from chalice.app import MultiDict

from chalicelib.core.errors import Conflict, Declined, NotFound
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.core.page import PageQuery, Request
from chalicelib.core.portal import Merchant, Organization, PortalSettings
from chalicelib.customers.schemas import NewCustomer
from chalicelib.entrypoints import router as house
from chalicelib.entrypoints.requests import MAX_BODY
from chalicelib.entrypoints.routes import RouteNotDeclared, describe


class Wish(Request):
    text: str


class Many(PageQuery):
    status: list[str] = []


def user() -> PortalUser:
    merchant = Merchant(
        tenant_id="ten_1",
        organization=Organization(name="Acme", email="hello@acme.example"),
        portal=PortalSettings(portal_name="acme"),
    )
    return PortalUser(
        merchant=merchant, customer_id="cus_1", contact_id="con_1", email="ada@example.com", name="Ada", role="viewer",
        language="en", session_id="ses_1", request_id="req_1", authenticated_at=0,
    )  # fmt: skip


def ask(handler, body=b"", *, method="POST", path="/wishes/{wish_id}", money=False, headers=None, query=None, **parts):
    route = describe(method, path, handler, status=None, public=True, money=money)
    sent = {"content-type": "application/json", **(headers or {})}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = SimpleNamespace(
        headers=sent,
        raw_body=raw,
        context={"identity": {"sourceIp": "203.0.113.7"}},
        query_params=MultiDict(query or {}),
    )
    reply = house.serve(route, request, {"wish_id": "wish_1", **parts})
    reply.json = json.loads(reply.body) if reply.body else None
    return reply


def granted(wish_id: str, wish: Wish) -> dict:
    return {"granted": wish.text}


def test_a_route_for_nobody_must_say_that_it_is_public():
    with pytest.raises(RouteNotDeclared, match="public=True"):
        describe("GET", "/secrets", lambda: None, status=None, public=False, money=False)


def test_a_route_whose_path_and_handler_disagree_is_not_declared():
    with pytest.raises(RouteNotDeclared, match="wish_id"):
        describe("GET", "/wishes", granted, status=None, public=True, money=False)


def test_a_typed_body_arrives(cloud):
    assert ask(granted, {"text": "a pony"}).json == {"granted": "a pony"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "x", "y": 1}, 422),
        ({}, 422),
        (b"", 422),
        (b"[]", 422),
        (b"{", 400),
        (b"\xff", 400),
        (b'{"text": NaN}', 400),
    ],
)
def test_a_bad_body_is_refused_without_an_echo(cloud, body, status):
    reply = ask(granted, body)
    assert reply.status_code == status
    assert reply.headers["Content-Type"] == "application/problem+json"


def test_v05_an_unknown_field_is_named(cloud):
    assert ask(granted, {"text": "x", "role": "owner"}).json["errors"][0]["path"] == "role"


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"7"])
def test_a_body_that_is_no_object_is_refused_by_name_and_in_our_words(cloud, body):
    assert ask(granted, body).json["errors"] == [{"path": "body", "message": "Please send a JSON object."}]


def test_a_field_whose_name_is_empty_is_named_all_the_same(cloud):
    assert ask(granted, {"text": "x", "": 1}).json["errors"][0]["path"] == '""'


def test_a_field_of_several_kinds_is_named_once_and_by_its_name(cloud):
    def invite(wish_id: str, customer: NewCustomer) -> dict:
        return {}

    body = {"display_name": "Ada", "email": "nope", "billing_address": {"country": "Germany"}, "a[b]": 1}
    named = [problem["path"] for problem in ask(invite, body).json["errors"]]
    assert named == ["email", "billing_address.country", "a[b]"]


@pytest.mark.asvs("15.2.2")
def test_a_body_of_another_kind_or_too_large_is_refused(cloud):
    assert ask(granted, {"text": "x"}, headers={"content-type": "text/plain"}).status_code == 415
    assert ask(granted, b'{"text": "' + b"x" * MAX_BODY + b'"}').status_code == 413


def test_deeply_nested_json_is_malformed(cloud):
    assert ask(granted, b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}").status_code == 400


def test_what_is_not_found_comes_before_what_is_invalid(cloud):
    def refuse(wish_id: str, wish: Wish) -> dict:
        raise NotFound

    assert ask(refuse, {"nonsense": 1}).status_code == 404


def test_a_verb_that_never_reads_its_bad_body_is_refused_all_the_same(cloud):
    def careless(wish_id: str, wish: Wish) -> dict:
        return {"done": True}

    assert ask(careless, {"nonsense": 1}).status_code == 422


def test_no_transaction_begins_while_a_bad_body_waits(cloud):
    begun = []

    def careless(wish_id: str, wish: Wish) -> dict:
        from chalicelib.adapters.dynamodb import transaction

        with transaction():
            begun.append(1)
        return {}

    assert (ask(careless, {"nonsense": 1}).status_code, begun) == (422, [])


@pytest.mark.parametrize("value", ["..", "../x", "a/b", "a%2fb", "a b", "", "x" * 129, "a\0b", "ä"])
def test_v23_odd_path_values_are_not_found(cloud, value):
    assert ask(granted, {"text": "x"}, wish_id=value).status_code == 404


def test_a_list_in_the_query_may_repeat_and_other_fields_are_checked(cloud):
    def browse(wish_id: str, query: Many) -> dict:
        return {"status": query.status, "limit": query.limit}

    many = {"status": ["a", "b"], "limit": ["7"]}
    assert ask(browse, method="GET", query=many).json == {"status": ["a", "b"], "limit": 7}
    assert ask(browse, method="GET", query={"limit": ["101"]}).json["errors"][0]["path"] == "limit"
    assert ask(browse, method="GET", query={"tenant": ["x"]}).json["errors"][0]["path"] == "tenant"


@pytest.mark.asvs("15.3.7")
def test_what_belongs_once_in_a_query_is_refused_twice_by_name(cloud):
    def browse(wish_id: str, query: Many) -> dict:
        return {"limit": query.limit}

    reply = ask(browse, method="GET", query={"limit": ["7", "8"]})
    assert (reply.status_code, reply.json["errors"]) == (422, [{"path": "limit", "message": "Please say this once."}])


def test_an_unexpected_error_says_nothing_of_itself(cloud):
    def broken(wish_id: str, wish: Wish) -> dict:
        raise RuntimeError("the password is hunter2")

    reply = ask(broken, {"text": "x"})
    assert (reply.status_code, reply.json["code"]) == (500, "internal_error")
    assert "hunter2" not in reply.body


def test_an_unexpected_error_leaves_no_words_of_its_own_in_the_log(cloud, capsys):
    from chalicelib.entrypoints.logs import JsonFormatter

    try:
        raise RuntimeError("the password is hunter2")
    except RuntimeError as error:
        import logging

        record = logging.LogRecord(
            "portal", logging.ERROR, "f", 1, "unexpected", (), (type(error), error, error.__traceback__)
        )
    assert "hunter2" not in JsonFormatter().format(record)


@pytest.mark.asvs("4.1.3", "15.3.4")
def test_the_address_is_cloudfronts_word_only_with_the_secret(cloud):
    def where(wish_id: str, caller: Caller, wish: Wish) -> dict:
        return {"address": caller.address}

    viewer = {"cloudfront-viewer-address": "198.51.100.9:443", "x-forwarded-for": "6.6.6.6"}
    assert ask(where, {"text": "x"}, headers=viewer).json == {"address": "203.0.113.7"}
    assert ask(where, {"text": "x"}, headers={**viewer, "x-origin-secret": "guess"}).json == {"address": "203.0.113.7"}
    proven = {**viewer, "x-origin-secret": "the-origin-secret-of-the-tests"}
    assert ask(where, {"text": "x"}, headers=proven).json == {"address": "198.51.100.9"}


@pytest.fixture
def signed_in(monkeypatch):
    monkeypatch.setattr(house, "client_of", lambda caller, route: user())


class Till:
    """A verb that moves money, and counts how often it did."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.runs = 0

    def __call__(self, body, key=None, path="inv_1"):
        def pay(user: PortalUser, wish_id: str, wish: Wish) -> dict:
            self.runs += 1
            outcome = self.outcomes.pop(0) if self.outcomes else None
            if outcome:
                raise outcome
            return {"paid": wish.text, "run": self.runs}

        headers = {"idempotency-key": key} if key else {}
        return ask(pay, body, money=True, headers=headers, wish_id=path)


def test_money_needs_a_key(cloud, signed_in):
    till = Till()
    reply = till({"text": "5"})
    assert (reply.status_code, reply.json["code"]) == (400, "malformed")


def test_i10_the_same_key_and_body_answer_the_same_and_run_once(cloud, signed_in):
    till = Till()
    first, second = till({"text": "5"}, "k1"), till({"text": "5"}, "k1")
    assert (first.status_code, first.body, till.runs) == (second.status_code, second.body, 1)
    assert second.headers["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first.headers


def test_i10_the_same_key_with_another_body_or_object_is_refused(cloud, signed_in):
    till = Till()
    till({"text": "5"}, "k1")
    assert till({"text": "6"}, "k1").status_code == 422
    assert till({"text": "5"}, "k1", path="inv_2").status_code == 422
    assert till.runs == 1


def test_i10_a_decline_is_replayed_too(cloud, signed_in):
    till = Till(Declined())
    first, second = till({"text": "5"}, "k1"), till({"text": "5"}, "k1")
    assert [first.status_code, second.status_code, till.runs] == [402, 402, 1]
    assert first.json == second.json and second.headers["Content-Type"] == "application/problem+json"


def test_i10_a_refusal_gives_the_key_back(cloud, signed_in):
    till = Till(Conflict())
    assert [till({"text": "5"}, "k1").status_code, till({"text": "5"}, "k1").status_code] == [409, 200]


def test_i10_a_key_whose_answer_is_awaited_is_a_conflict_until_its_lease_ends(cloud, signed_in, time):
    till = Till(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        till({"text": "5"}, "k1")
    assert till({"text": "5"}, "k1").json["code"] == "still_running"
    time.move(seconds=61)
    assert till({"text": "5"}, "k1").status_code == 200


def test_i10_keys_are_kept_for_seven_days(cloud, signed_in, time):
    till = Till()
    till({"text": "5"}, "k1")
    time.move(days=7, seconds=1)
    assert till({"text": "6"}, "k1").json["run"] == 2


@pytest.mark.parametrize("key", ["x" * 256, "ключ", "a\tb"])
def test_an_odd_key_is_malformed(cloud, signed_in, key):
    assert Till()({"text": "5"}, key).status_code == 400
