"""Every request and answer in the OpenAPI document has an example, and it is one that the product itself takes or gives."""

import pytest
from pydantic import TypeAdapter

from chalicelib.entrypoints.examples import example
from chalicelib.entrypoints.openapi import document
from chalicelib.entrypoints.router import ROUTES
from chalicelib.entrypoints.routes import Route

DOCUMENT = document("1")
OPERATIONS = {
    route.name: DOCUMENT["paths"][route.path][route.method.lower()] for route in ROUTES if "+" not in route.path
}
BY_NAME = {route.name: route for route in ROUTES}


def answered(operation: dict) -> list:
    contents = [
        answer.get("content", {}).get("application/json")
        for code, answer in operation["responses"].items()
        if code < "400"
    ]
    return [content["example"] for content in contents if content]


@pytest.mark.parametrize("name", [name for name, operation in OPERATIONS.items() if "requestBody" in operation])
def test_the_example_of_a_request_is_one_that_is_accepted(name: str) -> None:
    route: Route = BY_NAME[name]
    assert route.body
    told = OPERATIONS[name]["requestBody"]["content"]["application/json"]["example"]
    assert set(told) == {field.alias or name for name, field in route.body[1].model_fields.items()}
    route.body[1].model_validate(told)


@pytest.mark.parametrize("name", [name for name, operation in OPERATIONS.items() if answered(operation)])
def test_the_example_of_an_answer_is_one_that_could_be_given(name: str) -> None:
    for told in answered(OPERATIONS[name]):
        TypeAdapter(BY_NAME[name].answer).validate_python(told)


def test_a_field_that_no_example_is_told_for_fails_and_is_named() -> None:
    with pytest.raises(LookupError, match="Thing.unheard_of needs an example"):
        example({"title": "Thing", "properties": {"unheard_of": {"type": "string"}}}, {})


def test_the_endpoints_of_the_cookie_say_so() -> None:
    refresh = DOCUMENT["paths"]["/portals/{portal}/sessions/refresh"]["post"]
    assert refresh["security"] == [{"refresh": []}]
    headers = [(part["name"], part["required"]) for part in refresh["parameters"] if part["in"] == "header"]
    assert headers == [("Origin", True), ("X-Portal", True)]
