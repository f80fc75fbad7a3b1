"""The API keeps to its own OpenAPI document, whatever is drawn from it, rightly or wrongly (schemathesis; FUZZ=40 asks more)."""

import os
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import Phase, settings
from schemathesis import GenerationMode, openapi

from app import app
from tests.house.matrix.cases import cases
from tests.house.matrix.spec import LIMITS, answered, asked_along, disagreements, failures, plain_document
from tests.house.matrix.wire import send

MORE = int(os.environ.get("FUZZ", "1"))


@pytest.mark.parametrize("quarter", range(4))
def test_v34_every_route_answers_as_the_document_says(bench, quarter):
    found = [told for case in cases(bench)[quarter::4] for told in disagreements(case, 4 * MORE)]
    assert not found, "\n\n".join(found)


def test_what_is_made_or_listed_can_be_gone_on_with_by_its_links(bench):
    """Scenarios along the document's links: what a step made is what the next one asks for."""
    every = {case.route.name: case for case in cases(bench)}
    asked: set[str] = set()

    right = openapi.from_dict(_without_filters())
    right.config.generation.update(modes=[GenerationMode.POSITIVE])

    class Along(right.as_state_machine()):  # type: ignore[misc, name-defined]
        def setup(self) -> None:
            bench.picture.restore()

        def call(self, case: Any, **more: Any) -> Any:
            step, request = asked_along(every[f"{case.method} {case.operation.path}"], case)
            told = send(app, step)
            asked.add(f"{case.operation.label} {told.status}")
            self.found = failures(case, told, request)
            return answered(told, request)

        def validate_response(self, response: Any, case: Any, *more: Any, **much_more: Any) -> None:
            assert not self.found, self.found

    Along.run(
        settings=settings(
            max_examples=15 * MORE, stateful_step_count=8, derandomize=True, phases=[Phase.generate], **LIMITS
        )
    )
    bench.picture.restore()
    reached = {label for label in asked if "_id}" in label and not label.endswith((" 404", " 422"))}
    assert len(reached) >= 3, sorted(asked)


def _without_filters() -> dict[str, Any]:
    """Scenarios ask for whole lists: a cursor that is drawn is nobody's."""
    found = deepcopy(plain_document())
    for operation in (one for methods in found["paths"].values() for one in methods.values()):
        operation["parameters"] = [one for one in operation["parameters"] if one["in"] != "query"]
    return found


def _without(name: str, route: str) -> dict[str, Any]:
    """The document with something left out about one route, as if it had been forgotten."""
    broken = deepcopy(plain_document())
    method, _, path = route.partition(" ")
    operation = broken["paths"][path][method.lower()]
    match name:
        case "status":
            del operation["responses"]["200"]
        case "field":
            operation["responses"]["200"]["content"]["application/json"]["schema"] = {
                "type": "object",
                "required": ["no_such_field"],
            }
        case "media":
            operation["responses"]["200"]["content"] = {"text/plain": {"schema": {"type": "string"}}}
        case "rule":
            operation["parameters"] = [
                {"name": "limit", "in": "query", "required": True, "schema": {"type": "integer", "maximum": 3}}
            ]
    return broken


@pytest.mark.parametrize(
    ("name", "title"),
    [("status", "Undocumented status code"), ("field", "Response violates schema"), ("media", "Undocumented Content-Type"),
     ("rule", "Schema-violating request accepted")],
)  # fmt: skip
def test_an_answer_that_the_document_does_not_know_is_found(bench, name, title):
    route = "GET /portal/invoices"
    case = next(case for case in cases(bench) if case.route.name == route)
    # What is drawn depends on the modules that this process has loaded, so there is room for luck.
    found = disagreements(case, 30 if name != "rule" else 150, _without(name, route))
    assert [told for told in found if told.startswith(f"{route}: {title}")], found
