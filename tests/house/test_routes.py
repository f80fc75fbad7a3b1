"""Every route is closed unless it says otherwise, and refuses what it does not know; all are found by themselves."""

import re
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import app  # noqa: F401  every route stands in ROUTES once the app is there
from chalicelib.core.identity import PortalUser
from chalicelib.entrypoints.router import ROUTES
from tests.fixtures.people import change_portal

CLOSED = [route for route in ROUTES if not route.public]
WITH_BODY = [route for route in ROUTES if route.body]
WITH_QUERY = [route for route in ROUTES if route.query]
NAMES = {"ids": lambda route: route.name}
PREFIXES = {"customer_id": "cus", "contact_id": "con", "invoice_id": "inv", "payment_id": "pay", "staff_id": "stf"}


def path_of(route, **values):
    """The route's path with an id in each place; where none is given, one that nothing has."""
    return re.sub(r"\{(\w+)\+?\}", lambda place: values.get(place[1], absent(place[1])), route.path)


def absent(name):
    return f"{PREFIXES.get(name, name[:3])}_00000000000000000000000000"


def call(api, route, **more):
    body = more.pop("body", {})
    body = body if route.body else {} if route.method == "POST" else None
    key = "a-key-of-the-tests" if route.method == "POST" and route.audience else None
    return api.call(route.method, path_of(route, **more.pop("values", {})), body, key=key, **more)


def actor_of(route, ada, staff):
    """Who may do the most on the route's side of the house, where the merchant offers everything."""
    change_portal("ten_acme", allow_reviews=True, show_projects_and_timesheets=True, allow_payment_method_add=True)
    return ada if route.audience is PortalUser else staff("owner")


def test_there_are_routes_of_both_sides():
    assert {route.audience.__name__ for route in CLOSED} == {"PortalUser", "StaffUser"}
    assert len(ROUTES) > 60


@pytest.mark.parametrize("route", CLOSED, **NAMES)
def test_a_stranger_is_answered_401(api, route):
    reply = call(api, route)
    assert (reply.status, reply.code) == (401, "not_signed_in")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("route", CLOSED, **NAMES)
def test_a_token_nobody_gave_is_answered_401(api, route):
    # pragma: allowlist nextline secret, a token that nobody signed
    assert call(api, route, token="eyJhbGciOiJub25lIn0.e30.").status == 401


@pytest.mark.parametrize("route", CLOSED, **NAMES)
def test_v04_the_other_sides_token_opens_nothing(api, ada, staff, route):
    other = staff("owner") if route.audience is PortalUser else ada
    assert call(api, route, token=other.token).status == 401


@pytest.mark.parametrize("route", CLOSED, **NAMES)
def test_v16_who_was_switched_off_is_answered_401(api, dave, route):
    if route.audience is PortalUser:
        assert call(api, route, token=dave.token).status == 401
    else:
        assert call(api, route, token=dave.token).code == "not_signed_in"


@pytest.mark.parametrize("route", [route for route in CLOSED if route.path_names], **NAMES)
def test_v01_an_object_that_is_not_there_is_answered_404_before_anything_else(api, ada, staff, route):
    actor = actor_of(route, ada, staff)
    reply = call(api, route, token=actor.token, body={"a_field_nobody_knows": True})
    assert (reply.status, reply.code) == (404, "not_found")


@pytest.mark.parametrize("route", [route for route in CLOSED if "customer_id" in route.path_names], **NAMES)
def test_v01_another_merchants_customer_is_answered_like_one_that_is_not_there(api, ada, staff, globex, route):
    actor = actor_of(route, ada, staff)
    foreign = call(api, route, token=actor.token, values={"customer_id": "cus_three"})
    missing = call(api, route, token=actor.token)
    assert foreign.status == missing.status == 404
    assert without_request_id(foreign) == without_request_id(missing)


def without_request_id(reply):
    return {name: value for name, value in reply.json.items() if name != "request_id"}


@pytest.mark.parametrize("route", [route for route in CLOSED if route.body and not route.path_names], **NAMES)
def test_a_field_nobody_knows_is_refused_by_name(api, ada, staff, route):
    actor = actor_of(route, ada, staff)
    reply = call(api, route, token=actor.token, body={"a_field_nobody_knows": "Rumpelstilzchen"})
    assert reply.status == 422
    assert "a_field_nobody_knows" in reply.fields
    assert "Rumpelstilzchen" not in reply.raw.decode()


@pytest.mark.parametrize(
    "route", [route for route in CLOSED if not route.body and route.method != "GET" and not route.path_names], **NAMES
)
def test_a_body_where_none_belongs_is_refused(api, ada, staff, route):
    actor = actor_of(route, ada, staff)
    content = b'{"a_field_nobody_knows": 1}'
    reply = api.call(
        route.method, route.path, raw=content, token=actor.token, key="a-key" if route.method == "POST" else None
    )
    assert (reply.status, reply.fields) == (422, ["a_field_nobody_knows"])


@pytest.mark.parametrize(
    "route", [route for route in CLOSED if route.method == "GET" and not route.path_names], **NAMES
)
def test_a_parameter_nobody_knows_is_refused_by_name(api, ada, staff, route):
    actor = actor_of(route, ada, staff)
    reply = api.get(route.path, token=actor.token, query={"a_field_nobody_knows": "Rumpelstilzchen"})
    assert (reply.status, reply.fields) == (422, ["a_field_nobody_knows"])
    assert "Rumpelstilzchen" not in reply.raw.decode()


def models_in(annotation: Any, seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """Every pydantic model below a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        seen.add(annotation)
        for field in annotation.model_fields.values():
            models_in(field.annotation, seen)
    for part in get_args(annotation):
        models_in(part, seen)
    return seen


def lenient(model):
    return sorted(part.__name__ for part in models_in(model, set()) if part.model_config.get("extra") != "forbid")


@pytest.mark.parametrize("route", WITH_BODY, **NAMES)
def test_v05_a_body_knows_its_fields_however_deep(route):
    assert lenient(route.body[1]) == []


@pytest.mark.parametrize("route", WITH_QUERY, **NAMES)
def test_v05_a_query_knows_its_fields(route):
    assert lenient(route.query[1]) == []


def test_a_lenient_model_would_be_noticed():
    class Inner(BaseModel):
        name: str

    class Outer(BaseModel):
        model_config = {"extra": "forbid"}
        inner: list[Inner] | None

    assert lenient(Outer) == ["Inner"]


@pytest.mark.parametrize("route", CLOSED, **NAMES)
def test_v04_nobody_names_their_own_tenant_role_or_person(route):
    """Who one is comes from the token; a request may name a tenant or a staff role only where it speaks of somebody else."""
    fields = set(route.body[1].model_fields) if route.body else set()
    fields |= set(route.query[1].model_fields) if route.query else set()
    assert not fields & {"tenant_id", "tenant", "user_id", "actor", "staff_id", "contact_id"}


def test_v27_reading_changes_nothing_by_its_verbs_name():
    reading = re.compile(r"(browse|show|find|preview|download|refuse)_")
    assert [route.name for route in ROUTES if route.method == "GET" and not reading.match(route.handler.__name__)] == []


def test_one_variable_name_per_position_in_all_paths():
    """API Gateway refuses ``/a/{x}`` beside ``/a/{y}/z``."""
    names: dict[str, set[str]] = {}
    for route in ROUTES:
        parts = route.path.split("/")
        for place, part in enumerate(parts):
            if part.startswith("{") and "+" not in part:
                names.setdefault("/".join(parts[:place]), set()).add(part)
    assert {place: found for place, found in names.items() if len(found) > 1} == {}
