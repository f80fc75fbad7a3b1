"""Which call does what."""

import re
from collections.abc import Callable
from typing import Any

from infra.provider import charges, checkout, desk, intents, methods, setups
from infra.provider.forms import Json

Call = Callable[..., Json]

_TABLE: tuple[tuple[str, str, Call], ...] = (
    ("GET", "/v1/account", desk.show_account),
    ("POST", "/v1/customers", methods.create_customer),
    ("GET", "/v1/customers/{object_id}", methods.show_customer),
    ("POST", "/v1/customers/{object_id}", methods.update_customer),
    ("DELETE", "/v1/customers/{object_id}", methods.delete_customer),
    ("GET", "/v1/customers/{object_id}/payment_methods", methods.customer_methods),
    ("GET", "/v1/payment_methods", methods.browse_methods),
    ("GET", "/v1/payment_methods/{object_id}", methods.show_method),
    ("POST", "/v1/payment_methods/{object_id}/attach", methods.attach_method),
    ("POST", "/v1/payment_methods/{object_id}/detach", methods.detach_method),
    ("GET", "/v1/setup_intents", setups.browse_setups),
    ("POST", "/v1/setup_intents", setups.create_setup),
    ("GET", "/v1/setup_intents/{object_id}", setups.show_setup),
    ("POST", "/v1/setup_intents/{object_id}/confirm", setups.confirm_setup),
    ("POST", "/v1/setup_intents/{object_id}/cancel", setups.cancel_setup),
    ("GET", "/v1/payment_intents", intents.browse_intents),
    ("POST", "/v1/payment_intents", intents.create_intent),
    ("GET", "/v1/payment_intents/search", intents.search_intents),
    ("GET", "/v1/payment_intents/{object_id}", intents.show_intent),
    ("POST", "/v1/payment_intents/{object_id}/confirm", intents.confirm_intent),
    ("POST", "/v1/payment_intents/{object_id}/cancel", intents.cancel_intent),
    ("GET", "/v1/charges", charges.browse_charges),
    ("GET", "/v1/charges/{object_id}", charges.show_charge),
    ("GET", "/v1/refunds", charges.browse_refunds),
    ("POST", "/v1/refunds", charges.create_refund),
    ("GET", "/v1/refunds/{object_id}", charges.show_refund),
    ("GET", "/v1/disputes/{object_id}", charges.show_dispute),
    ("GET", "/v1/balance_transactions", charges.browse_balance),
    ("GET", "/v1/balance_transactions/{object_id}", charges.show_balance),
    ("GET", "/v1/checkout/sessions", checkout.browse_sessions),
    ("POST", "/v1/checkout/sessions", checkout.create_session),
    ("GET", "/v1/checkout/sessions/{object_id}", checkout.show_session),
    ("POST", "/v1/checkout/sessions/{object_id}/expire", checkout.expire_session),
    ("GET", "/v1/events", desk.browse_events),
    ("GET", "/v1/events/{object_id}", desk.show_event),
    ("GET", "/v1/webhook_endpoints", desk.browse_endpoints),
    ("POST", "/v1/webhook_endpoints", desk.create_endpoint),
    ("GET", "/v1/webhook_endpoints/{object_id}", desk.show_endpoint),
    ("DELETE", "/v1/webhook_endpoints/{object_id}", desk.delete_endpoint),
)
_COMPILED = tuple(
    (method, re.compile(pattern.replace("{object_id}", r"(?P<object_id>[A-Za-z0-9_]{1,200})") + r"\Z"), call)
    for method, pattern, call in _TABLE
)


def find_call(method: str, path: str) -> tuple[Call, dict[str, Any]] | None:
    for wanted, pattern, call in _COMPILED:
        match = pattern.match(path)
        if match and wanted == method:
            return call, match.groupdict()
    return None
