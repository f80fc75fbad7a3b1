"""The OpenAPI 3.1 document, generated from the routes themselves."""

import inspect
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from chalicelib.core.answer import Text
from chalicelib.core.identity import PortalUser
from chalicelib.entrypoints.examples import example
from chalicelib.entrypoints.links import links, operation_id
from chalicelib.entrypoints.problems import TITLES, Problem
from chalicelib.entrypoints.router import PATH_VALUE, ROUTES
from chalicelib.entrypoints.routes import Route
from chalicelib.settings import settings

_REF = "#/components/schemas/{model}"


def document(version: str) -> dict[str, Any]:
    """Every route with schemas, examples, errors and security."""
    routes = sorted((route for route in ROUTES if "+" not in route.path), key=lambda route: (route.path, route.method))
    adapters = {id(route.answer): TypeAdapter(route.answer) for route in routes if _has_schema(route)}
    inputs: list[tuple[int, Any, TypeAdapter[Any]]] = [
        (id(route.answer), "serialization", adapters[id(route.answer)]) for route in routes if _has_schema(route)
    ]
    refs, schemas = TypeAdapter.json_schemas(list({item[0]: item for item in inputs}.values()), ref_template=_REF)
    bodies = {part[1] for route in routes for part in (route.body,) if part} | {Problem}
    body_refs, body_schemas = models_json_schema(
        [(model, "validation") for model in sorted(bodies, key=lambda m: m.__name__)], ref_template=_REF
    )
    components = {**body_schemas.get("$defs", {}), **schemas.get("$defs", {})}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        answer = _media(refs.get((id(route.answer), "serialization")), components)
        body = _media(body_refs[(route.body[1], "validation")], components) if route.body else None
        operation = _operation(route, answer, body)
        leads = links(route, routes, _fields(refs.get((id(route.answer), "serialization")), components))
        if leads:
            operation["responses"][str(route.status)]["links"] = leads
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Client Portal",
            "version": version,
            "description": "What a merchant's clients and staff can do. Money is in minor units, times in UTC.",
        },
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": _SCHEMES,
        },
    }


def _media(schema: dict[str, Any] | None, components: dict[str, Any]) -> dict[str, Any] | None:
    return {"schema": schema, "example": example(schema, components)} if schema else None


def _fields(schema: dict[str, Any] | None, components: dict[str, Any]) -> list[str]:
    named = components.get(str((schema or {}).get("$ref", "")).rpartition("/")[2], {})
    return list(named.get("properties", {}))


def _has_schema(route: Route) -> bool:
    return route.answer is not None and route.answer is not Text and route.answer is not dict


def _operation(route: Route, answer: dict[str, Any] | None, body: dict[str, Any] | None) -> dict[str, Any]:
    text = inspect.getdoc(route.handler) or inspect.getdoc(inspect.getmodule(route.handler)) or ""
    operation: dict[str, Any] = {
        "operationId": operation_id(route),
        "tags": [route.tag],
        "summary": text.partition("\n")[0],
        "parameters": [*_path_parameters(route), *_query_parameters(route), *_headers(route)],
        "responses": {**_successes(route, answer), **_failures(route)},
        "security": _security(route),
    }
    if route.body is not None:
        needed = any(field.is_required() for field in route.body[1].model_fields.values())
        operation["requestBody"] = {"required": needed, "content": {"application/json": body}}
    return operation


def _security(route: Route) -> list[dict[str, Any]]:
    if route.by_cookie:
        token = "staff" if route.path.startswith("/merchant") else "client"
        if route.path.endswith("/passkey"):
            return [{"attempt": []}]
        return [{"refresh": []}] if route.method == "POST" else [{token: []}, {"refresh": []}, {}]
    return [{"client" if route.audience is PortalUser else "staff": []}] if route.audience else []


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    schema = {"type": "string", "pattern": f"^{PATH_VALUE.pattern}$"}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in route.path_names]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if not route.query:
        return []
    schema = route.query[1].model_json_schema(ref_template=_REF)
    found = []
    for name, field in schema.get("properties", {}).items():
        found.append({"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": field})
    return found


def _headers(route: Route) -> list[dict[str, Any]]:
    if route.by_cookie:
        return [{**header, "required": route.method == "POST"} for header in _OURS]
    if not route.takes_key:
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": 255}
    return [{"name": "Idempotency-Key", "in": "header", "required": route.money, "schema": schema}]


_BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
_SCHEMES: dict[str, Any] = {
    "client": _BEARER,
    "staff": _BEARER,
    "refresh": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-r-{tenant_id}",
        "description": "Set by signing in, rotated by every use; staff's begins with `__Host-s-`.",
    },
    "attempt": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-k-{tenant_id}",
        "description": "Set by asking for a passkey's challenge; for five minutes, once.",
    },
}
_OURS: list[dict[str, Any]] = [
    {"name": "Origin", "in": "header", "schema": {"type": "string", "format": "uri"}},
    {"name": "X-Portal", "in": "header", "schema": {"const": "1"}},
]
_SUCCESSES = {
    200: "Done.",
    201: "Made.",
    202: "Begun: ask again.",
    204: "Done.",
    304: "Not changed.",
    308: "Moved for good: see Location.",
}


def _successes(route: Route, answer: dict[str, Any] | None) -> dict[str, Any]:
    content: dict[str, Any] = {"content": {"application/json": answer}} if answer else {}
    if route.answer is Text:
        content = {"content": {_media_of_text(route): {"schema": {"type": "string"}}}}
    codes = (route.status, *route.also)
    return {str(code): {"description": _SUCCESSES[code], **(content if code != 304 else {})} for code in codes}


def _media_of_text(route: Route) -> str:
    if route.path.startswith("/calendars/"):
        return "text/calendar"
    return "text/csv" if route.path.endswith("/csv") else "application/xml"


def _failures(route: Route) -> dict[str, Any]:
    codes = [400, 404, 413, 415, 422, 429, 503]
    codes += [401, 403, 409] if route.audience else [401]
    codes += [403] if route.by_cookie else []
    codes += [402] if route.money else []
    schema = {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}}
    return {str(code): {"description": TITLES[code], "content": schema} for code in sorted(codes)}


def show_openapi() -> dict[str, Any]:
    """This document."""
    return document(settings().version)


def main() -> None:
    """Write docs/api/openapi.json, or with ``--check`` say whether it is fresh."""
    import app  # noqa: F401  (registers every route)

    path = Path("docs/api/openapi.json")
    version = tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"]
    text = json.dumps(document(version), indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        if not path.exists() or path.read_text() != text:
            sys.exit("docs/api/openapi.json is stale: run `make map`.")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


if __name__ == "__main__":
    main()
