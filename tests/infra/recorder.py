"""AWS that answers from a script and writes down what it was asked: every request is checked against AWS's own model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from botocore.validate import validate_parameters

Answer = dict[str, Any] | Exception | Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class RecordedAws:
    """In place of infra.aws.Aws. ``answers`` maps ``service.Operation`` to an answer, an error, or what makes the answer."""

    answers: dict[str, Answer]
    region: str = "eu-west-1"
    account: str = "123456789012"
    endpoint: str | None = None
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def client(self, service: str) -> Any:
        client = boto3.client(
            service,
            region_name=self.region,
            aws_access_key_id="key",
            aws_secret_access_key="secret",  # noqa: S106
        )
        client.meta.events.register_first("before-parameter-build.*.*", self._write_down(service))
        client.meta.events.register_first("before-call.*.*", self._answer(service))
        return client

    def _write_down(self, service: str) -> Callable[..., None]:
        def note(params: dict[str, Any], model: Any, **_: Any) -> None:
            self.calls.append((f"{service}.{model.name}", dict(params)))

        return note

    def _answer(self, service: str) -> Callable[..., Any]:
        def answer(model: Any, **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
            name, params = self.calls[-1]
            assert name == f"{service}.{model.name}"
            told = self.answers[name]
            if isinstance(told, Exception):
                raise told
            content = told(params) if callable(told) else told
            if model.output_shape and "Body" not in content:
                validate_parameters(content, model.output_shape)
            return AWSResponse("https://example.com", 200, {}, None), {**content, "ResponseMetadata": {}}

        return answer

    def plan(self) -> list[str]:
        """The operations asked for, in order."""
        return [name for name, _ in self.calls]

    def asked(self, name: str) -> list[dict[str, Any]]:
        """The parameters of each call of one operation."""
        return [params for called, params in self.calls if called == name]


def refusal(code: str, message: str = "", operation: str = "Operation") -> ClientError:
    """AWS says no."""
    return ClientError({"Error": {"Code": code, "Message": message or code}}, operation)
