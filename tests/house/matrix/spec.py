"""The OpenAPI document as schemathesis reads it, asked of the app in process: answers must be as the document says."""

from copy import deepcopy
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote

import requests
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chalicelib.entrypoints.openapi import document
from tests.house.matrix.bench import Case
from tests.house.matrix.wire import Asked, Told

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection,
]  # fmt: skip
LIMITS: dict[str, Any] = {"database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}


@cache
def plain_document() -> dict[str, Any]:
    """The document as it is served, without security: who may is the matrix's question, here everybody has every right."""
    found = deepcopy(document("1.0.0"))
    del found["components"]["securitySchemes"]
    for operation in (one for methods in found["paths"].values() for one in methods.values()):
        del operation["security"]
    return found


def disagreements(case: Case, examples: int, spec: dict[str, Any] | None = None) -> list[str]:
    """What this route answers otherwise than the document says, once each."""
    found: dict[str, str] = {}
    operation = openapi.from_dict(spec or plain_document())[case.route.path][case.route.method]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if _may_be_wrong(case) else (GenerationMode.POSITIVE,)
    strategy = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))

    @seed(1)
    @settings(max_examples=examples, phases=[Phase.generate], **LIMITS)
    @given(drawn=strategy, really=st.booleans())
    def asked(drawn: Any, really: bool) -> None:
        request = requests.Request(**_parts(drawn)).prepare()
        values = case.first.values if really and _is_right(drawn) else _values(drawn)
        told = case.ask(case.wields, case.first, **said(request), values=values).told
        for failure in failures(drawn, told, request):
            found.setdefault(
                f"{case.route.name}: {failure.title}", f"{failure.message[:300]} {drawn.as_curl_command()[:600]}"
            )

    asked()
    return [f"{title}: {told}" for title, told in found.items()]


def failures(drawn: Any, told: Told, request: requests.PreparedRequest) -> list[Any]:
    """What schemathesis has to say about an answer."""
    try:
        drawn.validate_response(answered(told, request), checks=CHECKS)
    except FailureGroup as group:
        return list(group.exceptions)
    return []


def _may_be_wrong(case: Case) -> bool:
    return bool(case.route.body or case.route.query or case.route.path_names)


def _parts(drawn: Any) -> dict[str, Any]:
    sent = drawn.as_transport_kwargs(base_url="http://localhost")
    return {name: sent[name] for name in ("method", "url", "headers", "params", "json", "data") if name in sent}


def _values(drawn: Any) -> dict[str, str]:
    """API Gateway decodes a path's parts."""
    return {name: unquote(str(value)) for name, value in (drawn.path_parameters or {}).items()}


def _is_right(drawn: Any) -> bool:
    """Whether the path's parts may be replaced by those of what is there: not if they are what is wrong."""
    path = drawn.meta.components.get(ParameterLocation.PATH)
    return path is None or path.mode.is_positive


def said(request: requests.PreparedRequest) -> dict[str, Any]:
    """A request as the bench hands it to the app."""
    body = request.body or b""
    headers = {
        name: value.decode("latin-1") if isinstance(value, bytes) else value for name, value in request.headers.items()
    }
    return {
        "raw": body.encode() if isinstance(body, str) else body,
        "query": parse_qs(str(request.url).partition("?")[2], keep_blank_values=True),
        # Nothing is added to what was drawn: that a header is missing may be what is wrong.
        "headers": {"Idempotency-Key": None, "Origin": None, "X-Portal": None, **headers},
    }


def answered(told: Told, request: requests.PreparedRequest) -> Response:
    """An answer as schemathesis reads it."""
    headers = {name.lower(): value if isinstance(value, list) else [str(value)] for name, value in told.headers.items()}
    return Response(
        status_code=told.status, headers=headers, content=told.body.encode(), request=request, elapsed=0.1, verify=False
    )


def asked_along(case: Case, drawn: Any) -> tuple[Asked, requests.PreparedRequest]:
    """A step of a scenario, as whoever has every right here."""
    request = requests.Request(**_parts(drawn)).prepare()
    return case.request(case.wields, case.first, **said(request), values=_values(drawn)), request
