"""Reads the JSON of a Stripe event into a small event of our own. It trusts no shape."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from chalicelib.adapters.gateways.declines import decline_code
from chalicelib.adapters.gateways.errors import AmountNotPossible, EventUnreadable
from chalicelib.adapters.gateways.models import GatewayModel, Purpose, SavedMethod
from chalicelib.adapters.gateways.stripe_amounts import from_stripe

Json = Mapping[str, Any]
Kind = Literal[
    "payment_succeeded",
    "payment_failed",
    "payment_processing",
    "payment_requires_action",
    "payment_cancelled",
    "checkout_completed",
    "checkout_expired",
    "refund_made",
    "refund_pending",
    "refund_failed",
    "dispute_opened",
    "dispute_closed",
    "method_saved",
    "method_updated",
    "method_removed",
    "other",
]
_KINDS: dict[str, Kind] = {
    "charge.succeeded": "payment_succeeded",
    "payment_intent.succeeded": "payment_succeeded",
    "charge.failed": "payment_failed",
    "payment_intent.payment_failed": "payment_failed",
    "checkout.session.async_payment_failed": "payment_failed",
    "payment_intent.processing": "payment_processing",
    "payment_intent.requires_action": "payment_requires_action",
    "payment_intent.canceled": "payment_cancelled",
    "checkout.session.completed": "checkout_completed",
    "checkout.session.async_payment_succeeded": "checkout_completed",
    "checkout.session.expired": "checkout_expired",
    "refund.created": "refund_made",
    "refund.updated": "refund_made",
    "charge.refund.updated": "refund_made",
    "refund.failed": "refund_failed",
    "charge.dispute.created": "dispute_opened",
    "charge.dispute.closed": "dispute_closed",
    "setup_intent.succeeded": "method_saved",
    "payment_method.attached": "method_updated",
    "payment_method.updated": "method_updated",
    "payment_method.automatically_updated": "method_updated",
    "payment_method.detached": "method_removed",
}
_REFUND_KINDS: dict[str, Kind] = {"succeeded": "refund_made", "failed": "refund_failed", "canceled": "refund_failed"}
# The name of each object's own id, and of its references to others.
_OWN_ID = {
    "payment_intent": "intent_id", "charge": "charge_id", "checkout.session": "session_id", "refund": "refund_id",
    "dispute": "dispute_id", "setup_intent": "setup_id", "payment_method": "method_id",
}  # fmt: skip
_REFERENCES = {
    "payment_intent": "intent_id", "latest_charge": "charge_id", "charge": "charge_id", "customer": "gateway_customer",
    "payment_method": "method_id", "setup_intent": "setup_id",
}  # fmt: skip
_LATEST = 4_102_444_800  # the year 2100


class GatewayEvent(GatewayModel):
    """``type`` is the gateway's own name of it; ids are those the event names; ``amount`` is in ISO minor units.

    ``payment_failed`` of an attempt on a hosted page is not its end: the page stays open until it completes or expires.
    Disputes, and refunds made in the gateway's own console, carry no purpose: find the payment by ``charge_id``.
    """

    id: str
    kind: Kind
    type: str
    created: datetime
    livemode: bool
    account: str | None = None
    intent_id: str | None = None
    charge_id: str | None = None
    session_id: str | None = None
    refund_id: str | None = None
    dispute_id: str | None = None
    setup_id: str | None = None
    method_id: str | None = None
    gateway_customer: str | None = None
    status: str | None = None
    mode: str | None = None
    amount: int | None = None
    currency: str | None = None
    failure_code: str | None = None
    method: SavedMethod | None = None
    metadata: dict[str, str] = {}

    @property
    def purpose(self) -> Purpose | None:
        """What the portal wrote into the metadata, whole or not at all."""
        found = {name: self.metadata.get(name, "") for name in ("tenant", "customer", "attempt")}
        return Purpose(**found) if all(found.values()) else None


def parse_event(body: bytes) -> GatewayEvent:
    """Raises EventUnreadable, and nothing else, for whatever is not an event."""
    try:
        event = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise EventUnreadable from None
    if not isinstance(event, dict) or event.get("object") != "event":
        raise EventUnreadable
    type_ = _text(event, "type")
    row = _mapping(event, "data").get("object")
    kind = _KINDS.get(type_ or "", "other")
    known = {
        "id": _text(event, "id"), "type": type_, "created": _instant(event), "livemode": event.get("livemode"),
        "account": _text(event, "account"),
    }  # fmt: skip
    if not known["id"] or not type_ or not isinstance(known["livemode"], bool) or not isinstance(row, dict):
        raise EventUnreadable
    try:
        return GatewayEvent.model_validate(
            {**known, **(_particulars(kind, row) if kind != "other" else {"kind": kind})}
        )
    except (AmountNotPossible, ValueError):
        raise EventUnreadable from None


def _particulars(kind: Kind, row: dict[str, Any]) -> dict[str, Any]:
    own = _OWN_ID.get(row.get("object", "") if isinstance(row.get("object"), str) else "")
    if own is None:
        raise EventUnreadable
    known: dict[str, Any] = {ours: _reference(row, theirs) for theirs, ours in _REFERENCES.items() if theirs in row}
    known[own] = _text(row, "id")
    if own == "refund_id":
        kind = _REFUND_KINDS.get(_text(row, "status") or "", "refund_pending")
    if not known[own] or (kind == "payment_succeeded" and not known.get("charge_id")):
        raise EventUnreadable
    return {
        **known, **_money(kind, row), "kind": kind, "status": _text(row, "payment_status") or _text(row, "status"),
        "mode": _text(row, "mode"), "metadata": _metadata(row), "failure_code": _failure(kind, row),
        "method": _method(row),
    }  # fmt: skip


def _money(kind: Kind, row: Json) -> dict[str, Any]:
    """Money has to be there and whole where the ledger follows it."""
    received = kind == "payment_succeeded" and row.get("object") == "payment_intent"
    units = row.get("amount_received" if received else "amount", row.get("amount_total"))
    currency = _text(row, "currency")
    if units is None and kind.startswith(("checkout", "method")):
        return {}
    if isinstance(units, bool) or not isinstance(units, int) or not 0 <= units < 10**12 or currency is None:
        raise EventUnreadable
    return {"amount": from_stripe(units, currency), "currency": currency.upper()}


def _failure(kind: Kind, row: Json) -> str | None:
    if kind != "payment_failed":
        return None
    if row.get("object") == "checkout.session":
        return "debit_failed"  # only a debit can fail after its page was done; the session does not say why
    error = row.get("last_payment_error")
    if not isinstance(error, dict):
        outcome = row.get("outcome")
        reason = outcome.get("reason") if isinstance(outcome, dict) else None
        error = {"decline_code": reason, "code": row.get("failure_code")}
    return decline_code(error)


def _method(row: Json) -> SavedMethod | None:
    """The face of the method, where the object shows it: a charge, or the method itself."""
    charge = row.get("object") == "charge"
    details = row.get("payment_method_details") if charge else row
    type_ = _text(details, "type") if isinstance(details, dict) else None
    method_id = _text(row, "payment_method" if charge else "id")
    if not isinstance(details, dict) or type_ not in ("card", "sepa_debit") or not method_id:
        return None
    face = _mapping(details, type_)
    known = {"id": method_id, "type": type_, "brand": _text(face, "brand") or ("" if type_ == "card" else type_)}
    dates = {name: face.get(name) for name in ("exp_month", "exp_year")} if type_ == "card" else {}
    return SavedMethod.model_validate(
        {**known, **dates, "last4": _text(face, "last4") or "", "gateway_customer": _text(row, "customer")}
    )


def _metadata(row: Json) -> dict[str, str]:
    found = row.get("metadata") or {}
    if not isinstance(found, dict) or len(found) > 50:
        raise EventUnreadable
    return {name: _text(found, name) or "" for name in found if _clean(name)}


def _reference(row: Json, name: str) -> str | None:
    value = row[name]
    return _text(value, "id") if isinstance(value, dict) else _text(row, name)


def _mapping(row: Json, name: str) -> Json:
    value = row.get(name)
    if not isinstance(value, dict):
        raise EventUnreadable
    return value


def _text(row: Json, name: str) -> str | None:
    """A short text that can be stored, or None; any other type is refused."""
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > 500:
        raise EventUnreadable
    return _clean(value)


def _clean(value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise EventUnreadable from None
    return value


def _instant(event: Json) -> datetime:
    value = event.get("created")
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LATEST:
        raise EventUnreadable
    return datetime.fromtimestamp(value, UTC)


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)
