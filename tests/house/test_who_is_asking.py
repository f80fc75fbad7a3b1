"""Who somebody is stands in the token and in our tables: nothing else that a request says of it is believed (V04, V05, V16)."""

import importlib
import inspect
import pkgutil
import re
from typing import Any

import pytest
from pydantic import BaseModel

import chalicelib
from app import app
from chalicelib.entrypoints.router import ROUTES
from tests.fixtures.people import PASSWORD
from tests.house.matrix.cases import cases
from tests.house.matrix.wire import Asked, send

CLAIMS = {
    "role": "owner", "roles": "owner", "tenant": "ten_globex", "tenant_id": "ten_globex", "customer_id": "cus_three",
    "contact_id": "con_1", "staff_id": "stf_1", "user_id": "1", "user": "eve@example.com", "email_verified": "true",
    "is_admin": "true", "portal_status": "active", "access": "0", "actor": "owner", "impersonate": "eve@example.com",
}  # fmt: skip
HEADERS = {
    **{f"X-{name.replace('_', '-').title()}": value for name, value in CLAIMS.items()},
    "X-Forwarded-User": "owner@acme.example",
    "X-HTTP-Method-Override": "DELETE",
    "X-Original-URL": "/merchant/gateway",
    "X-Rewrite-URL": "/merchant/gateway",
    "X-Amzn-Oidc-Identity": "owner",
    "X-Forwarded-For": "127.0.0.1",
    "X-Origin-Secret": "",
    "Cookie": "role=owner; tenant_id=ten_globex; access_token=x",
}


def named(model: Any) -> set[str]:
    return set(model[1].model_fields) if model else set()


def attributes() -> set[str]:
    """Every attribute of everything that is kept."""
    found: set[str] = set()
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        if module.name.endswith((".entity", "core.portal")):
            models = [one for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)]
            found |= {name for one in models if issubclass(one, BaseModel) for name in one.model_fields}
    return found | {"pk", "sk", "expires"}


def _said(told) -> str:
    """What a look shows; the signature of a link to a file follows the clock on the wall."""
    return re.sub(r"\?[^\"]*", "", told.bare[2])


def test_v04_no_header_or_cookie_says_who_somebody_is(bench):
    wrong = []
    for case in cases(bench, signed_in=True):
        people = [
            case.world.people[name] for name in (("bob", "ada") if case.audience == "client" else ("support", "owner"))
        ]
        for person in people:
            plain, claiming = (case.ask(person, case.first, headers=headers).told for headers in ({}, HEADERS))
            alike = plain.status == claiming.status and (case.route.method != "GET" or _said(plain) == _said(claiming))
            wrong += [] if alike else [f"{case.route.name} by {person.name}: {plain.status} became {claiming.status}"]
    assert wrong == []


def test_v04_no_parameter_says_who_somebody_is(bench):
    wrong = []
    for case in cases(bench):
        unknown = {name: value for name, value in CLAIMS.items() if name not in named(case.route.query)}
        told = case.ask(case.wields, case.first, query=unknown).told
        if told.status != 422 or not unknown.keys() <= told.fields:
            wrong.append(f"{case.route.name}: {told.status} {unknown.keys() - told.fields}")
    assert wrong == []


def test_v05_no_attribute_is_taken_from_a_body_that_is_not_asked_for(bench):
    every, wrong = attributes() | CLAIMS.keys(), []
    assert {
        "version",
        "document_key",
        "settled",
        "invitation",
        "tenant_id",
        "epoch",
        "gateway_ref",
        "logo_key",
    } <= every
    for case in cases(bench):
        if case.route.method == "GET":
            continue
        asked = case.request(case.wields, case.first)
        body = asked.body if isinstance(asked.body, dict) else {}
        unknown = {name: body.get("customer_id", "x") for name in every - named(case.route.body)}
        told = case.ask(case.wields, case.first, body={**body, **unknown}).told
        if told.status != 422 or not unknown.keys() <= told.fields:
            wrong.append(f"{case.route.name}: {told.status} {sorted(unknown.keys() - told.fields)}")
    assert wrong == []


