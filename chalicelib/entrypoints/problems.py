"""Domain errors as RFC 9457 problem details: one table of status codes, one JSON shape."""

import re
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import Field, ValidationError
from pynamodb.exceptions import PynamoDBException

from chalicelib.core import errors
from chalicelib.core.model import Model
from chalicelib.entrypoints.field_words import sentence_of

STATUS: dict[type[errors.PortalError], int] = {
    errors.Malformed: 400,
    errors.NotSignedIn: 401,
    errors.Declined: 402,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.WrongMediaType: 415,
    errors.Invalid: 422,
    errors.TooManyRequests: 429,
    errors.Unavailable: 503,
}
TITLES = {
    400: "Bad request",
    401: "Not signed in",
    402: "Payment declined",
    403: "Not allowed",
    404: "Not found",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    422: "Invalid fields",
    429: "Too many requests",
    500: "Internal error",
    503: "Unavailable",
}
_BRANCH = re.compile(r"constrained-\w+|[\w-]+\[.*\]", re.DOTALL)
"""How pydantic names the branch of a union in a path; no field of ours is named so."""


class FieldProblem(Model):
    """One field that needs attention; inputs are never echoed."""

    path: str = Field(examples=["contact.email"])
    message: str = Field(examples=["Please enter a valid e-mail address."])


class Problem(Model):
    """RFC 9457 problem details. ``state``: what the thing is now, where that is why the answer is 409."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldProblem] | None = None
    state: str | None = None


def status_of(error: errors.PortalError) -> int:
    """The status code of the nearest core error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem_of(error: errors.PortalError, request_id: str) -> Problem:
    """What the caller is told."""
    status = status_of(error)
    fields = [FieldProblem(path=path, message=message) for path, message in getattr(error, "errors", ())] or None
    return Problem(
        title=TITLES[status],
        status=status,
        detail=error.detail,
        code=error.code,
        request_id=request_id,
        errors=fields,
        state=getattr(error, "state", None),
    )


def headers_of(error: errors.PortalError) -> dict[str, str]:
    """Retry-After where waiting helps, and how to sign in where nobody is."""
    if isinstance(error, (errors.TooManyRequests, errors.Unavailable)):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, errors.NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    return {}


def in_domain_words(error: Exception) -> errors.PortalError | None:
    """AWS being away is Unavailable; None for what is a mistake of ours (a 500)."""
    if isinstance(error, errors.PortalError):
        return error
    if isinstance(error, (PynamoDBException, BotoCoreError, ClientError)):
        return errors.Unavailable()
    return None


def invalid(error: ValidationError, prefix: tuple[str, ...] = ()) -> errors.Invalid:
    """pydantic's findings without the inputs: path in dots, message as a sentence (V31: a refused sign-in echoes no password)."""
    named: dict[str, str] = {}
    for item in error.errors(include_input=False, include_url=False):
        named.setdefault(_path((*prefix, *_fields(item))), sentence_of(item))
    return errors.Invalid(list(named.items()))


def _fields(item: Any) -> tuple[Any, ...]:
    """Where it is, without the names pydantic gives the branches of a union: ``email``, not ``email.literal['']``."""
    if item["type"] == "extra_forbidden":
        return tuple(item["loc"])
    return tuple(part for part in item["loc"] if not _BRANCH.fullmatch(str(part)))


def _path(parts: tuple[Any, ...]) -> str:
    """``body`` if it is about the whole body; a field whose name is empty is shown as such."""
    return ".".join(str(part) or '""' for part in parts) or "body"
