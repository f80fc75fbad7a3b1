"""One request as API Gateway hands it to the app, and the answer as it goes out: path values come decoded, of any kind."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.entrypoints.routes import Route

UNSAID = object()
"""No body at all."""


@dataclass(frozen=True)
class Asked:
    """A request. ``body`` is turned into JSON; ``raw`` is sent as it is."""

    route: Route
    values: Mapping[str, str] = field(default_factory=dict)
    body: Any = UNSAID
    raw: bytes | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def event(self) -> dict[str, Any]:
        """As API Gateway would say it."""
        content = self.raw if self.raw is not None else b"" if self.body is UNSAID else json.dumps(self.body).encode()
        path = self.route.path
        for name, value in self.values.items():
            path = path.replace(f"{{{name}}}", value)
        query = {name: value if isinstance(value, list) else [str(value)] for name, value in self.query.items()}
        return {
            "requestContext": {
                "resourcePath": self.route.path,
                "httpMethod": self.route.method,
                "path": path,
                "identity": {"sourceIp": "203.0.113.7"},
            },
            "pathParameters": dict(self.values) or None,
            "headers": {"Content-Type": "application/json", **self.headers},
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": query or None,
            "body": base64.b64encode(content).decode(),
            "isBase64Encoded": True,
            "stageVariables": None,
        }


@dataclass(frozen=True)
class Told:
    """An answer."""

    status: int
    headers: dict[str, Any]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def fields(self) -> set[str]:
        """The paths of the fields that were refused."""
        return {error["path"] for error in (self.json or {}).get("errors", ())}

    @property
    def bare(self) -> tuple[int, str, str]:
        """Everything that may tell one answer from another: all but the request's own id."""
        request_id = self.headers.get("X-Request-Id", "-")
        told = {name: value for name, value in self.headers.items() if name != "X-Request-Id"}
        return self.status, json.dumps(told, sort_keys=True), self.body.replace(request_id, "REQUEST")


def send(app: Any, asked: Asked) -> Told:
    """Hand the request over; answer what would go out."""
    answer = app(asked.event(), None)
    headers = {**answer.get("headers", {}), **answer.get("multiValueHeaders", {})}
    body = answer["body"]
    text = base64.b64decode(body).decode() if answer.get("isBase64Encoded") else body
    return Told(answer["statusCode"], headers, text)
