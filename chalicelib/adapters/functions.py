"""Asking a single-purpose Lambda and waiting for its answer."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters import aws
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Unavailable
from chalicelib.settings import settings


class NoAnswer(Unavailable):
    """The Lambda was asked but its answer is not known: what it did may have happened."""

    sentence = "We are still waiting for an answer. Please look again in a moment."


def invoke(name: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Invoke ``client-portal-{stage}-{name}`` and answer its result. Raises NoAnswer if it failed or did not answer in 20 s."""
    raise_deferred()
    try:
        # One attempt only: a repeated invocation is a second charge attempt, which the attempt's own key must decide.
        answer = aws.client("lambda", read_timeout=20, attempts=1).invoke(
            FunctionName=f"{settings().prefix}-{name}", Payload=json.dumps(payload).encode()
        )
    except (BotoCoreError, ClientError) as error:
        raise NoAnswer from error
    body = answer["Payload"].read()
    if answer.get("FunctionError"):
        raise NoAnswer
    result: dict[str, Any] = json.loads(body)
    return result
