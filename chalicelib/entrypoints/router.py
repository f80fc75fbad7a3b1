"""The table of URLs of a slice: typed handlers, closed by default, errors in one shape."""

import json
import logging
import re
import time
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, Response
from pydantic import BaseModel

from chalicelib.adapters import idempotency
from chalicelib.adapters.dynamodb import Meter, meter
from chalicelib.core import ids
from chalicelib.core.answer import Answer, Text
from chalicelib.core.deferred import defer, is_deferred, raise_deferred
from chalicelib.core.errors import Declined, Malformed, NotFound
from chalicelib.core.identity import Caller, PortalUser, StaffUser
from chalicelib.entrypoints import problems
from chalicelib.entrypoints.collector import wake_collector
from chalicelib.entrypoints.requests import caller_of, read_body, read_query
from chalicelib.entrypoints.routes import Route, describe
from chalicelib.sessions.check import client_of, staff_of

_log = logging.getLogger("portal.request")
PATH_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}
_JSON, _PROBLEM = "application/json", "application/problem+json"
ROUTES: list[Route] = []


class Router:
    """Declares the routes of one slice on a blueprint of its own.

    A handler says with its types what it needs: ``PortalUser`` or ``StaffUser`` (who must be signed in), ``Caller`` (the
    request around), strings named like the path's parts, ``query`` and at most one body, both pydantic models.
    """

    def __init__(self, import_name: str) -> None:
        self.import_name, self.routes = import_name, list[Route]()
        self.blueprint = Blueprint(import_name)

    def get(self, path: str, handler: Callable[..., Any], *, public: bool = False, also: tuple[int, ...] = ()) -> None:
        """``also``: statuses it may answer beside 200, for the document."""
        self._add("GET", path, handler, None, public, False, also)

    def post(
        self,
        path: str,
        handler: Callable[..., Any],
        *,
        status: int | None = None,
        public: bool = False,
        money: bool = False,
        also: tuple[int, ...] = (),
        by_cookie: bool = False,
    ) -> None:
        """``money``: it moves money, so an Idempotency-Key is required.

        For the document: ``also``, further statuses; ``by_cookie``, that the refresh cookie says who asks.
        """
        self._add("POST", path, handler, status, public, money, also, by_cookie)

    def put(self, path: str, handler: Callable[..., Any], *, status: int | None = None, public: bool = False) -> None:
        self._add("PUT", path, handler, status, public, False)

    def patch(self, path: str, handler: Callable[..., Any], *, public: bool = False) -> None:
        self._add("PATCH", path, handler, None, public, False)

    def delete(self, path: str, handler: Callable[..., Any], *, public: bool = False, by_cookie: bool = False) -> None:
        self._add("DELETE", path, handler, None, public, False, by_cookie=by_cookie)

    def _add(
        self,
        method: str,
        path: str,
        handler: Callable[..., Any],
        status: int | None,
        public: bool,
        money: bool,
        also: tuple[int, ...] = (),
        by_cookie: bool = False,
    ) -> None:
        route = describe(
            method, path, handler, status=status, public=public, money=money, also=also, by_cookie=by_cookie
        )
        ROUTES.append(route)
        self.routes.append(route)

        def view(**path_values: str) -> Response:
            return serve(route, self.blueprint.current_request, path_values)

        # Chalice names views by function name and passes the path's parts by keyword.
        self.blueprint.route(path, methods=[method], content_types=["*/*"], name=_view_name(route))(view)


def _view_name(route: Route) -> str:
    return f"{route.handler.__name__}_{route.method.lower()}"


def serve(route: Route, request: Any, path_values: dict[str, str]) -> Response:
    """Answer one request, whatever happens, and write its log line."""
    started = time.perf_counter()
    wake_collector()
    request_id = ids.new_id("req")
    used = Meter()
    token = meter.set(used)
    defer(None)
    user: PortalUser | StaffUser | None = None
    try:
        caller = caller_of(request, request_id)
        user = _signed_in(route, caller)
        response = _answer(route, request, caller, user, path_values)
    except Exception as error:
        response = _problem(error, request_id)
    finally:
        defer(None)
        meter.reset(token)
    response.headers["X-Request-Id"] = request_id
    _write_log(route, user, response.status_code, request_id, used, time.perf_counter() - started)
    return response


def _signed_in(route: Route, caller: Caller) -> PortalUser | StaffUser | None:
    if route.audience is PortalUser:
        return client_of(caller, route.name)
    if route.audience is StaffUser:
        return staff_of(caller, route.name)
    return None


