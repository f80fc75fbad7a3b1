"""Does waiting and scheduled work at once. Runs in ``.venv``; wishes come on standard input as JSON."""

import json
import sys
import time
from typing import Any

from infra.aws import Aws, Refused, say
from infra.lambdas import LAMBDAS
from infra.names import LOCAL, Names
from infra.provision import explained

DEADLINE_SECONDS = 180
_WAITING = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)
_QUEUES = tuple(worker.queue for worker in LAMBDAS if worker.queue)
_SCHEDULED = tuple(worker.name for worker in LAMBDAS if worker.scheduled)


class Desk:
    """The stack's queues and scheduled Lambdas."""

    def __init__(self, aws: Aws, names: Names, seconds: float = DEADLINE_SECONDS) -> None:
        self.sqs = aws.client("sqs")
        self.functions = aws.client("lambda")
        self.names = names
        self.end = time.monotonic() + seconds
        self.urls: dict[str, str] = {}

    def deliver(self) -> None:
        """Empty the queues, run what is scheduled, and again, until a run leaves nothing. Raises Refused."""
        dead = self.count(*(f"{queue}-dead" for queue in _QUEUES))
        while True:
            self._wait_until_empty()
            for name in _SCHEDULED:
                self._run(name)
            if not self.count(*_QUEUES):
                break
        failed = self.count(*(f"{queue}-dead" for queue in _QUEUES))
        if failed:
            news = f"{failed - dead} of them now" if failed > dead else "all of them earlier"
            raise Refused(f"{failed} messages lie in dead-letter queues, {news}: see python3 -m infra.local logs.")

    def count(self, *queues: str) -> int:
        """How many messages the queues hold, those in work included."""
        return sum(int(value) for queue in queues for value in self._attributes(queue).values())

    def _attributes(self, queue: str) -> dict[str, str]:
        if queue not in self.urls:
            self.urls[queue] = self.sqs.get_queue_url(QueueName=self.names.queue(queue))["QueueUrl"]
        answer: dict[str, Any] = self.sqs.get_queue_attributes(QueueUrl=self.urls[queue], AttributeNames=list(_WAITING))
        return {name: answer["Attributes"][name] for name in _WAITING}

    def _wait_until_empty(self) -> None:
        while waiting := self.count(*_QUEUES):
            if time.monotonic() > self.end:
                raise Refused(
                    f"{waiting} messages still wait after {DEADLINE_SECONDS} s: see python3 -m infra.local logs."
                )
            time.sleep(0.1)

    def _run(self, name: str) -> None:
        """Wake a scheduled Lambda as the clock would."""
        say(f"Running {name}")
        event = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}, "resources": [], "id": name}
        event |= {
            "version": "0",
            "account": self.names.account,
            "time": "1970-01-01T00:00:00Z",
            "region": self.names.region,
        }
        answer = self.functions.invoke(FunctionName=self.names.function(name), Payload=json.dumps(event).encode())
        body = answer["Payload"].read()
        if answer.get("FunctionError"):
            raise Refused(f"{name} failed: {_reason(body)} (see python3 -m infra.local logs)")


def _reason(body: bytes) -> str:
    told = json.loads(body)
    return f"{told.get('errorType')}: {told.get('errorMessage')}"


if __name__ == "__main__":
    wishes = json.load(sys.stdin)
    desk = Desk(Aws(wishes["region"], wishes["endpoint"]), Names(LOCAL, region=wishes["region"]))
    failed = explained(desk.deliver)
    print("null")
    sys.exit(failed)
