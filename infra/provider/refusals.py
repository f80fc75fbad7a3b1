"""Stripe-shaped refusals: status, type, code, message, param."""

from typing import Any


class Refusal(Exception):
    """An error answer; ``saved`` says whether it is kept under the request's idempotency key."""

    def __init__(
        self, status: int, kind: str, message: str, *, code: str = "", param: str = "", saved: bool = False, **more: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.saved = saved
        known = {"code": code, "param": param, **more}
        self.error = {"message": message, "type": kind, **{name: value for name, value in known.items() if value}}

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.error}


def invalid(message: str, param: str = "", code: str = "") -> Refusal:
    return Refusal(400, "invalid_request_error", message, code=code, param=param)


def absent(kind: str, object_id: str, param: str = "id") -> Refusal:
    """404 when named in the path, 400 when named in a parameter, as Stripe answers."""
    message = f"No such {kind.replace('.', ' ')}: '{object_id[:80]}'"
    status = 404 if param == "id" else 400
    return Refusal(status, "invalid_request_error", message, code="resource_missing", param=param)


def unexpected_state(message: str, code: str, **more: Any) -> Refusal:
    return Refusal(400, "invalid_request_error", message, code=code, saved=True, **more)


_BY_STATUS = {
    429: ("rate_limit_error", "Too many requests in a short time.", "rate_limit"),
    401: ("invalid_request_error", "Invalid API Key provided.", ""),
}


def by_status(status: int) -> Refusal:
    """The answer of an injected fault."""
    kind, message, code = _BY_STATUS.get(status, ("api_error", "Something went wrong on our side.", ""))
    return Refusal(status, kind, message, code=code)
