"""Asking the gateway from where no key may be read: by way of the Lambda ``call_gateway``."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.adapters import functions
from chalicelib.adapters.gateways import errors
from chalicelib.adapters.gateways.models import (
    OUTCOME,
    AttemptQuery,
    ChargeFace,
    ChargeRequest,
    CheckoutRequest,
    CustomerRequest,
    HostedPage,
    Outcome,
    RefundRequest,
    RefundResult,
    SetupRequest,
    SetupState,
)
from chalicelib.core.errors import PortalError
from chalicelib.gateway.schemas import ConnectRequest, ConnectResult, Operation, Question, Reply

_REFUSALS: dict[str, type[errors.GatewayRefused]] = {
    kind.__name__: kind for kind in (errors.MethodNotUsable, errors.NothingLeftToRefund, errors.GatewayRefused)
}
_OTHERS: dict[str, Callable[[str | None], PortalError]] = {
    kind.__name__: kind for kind in (errors.GatewayUnavailable, errors.GatewayNotConfigured, errors.AttemptKeyReused)
}


def connect(tenant_id: str, request: ConnectRequest) -> ConnectResult:
    """Check and keep the merchant's keys."""
    return ConnectResult.model_validate(_ask(tenant_id, "connect", request.model_dump(mode="json")))


def ensure_customer(tenant_id: str, request: CustomerRequest) -> str:
    """The gateway's id of a customer."""
    return str(_ask(tenant_id, "ensure_customer", request.model_dump(mode="json")))


def charge_method(request: ChargeRequest) -> Outcome:
    """Charge a saved method. Raises GatewayUnavailable or NoAnswer if what became of it is not known."""
    return OUTCOME.validate_python(_ask(request.purpose.tenant, "charge_method", request.model_dump(mode="json")))


def start_checkout(request: CheckoutRequest) -> HostedPage:
    """The page where the client pays with a new card."""
    return HostedPage.model_validate(_ask(request.purpose.tenant, "start_checkout", request.model_dump(mode="json")))


def start_setup(request: SetupRequest) -> HostedPage:
    """The page where the client saves a method without paying."""
    return HostedPage.model_validate(_ask(request.purpose.tenant, "start_setup", request.model_dump(mode="json")))


def find_setup(tenant_id: str, gateway_id: str) -> SetupState:
    """What became of such a page."""
    return SetupState.model_validate(_ask(tenant_id, "find_setup", {"gateway_id": gateway_id}))


def expire_attempt(tenant_id: str, gateway_id: str) -> Outcome:
    """End an unfinished attempt, or say what it has become."""
    return OUTCOME.validate_python(_ask(tenant_id, "expire_attempt", {"gateway_id": gateway_id}))


def find_attempt(
    tenant_id: str, attempt_id: str, since: datetime, *, gateway_id: str | None, gateway_customer: str | None
) -> Outcome | None:
    """What became of an attempt; None if the gateway never heard of it."""
    query = AttemptQuery(attempt=attempt_id, gateway_id=gateway_id, gateway_customer=gateway_customer, since=since)
    found = _ask(tenant_id, "find_attempt", query.model_dump(mode="json"))
    return None if found is None else OUTCOME.validate_python(found)


def refund_charge(request: RefundRequest) -> RefundResult:
    """Give money back. Raises GatewayUnavailable or NoAnswer if what became of it is not known."""
    return RefundResult.model_validate(_ask(request.purpose.tenant, "refund_charge", request.model_dump(mode="json")))


def find_refund(tenant_id: str, charge_id: str, refund: str) -> RefundResult | None:
    """A refund by our id; None if the gateway never heard of it."""
    found = _ask(tenant_id, "find_refund", {"charge_id": charge_id, "refund": refund})
    return None if found is None else RefundResult.model_validate(found)


def detach_method(tenant_id: str, gateway_id: str) -> None:
    """The gateway forgets a saved method; one that is gone already is none."""
    _ask(tenant_id, "detach_method", {"gateway_id": gateway_id})


def show_charge(tenant_id: str, charge_id: str) -> ChargeFace | None:
    """A charge and what it was for; None if the gateway does not know it."""
    found = _ask(tenant_id, "show_charge", {"charge_id": charge_id})
    return None if found is None else ChargeFace.model_validate(found)


def _ask(tenant_id: str, operation: Operation, request: dict[str, Any]) -> Any:
    question = Question(tenant_id=tenant_id, operation=operation, request=request)
    reply = Reply.model_validate(functions.invoke("call_gateway", question.model_dump(mode="json")))
    if reply.error is not None:
        raise _error_of(reply)
    return reply.result


def _error_of(reply: Reply) -> Exception:
    if reply.error == errors.AmountNotPossible.__name__:
        return errors.AmountNotPossible(reply.detail or "")
    if reply.error in _REFUSALS:
        return _REFUSALS[reply.error](reply.gateway_code, reply.detail)
    return _OTHERS.get(reply.error or "", errors.GatewayUnavailable)(reply.detail)