def _answer(
    route: Route, request: Any, caller: Caller, user: PortalUser | StaffUser | None, path_values: dict[str, str]
) -> Response:
    if any(not PATH_VALUE.fullmatch(value) for value in path_values.values()):
        raise NotFound
    values: dict[str, Any] = {**path_values}
    for name, kind in route.plain.items():
        values[name] = caller if kind is Caller else user
    query = read_query(request, route.query[1] if route.query else None)
    if route.query:
        values[route.query[0]] = query
    if route.method != "GET" and not _reads_raw(route):
        body = read_body(caller, route.body[1] if route.body else None)
        if route.body:
            values[route.body[0]] = body
    return _once(route, caller, user, path_values, lambda: _run(route, values))


def _reads_raw(route: Route) -> bool:
    """A webhook checks its signature over the raw body and parses that itself."""
    return route.public and route.body is None and Caller in route.plain.values()


def _run(route: Route, values: dict[str, Any]) -> Response:
    result = route.handler(**values)
    raise_deferred()
    if isinstance(result, Answer):
        return _response(result.body, result.status or route.status, result.headers, result.cookies)
    return _response(result, route.status, {}, ())


def _once(
    route: Route,
    caller: Caller,
    user: PortalUser | StaffUser | None,
    path_values: dict[str, str],
    run: Callable[[], Response],
) -> Response:
    """Under an Idempotency-Key the first answer is the only one; money moves under no other condition."""
    if user is None or not route.takes_key:
        return run()
    key = caller.idempotency_key
    if key is None and route.money:
        defer(Malformed("This request needs an Idempotency-Key header."))
    elif key is not None and not idempotency.is_key(key):
        defer(Malformed("The Idempotency-Key must be 1 to 255 printable ASCII characters."))
    if key is None or is_deferred():
        return run()
    scope = f"{user.tenant_id}#{user.kind}#{user.actor_id}#{route.name}"
    content = json.dumps(sorted(path_values.items())).encode() + caller.raw_body
    claim = idempotency.begin(scope, key, content, caller.request_id)
    if claim.stored is None:
        return _finish(claim, run)
    status, body = claim.stored
    headers = {**HEADERS, "Content-Type": _JSON if status < 400 else _PROBLEM, "Idempotent-Replayed": "true"}
    return Response(body, status_code=status, headers=headers)


def _finish(claim: idempotency.Claim, run: Callable[[], Response]) -> Response:
    """Keep the answer, a decline too; anything else that was refused may be tried again under the same key."""
    try:
        response = run()
    except Declined as error:
        response = _problem(error, claim.request_id)
    except Exception:
        idempotency.release(claim)
        raise
    idempotency.keep(claim, response.status_code, response.body)
    return response


def _response(body: Any, status: int, headers: dict[str, str], cookies: tuple[str, ...]) -> Response:
    content_type, content = _content(body)
    all_headers: dict[str, Any] = {**HEADERS, **({"Content-Type": content_type} if content else {}), **headers}
    if cookies:
        all_headers["Set-Cookie"] = list(cookies)
    return Response(content, status_code=status, headers=all_headers)


def _content(body: Any) -> tuple[str, str]:
    if body is None:
        return _JSON, ""
    if isinstance(body, Text):
        return body.content_type, body.content
    if isinstance(body, BaseModel):
        return _JSON, body.model_dump_json()
    return _JSON, json.dumps(body)


def _problem(error: Exception, request_id: str) -> Response:
    known = problems.in_domain_words(error)
    if known is None or known is not error:
        _log.error("unexpected", exc_info=error, extra={"fields": {"request_id": request_id}})
    if known is None:
        problem = problems.Problem(
            title="Internal error",
            status=500,
            detail="Something went wrong on our side.",
            code="internal_error",
            request_id=request_id,
        )
        extra: dict[str, str] = {}
    else:
        problem, extra = problems.problem_of(known, request_id), problems.headers_of(known)
    headers = {**HEADERS, "Content-Type": _PROBLEM, **extra}
    return Response(problem.model_dump_json(exclude_none=True), status_code=problem.status, headers=headers)


def _write_log(
    route: Route, user: PortalUser | StaffUser | None, status: int, request_id: str, used: Meter, seconds: float
) -> None:
    _log.info(
        "request",
        extra={
            "fields": {
                "request_id": request_id,
                "route": route.name,
                "status": status,
                "tenant": user.tenant_id if user else None,
                "actor": user.actor_id if user else None,
                "duration_ms": round(seconds * 1000, 1),
                "dynamodb_requests": used.requests,
                "dynamodb_units": used.units,
            }
        },
    )
