"""CPU of a request beside a bare Chalice route that does one botocore query: both get the same canned answers, so only our code differs."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from chalice import Chalice

from app import app
from chalicelib.settings import settings
from tests.bench.figures import Figures
from tests.bench.wire import Exchange, Tape, recorded, replayed
from tests.bench.world import Desk
from tests.fixtures.gateway import Bank

AREA = "CPU of a request"
ROUNDS, EACH = 15, 20
# The design aims at 1.5 for a list of 25. The others have a floor that reads one page of one query too, whatever they do.
BUDGETS = {"list of 25": 1.5}


def event_of(method: str, path: str, headers: dict[str, str], body: Any = None) -> dict[str, Any]:
    """What API Gateway hands over."""
    resource = path
    parts = {}
    if path.startswith("/portal/invoices/"):
        parts["invoice_id"] = path.split("/")[3]
        resource = path.replace(parts["invoice_id"], "{invoice_id}")
    return {
        "resource": resource, "path": path, "httpMethod": method, "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "multiValueQueryStringParameters": None, "pathParameters": parts or None, "stageVariables": None,
        "requestContext": {
            "httpMethod": method, "resourcePath": resource, "path": path, "identity": {"sourceIp": "192.0.2.1"},
        },
        "body": json.dumps(body) if body is not None else None, "isBase64Encoded": False,
    }  # fmt: skip


def floor_app(query: Exchange) -> Chalice:
    """Chalice, one route, one query by botocore as it comes, its items as JSON."""
    bare = Chalice(app_name="floor")
    client = botocore.session.get_session().create_client("dynamodb", region_name=settings().region)
    asked = json.loads(query.asked)

    @bare.route("/floor")
    def floor() -> dict[str, Any]:
        answer: dict[str, Any] = {"items": client.query(**asked)["Items"]}
        return answer

    return bare


def cpu(call: Callable[[], Any]) -> float:
    """Milliseconds of CPU of one call, the mean of some."""
    started = time.process_time()
    for _ in range(EACH):
        call()
    return (time.process_time() - started) / EACH * 1000


def served(monkeypatch: pytest.MonkeyPatch, chalice: Chalice, tape: Tape, event: dict[str, Any]) -> float:
    """What it costs to answer this event, AWS answering from the tape."""
    with replayed(tape, monkeypatch) as rewind:

        def request() -> None:
            rewind()
            answer = chalice(event, None)
            assert answer["statusCode"] < 300, answer["body"]

        return cpu(request)


def against(monkeypatch: pytest.MonkeyPatch, tape: Tape, event: dict[str, Any], query: Exchange) -> tuple[float, float]:
    """Milliseconds of CPU of the request and of the floor, each the median of rounds taken in turns after a first."""
    bare, floor = floor_app(query), event_of("GET", "/floor", {"Accept": "application/json"})
    rounds = [
        (served(monkeypatch, app, tape, event), served(monkeypatch, bare, Tape([query]), floor))
        for _ in range(ROUNDS + 1)
    ]
    ours, floors = zip(*rounds[1:], strict=True)
    return statistics.median(ours), statistics.median(floors)


def query_of(tape: Tape) -> Exchange:
    return next(exchange for exchange in tape.dynamodb if exchange.operation == "Query")


def bench_pages(desk: Desk, figures: Figures, monkeypatch) -> None:
    headers = {"Authorization": f"Bearer {desk.ada.token}", "Accept": "application/json"}
    floor_query = query_of(desk.opens("list of 25"))
    for page in ("list of 25", "dashboard", "detail"):
        tape = desk.opens(page)
        mine, floor = against(monkeypatch, tape, event_of("GET", desk.path(page), headers), floor_query)
        note = f"{mine:.1f} ms over {floor:.1f} ms"
        figures.add(AREA, page, round(mine / floor, 2), "× the floor", BUDGETS.get(page), note)


def bench_pay_with_a_saved_card(desk: Desk, bank: Bank, figures: Figures, monkeypatch) -> None:
    floor_query = query_of(desk.opens("list of 25"))
    method = bank.saved_method("ten_acme", "cus_one")
    headers = {
        "Authorization": f"Bearer {desk.ada.token}", "Idempotency-Key": "one", "Content-Type": "application/json",
    }  # fmt: skip
    event = event_of("POST", f"/portal/invoices/{desk.first}/payments", headers, {"payment_method_id": method.id})
    with recorded(monkeypatch) as tape:
        answer = app(event, None)
    assert answer["statusCode"] == 201, answer["body"]
    mine, floor = against(monkeypatch, tape, event, floor_query)
    figures.add(
        AREA, "pay with a saved card", round(mine / floor, 2), "× the floor", None, f"{mine:.1f} ms over {floor:.1f} ms"
    )
    figures.add(
        AREA,
        "pay: reads",
        tape.reads,
        "requests",
        6,
        "the sketch's 4, the Idempotency-Key and whom the receipt goes to",
    )
    figures.add(
        AREA, "pay: writes", tape.writes, "requests", 4, "the attempt, the ledger, the Idempotency-Key before and after"
    )