def test_v05_no_part_of_any_body_takes_unknown_fields():
    open_parts = []
    for route in ROUTES:
        schema = route.body[1].model_json_schema() if route.body else {}
        for name, part in {"": schema, **schema.get("$defs", {})}.items():
            if part.get("type") == "object" and part.get("additionalProperties") is not False:
                open_parts.append(f"{route.name} {name}")
    assert open_parts == []


def ask(case_of, person, **values):
    """One request whose consequences stay."""
    case, body = case_of, values.pop("body", None)
    asked = case.request(person, case.first, **({"body": body} if body else {}), **values)
    return send(app, asked)


def _leave(every, world, way: str) -> Any:
    """What happens; answers whose token is over then."""
    ada, owner = world.people["ada"], world.people["owner"]
    of_ada = {"customer_id": "cus_one", "contact_id": ada.id}
    contact = "/merchant/customers/{customer_id}/contacts/{contact_id}"
    off = {"status": "disabled"}
    support_id = {"staff_id": world.people["support"].id}
    ways = {
        "sign-out": (ada, "DELETE /portals/{portal}/sessions/current", ada, {"values": {"portal": "acme"}}),
        "another session ends it": (ada, "DELETE /portal/me/sessions/{session_id}", ada, {"values": {"session_id": ada.session_id}}),
        "access switched off": (ada, f"DELETE {contact}/portal-access", owner, {"values": of_ada}),
        "contact removed": (ada, f"DELETE {contact}", owner, {"values": of_ada}),
        "another address": (ada, f"PATCH {contact}", owner, {"values": of_ada, "body": {"email": "ada2@example.com"}}),
        "portal switched off": (ada, "DELETE /merchant/portal", owner, {}),
        "password reset": (ada, "POST /portals/{portal}/password-resets/completion", world.people["stranger"], {}),
        "staff disabled": (world.people["support"], "PATCH /merchant/staff/{staff_id}", owner, {"values": support_id, "body": off}),
        "staff removed": (world.people["support"], "DELETE /merchant/staff/{staff_id}", owner, {"values": support_id}),
    }  # fmt: skip
    whose, name, by, more = ways[way]
    done = ask(every[name], by, **more)
    assert done.status < 300, done
    return whose


@pytest.mark.parametrize(
    "way",
    [
        "sign-out", "another session ends it", "access switched off", "contact removed", "another address",
        "portal switched off", "password reset", "staff disabled", "staff removed",
    ],
)  # fmt: skip
def test_v16_no_route_lets_in_whose_session_is_over(bench, way):
    every = {case.route.name: case for case in cases(bench)}
    whose = _leave(every, bench.world, way)
    mine = [case for case in every.values() if case.audience == whose.audience]
    told = {case.route.name: send(app, case.request(whose, case.first)).status for case in mine}
    assert {name: status for name, status in told.items() if status != 401} == {}


def test_v16_a_new_password_ends_every_other_session_on_every_route(bench):
    every = {case.route.name: case for case in cases(bench)}
    ada = bench.world.people["ada"]
    sign_in = every["POST /portals/{portal}/sessions"]
    here = ask(sign_in, bench.world.people["stranger"], body={"email": ada.email, "password": PASSWORD})
    headers = {"Authorization": f"Bearer {here.json['access_token']}"}
    body = {"current_password": PASSWORD, "new_password": "a loud mountain 1913"}
    route = every["PUT /portal/me/password"].route
    assert send(app, Asked(route, body=body, headers=headers)).status == 204
    mine = [case for case in every.values() if case.audience == "client"]
    assert {send(app, case.request(ada, case.first)).status for case in mine} == {401}
    assert send(app, Asked(every["GET /portal/me"].route, headers=headers)).status == 200
