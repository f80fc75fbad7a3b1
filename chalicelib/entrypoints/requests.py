"""Reading a request: who calls from where, and its body and query as typed values or a refusal."""

import json
from typing import Any

from pydantic import BaseModel, ValidationError

from chalicelib.adapters import secrets
from chalicelib.core.deferred import RefusedBody, defer
from chalicelib.core.errors import Invalid, Malformed, PortalError, TooLarge, WrongMediaType
from chalicelib.core.identity import Caller
from chalicelib.core.model import Model
from chalicelib.entrypoints.problems import invalid

MAX_BODY = 1_000_000


def caller_of(request: Any, request_id: str) -> Caller:
    """The request around the person."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return Caller(
        address=_address(headers, request.context),
        origin=headers.get("origin"),
        portal_header=headers.get("x-portal"),
        cookies=_cookies(headers.get("cookie", "")),
        idempotency_key=headers.get("idempotency-key"),
        user_agent=headers.get("user-agent", "")[:300],
        request_id=request_id,
        access_token=token if scheme.lower() == "bearer" and token else None,
        headers=headers,
        raw_body=request.raw_body or b"",
    )


def _address(headers: dict[str, str], context: dict[str, Any]) -> str:
    """CloudFront's word if the request proves that it came through CloudFront, else the gateway's; never X-Forwarded-For."""
    sent = headers.get("x-origin-secret")
    viewer = headers.get("cloudfront-viewer-address", "")
    if sent and viewer and secrets.same(sent, secrets.deployment_secret("origin-secret")):
        return viewer.rpartition(":")[0]
    return str(context.get("identity", {}).get("sourceIp") or "unknown")


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value for name, _, value in pairs if name}


def read_body(caller: Caller, model: type[BaseModel] | None) -> Any:
    """The body as ``model``, or an object that raises its refusal when the verb comes to it."""
    try:
        value = _json(caller)
        if model is None:
            if value:
                raise invalid_nothing(value)
            return None
        return model.model_validate(value)
    except ValidationError as error:
        return _refuse(invalid(error))
    except PortalError as error:
        return _refuse(error)


def _refuse(refusal: PortalError) -> RefusedBody:
    defer(refusal)
    return RefusedBody(refusal)


class Nothing(Model):
    """A body that says nothing: ``{}``, or none at all."""

    model_config = {"extra": "forbid"}


def invalid_nothing(value: Any) -> PortalError:
    """The refusal of fields where none belong."""
    try:
        Nothing.model_validate(value)
    except ValidationError as error:
        return invalid(error)
    return Malformed()


def _json(caller: Caller) -> Any:
    if len(caller.raw_body) > MAX_BODY:
        raise TooLarge
    if not caller.raw_body:
        return {}
    media = caller.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise WrongMediaType
    try:
        return json.loads(caller.raw_body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("The body is not valid JSON.") from error


def _no_constant(name: str) -> None:
    raise ValueError(name)


def read_query(request: Any, model: type[BaseModel] | None) -> Any:
    """The query string as ``model``; only a field of a list may repeat; unknown parameters are refused."""
    given = request.query_params
    names = list(given.keys()) if given else []
    many = _list_fields(model) if model else set()
    twice = [name for name in names if name not in many and len(given.getlist(name)) > 1]
    if twice:  # which one counts would be anybody's guess, and not everybody's the same (ASVS 15.3.7)
        return _refuse(Invalid([(name or '""', "Please say this once.") for name in twice]))
    values = {name: given.getlist(name) if name in many else given.getlist(name)[0] for name in names}
    try:
        return (model or Nothing).model_validate(values)
    except ValidationError as error:
        return _refuse(invalid(error))


def _list_fields(model: type[BaseModel]) -> set[str]:
    return {
        name
        for name, field in model.model_fields.items()
        if "list" in str(field.annotation) or "tuple" in str(field.annotation)
    }
