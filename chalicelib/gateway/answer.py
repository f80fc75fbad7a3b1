"""Answering a question to the gateway: runs in the Lambda that holds the keys."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from chalicelib.adapters.gateways import PaymentGateway
from chalicelib.adapters.gateways.errors import GatewayRefused
from chalicelib.adapters.gateways.models import (
    AttemptQuery,
    ChargeRequest,
    CheckoutRequest,
    CustomerRequest,
    RefundRequest,
    SetupRequest,
)
from chalicelib.core.errors import PortalError
from chalicelib.gateway.keep import keep_keys
from chalicelib.gateway.open import open_gateway
from chalicelib.gateway.schemas import ConnectRequest, Question, Reply

_DO: dict[str, Callable[[PaymentGateway, dict[str, Any]], Any]] = {
    "ensure_customer": lambda gateway, asked: gateway.ensure_customer(CustomerRequest.model_validate(asked)),
    "charge_method": lambda gateway, asked: gateway.charge_method(ChargeRequest.model_validate(asked)),
    "start_checkout": lambda gateway, asked: gateway.start_checkout(CheckoutRequest.model_validate(asked)),
    "expire_attempt": lambda gateway, asked: gateway.expire_attempt(asked["gateway_id"]),
    "find_attempt": lambda gateway, asked: gateway.find_attempt(AttemptQuery.model_validate(asked)),
    "refund_charge": lambda gateway, asked: gateway.refund_charge(RefundRequest.model_validate(asked)),
    "find_refund": lambda gateway, asked: gateway.find_refund(asked["charge_id"], asked["refund"]),
    "start_setup": lambda gateway, asked: gateway.start_setup(SetupRequest.model_validate(asked)),
    "find_setup": lambda gateway, asked: gateway.find_setup(asked["gateway_id"]),
    "detach_method": lambda gateway, asked: gateway.detach_method(asked["gateway_id"]),
    "show_charge": lambda gateway, asked: gateway.show_charge(asked["charge_id"]),
}


def call_gateway(payload: dict[str, Any], request_id: str) -> dict[str, Any]:
    """One operation; a refusal in the domain's words is an answer, anything else escapes and counts as no answer."""
    question = Question.model_validate(payload)
    try:
        result = _run(question)
    except PortalError as error:
        code = error.gateway_code if isinstance(error, GatewayRefused) else ""
        return Reply(error=type(error).__name__, detail=error.detail, gateway_code=code).model_dump(mode="json")
    plain = result.model_dump(mode="json") if isinstance(result, BaseModel) else result
    return Reply(result=plain).model_dump(mode="json")


def _run(question: Question) -> Any:
    if question.operation == "connect":
        return keep_keys(question.tenant_id, ConnectRequest.model_validate(question.request))
    return _DO[question.operation](open_gateway(question.tenant_id), question.request)
