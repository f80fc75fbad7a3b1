"""Telling a worker that there is something to do."""

import json
import logging

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters import aws
from chalicelib.settings import settings

_log = logging.getLogger("portal.queues")


def send(queue: str, message: dict[str, str], *, delay: int = 0) -> None:
    """Put ``message`` on ``{prefix}-{queue}``, to arrive after ``delay`` seconds; what cannot be sent now, the sweeper finds by its row."""
    sqs = aws.client("sqs")
    try:
        sqs.send_message(QueueUrl=_url(queue), MessageBody=json.dumps(message), DelaySeconds=delay)
    except (BotoCoreError, ClientError) as error:
        _log.warning("queue %s did not take a message: %s", queue, type(error).__name__)


def _url(queue: str) -> str:
    name = f"{settings().prefix}-{queue}"
    if name not in _urls:
        _urls[name] = str(aws.client("sqs").get_queue_url(QueueName=name)["QueueUrl"])
    return _urls[name]


def forget() -> None:
    """Ask for the addresses anew."""
    _urls.clear()


_urls: dict[str, str] = {}
