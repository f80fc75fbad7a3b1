"""Buttons for scripts in other processes: settle, deliver, hold, break. Only with the header X-Provider-Control: 1."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from infra.provider.refusals import Refusal

if TYPE_CHECKING:
    from infra.provider.core import Answer, Provider


def handle(provider: "Provider", method: str, target: str, headers: dict[str, str], body: bytes) -> "Answer":
    if headers.get("x-provider-control") != "1":
        return _answer(403, {"error": "Send X-Provider-Control: 1."})
    try:
        wish = json.loads(body or b"{}")
    except ValueError:
        return _answer(400, {"error": "Send JSON."})
    buttons: dict[tuple[str, str], Callable[[], Any]] = {
        ("GET", "requests"): lambda: [vars(entry) for entry in provider.requests],
        ("GET", "deliveries"): lambda: [vars(row) for row in provider.webhooks.all()],
        ("GET", "charges"): provider.charged,
        ("POST", "settle"): lambda: {"changed": provider.tick(everything=True)},
        ("POST", "deliver"): lambda: {"statuses": provider.webhooks.deliver_all(wish.get("order"))},
        ("POST", "webhooks"): lambda: _webhooks(provider, wish),
        ("POST", "faults"): lambda: _fault(provider, wish),
        ("POST", "accounts"): lambda: provider.name_account(str(wish["key"]), str(wish["name"])),
        ("POST", "disputes"): lambda: provider.open_dispute(str(wish.get("charge"))),
        ("POST", "decisions"): lambda: provider.close_dispute(str(wish["dispute"]), won=bool(wish.get("won"))),
        ("POST", "failures"): lambda: provider.fail_refund(str(wish["refund"])),
    }
    do = buttons.get((method, target.removeprefix("/_control/")))
    if do is None:
        return _answer(404, {"error": "No such button."})
    try:
        return _answer(200, do())
    except (KeyError, ValueError, TypeError, Refusal):
        return _answer(400, {"error": "That is not what this button takes."})


def _webhooks(provider: "Provider", wish: dict[str, Any]) -> dict[str, bool]:
    provider.webhooks.held = bool(wish.get("held", provider.webhooks.held))
    provider.webhooks.duplicated = bool(wish.get("duplicated", provider.webhooks.duplicated))
    provider.webhooks.wake()
    return {"held": provider.webhooks.held, "duplicated": provider.webhooks.duplicated}


def _fault(provider: "Provider", wish: dict[str, Any]) -> dict[str, bool]:
    provider.fail_next(
        int(wish.get("times", 1)), method=str(wish.get("method", "")), path=str(wish.get("path", "")),
        applied=bool(wish.get("applied")), status=wish.get("status"),
    )  # fmt: skip
    return {"ok": True}


def _answer(status: int, body: Any) -> "Answer":
    return status, {"Content-Type": "application/json", "Cache-Control": "no-store"}, json.dumps(body).encode()
