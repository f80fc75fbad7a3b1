"""What a route is: its handler's signature, read once when it is declared."""

import inspect
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from chalicelib.core.answer import Answer
from chalicelib.core.identity import Caller, PortalUser, StaffUser

# What these answer is shown once and kept nowhere in the clear, so it cannot be replayed either (I11).
_ANSWERS_WITH_SECRETS = (
    "/me/totp",
    "/me/totp/confirmation",
    "/me/recovery-codes",
    "/selection",
    "/me/passkeys",
    "/me/passkeys/options",
    "/me/calendar",
)


class RouteNotDeclared(Exception):
    """A route that could not be served as declared: the app does not import (a mistake of ours, never a request's)."""


@dataclass(frozen=True)
class Route:
    """One row of a slice's table of URLs."""

    method: str
    path: str
    handler: Callable[..., Any]
    status: int
    public: bool
    money: bool
    audience: type[PortalUser] | type[StaffUser] | None
    body: tuple[str, type[BaseModel]] | None
    query: tuple[str, type[BaseModel]] | None
    plain: dict[str, type]
    answer: Any
    path_names: tuple[str, ...]
    also: tuple[int, ...] = ()
    by_cookie: bool = False

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def takes_key(self) -> bool:
        """Whether an Idempotency-Key means something here: a change by somebody whose answer may be kept."""
        return self.method == "POST" and self.audience is not None and not self.path.endswith(_ANSWERS_WITH_SECRETS)

    @property
    def tag(self) -> str:
        return self.handler.__module__.split(".")[1]


def describe(
    method: str,
    path: str,
    handler: Callable[..., Any],
    *,
    status: int | None,
    public: bool,
    money: bool,
    also: tuple[int, ...] = (),
    by_cookie: bool = False,
) -> Route:
    """Read the handler's signature. Raises RouteNotDeclared if nobody must be signed in and the route does not say so."""
    hints = typing.get_type_hints(handler)
    answer = hints.pop("return", None)
    people = {hint for hint in hints.values() if hint in (PortalUser, StaffUser)}
    if not people and not public:
        raise RouteNotDeclared(f"{method} {path}: its handler takes nobody who is signed in, and it is not public=True")
    models = {name: hint for name, hint in hints.items() if inspect.isclass(hint) and issubclass(hint, BaseModel)}
    path_names = tuple(re.findall(r"{(\w+)}", path))
    plain = {name: hint for name, hint in hints.items() if hint in (PortalUser, StaffUser, Caller)}
    _check_path_names(f"{method} {path}", path_names, hints)
    wants_query = {name: model for name, model in models.items() if name == "query"}
    wants_body = {name: model for name, model in models.items() if name != "query"}
    return Route(
        method=method,
        path=path,
        handler=handler,
        status=status or (204 if _body_type(answer) is None else 200),
        public=public,
        money=money,
        audience=next(iter(people), None),
        body=next(iter(wants_body.items()), None),
        query=next(iter(wants_query.items()), None),
        plain=plain,
        answer=_body_type(answer),
        path_names=path_names,
        also=also,
        by_cookie=by_cookie,
    )


def _check_path_names(name: str, path_names: tuple[str, ...], hints: dict[str, Any]) -> None:
    missing = set(path_names) ^ {part for part, hint in hints.items() if hint is str}
    if missing:
        raise RouteNotDeclared(f"{name}: {sorted(missing)} is not both in the path and in the handler")


def _body_type(answer: Any) -> Any:
    if typing.get_origin(answer) is Answer:
        (answer,) = typing.get_args(answer)
    return None if answer is type(None) else answer
