"""Reads form-encoded parameters as Stripe does: nested by brackets, unknown ones refused."""

import re
from typing import Any
from urllib.parse import parse_qsl

from infra.provider.refusals import Refusal, invalid

Json = dict[str, Any]

_KEY = re.compile(r"\A([^\[\]]+)((?:\[[^\[\]]*\])*)\Z")
_PART = re.compile(r"\[([^\[\]]*)\]")


def parse_form(text: str) -> Json:
    """``a[b]=1&c[]=2&c[]=3`` → ``{"a": {"b": "1"}, "c": {"0": "2", "1": "3"}}``: lists are numbered mappings."""
    tree: Json = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        match = _KEY.match(name)
        if match is None:
            raise invalid(f"Invalid parameter name: {name[:80]}")
        _place(tree, [match[1], *_PART.findall(match[2])], value)
    return tree


def _place(tree: Json, path: list[str], value: str) -> None:
    for step in path[:-1]:
        tree = tree.setdefault(step or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise invalid(f"Invalid parameter: {path[0][:80]}", path[0])
    tree[path[-1] or str(len(tree))] = value


class Params:
    """The parameters of one request: each is taken once by name; what nobody took is unknown."""

    def __init__(self, tree: Json, name: str = "") -> None:
        self._tree = dict(tree)
        self._name = name

    def full(self, name: str) -> str:
        return f"{self._name}[{name}]" if self._name else name

    def text(self, name: str, default: str | None = None) -> str | None:
        value = self._tree.pop(name, None)
        if isinstance(value, dict):
            raise invalid(f"Invalid string: {self.full(name)}", self.full(name))
        return value or default

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise Refusal(400, "invalid_request_error", f"Missing required param: {self.full(name)}.",
                          code="parameter_missing", param=self.full(name))  # fmt: skip
        return value

    def choice(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str | None:
        value = self.text(name, default)
        if value is not None and value not in allowed:
            raise invalid(f"Invalid {self.full(name)}: must be one of {', '.join(allowed)}", self.full(name))
        return value

    def integer(self, name: str, default: int | None = None) -> int | None:
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            message = f"Invalid integer: {value[:40]}"
            raise Refusal(
                400, "invalid_request_error", message, code="parameter_invalid_integer", param=self.full(name)
            )
        return int(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name)
        if value is None:
            return default
        if value.lower() not in ("true", "false"):
            raise invalid(f"Invalid boolean: {value[:40]}", self.full(name))
        return value.lower() == "true"

    def within(self, name: str) -> "Params":
        value = self._tree.pop(name, None)
        if value is not None and not isinstance(value, dict):
            raise invalid(f"Invalid object: {self.full(name)}", self.full(name))
        return Params(value or {}, self.full(name))

    def many(self, name: str) -> list["Params"]:
        nested = self.within(name)
        return [nested.within(index) for index in sorted(nested._tree, key=lambda key: key.zfill(6))]

    def texts(self, name: str) -> list[str]:
        nested = self.within(name)
        return [nested.required(index) for index in sorted(nested._tree, key=lambda key: key.zfill(6))]

    def metadata(self, name: str = "metadata") -> dict[str, str]:
        nested = self.within(name)
        found = {key: nested.text(key) or "" for key in list(nested._tree)}
        if len(found) > 50 or any(len(key) > 40 or len(value) > 500 for key, value in found.items()):
            raise invalid("Metadata takes 50 keys of up to 40 characters with values of up to 500.", self.full(name))
        return found

    def skip(self, *names: str) -> None:
        """Take parameters Stripe knows and this stand-in has no use for."""
        for name in names:
            self._tree.pop(name, None)

    def has(self, name: str) -> bool:
        return name in self._tree

    def is_text(self, name: str) -> bool:
        return isinstance(self._tree.get(name), str)

    def done(self) -> None:
        if self._tree:
            name = self.full(next(iter(self._tree)))
            message = f"Received unknown parameter: {name}"
            raise Refusal(400, "invalid_request_error", message, code="parameter_unknown", param=name)
