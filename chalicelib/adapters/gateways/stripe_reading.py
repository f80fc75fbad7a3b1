"""Reads Stripe's answers (plain JSON, already verified by TLS) into domain words. Knows no stripe library."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.adapters.gateways.declines import SENTENCES, decline_code
from chalicelib.adapters.gateways.models import (
    BalanceMovement,
    Cancelled,
    ChargeFace,
    Declined,
    Outcome,
    Pending,
    Purpose,
    RefundResult,
    RequiresAction,
    SavedMethod,
    Succeeded,
)
from chalicelib.adapters.gateways.stripe_amounts import from_stripe

Json = Mapping[str, Any]

_PAYMENT_TYPES = ("charge", "payment")
_REFUND_TYPES = ("refund", "payment_refund", "refund_failure", "payment_failure_refund")


def outcome_of_intent(intent: Json) -> Outcome:
    """A payment intent, with ``latest_charge`` expanded or not."""
    known = _known(intent["id"], intent["amount"], intent["currency"])
    charge, status = intent.get("latest_charge"), intent["status"]
    if status == "succeeded":
        return Succeeded(**known, charge_id=id_of(charge) or "", method=_method_of_charge(charge))
    if status in ("processing", "requires_capture"):
        return Pending(**known, charge_id=id_of(charge))
    if status == "canceled":
        return Cancelled(**known)
    action = (intent.get("next_action") or {}).get("redirect_to_url")
    if status == "requires_action" and action:
        return RequiresAction(**known, redirect_url=action["url"])
    return declined(known, intent.get("last_payment_error") or {"code": "authentication_required"})


def outcome_of_session(session: Json) -> Outcome:
    """A checkout session in payment mode, with ``payment_intent`` expanded."""
    known = _known(session["id"], session["amount_total"], session["currency"])
    intent = session.get("payment_intent")
    if session["status"] == "expired":
        return Cancelled(**known)
    if session["status"] == "open":
        return RequiresAction(**known, redirect_url=session["url"])
    if not isinstance(intent, Mapping):
        return Pending(**known)
    found = outcome_of_intent(intent)
    return found.model_copy(update={"gateway_id": session["id"]})


def declined(known: dict[str, Any], error: Json) -> Declined:
    code = decline_code(error)
    return Declined(**known, code=code, sentence=SENTENCES[code])


def _known(gateway_id: str, units: int, currency: str) -> dict[str, Any]:
    return {"gateway_id": gateway_id, "amount": from_stripe(units, currency), "currency": currency.upper()}


def id_of(value: Any) -> str | None:
    """The id of something expanded or not."""
    found = value["id"] if isinstance(value, Mapping) else value
    return str(found) if found else None


def saved_method(method: Json) -> SavedMethod:
    return _method(method["id"], method["type"], method.get(method["type"]) or {}, id_of(method.get("customer")))


def method_of_setup(setup: Json) -> SavedMethod | None:
    """The method of a setup that is done, ``payment_method`` and ``mandate`` expanded."""
    method, mandate = setup.get("payment_method"), setup.get("mandate")
    if not method:
        return None
    found = saved_method(method)
    details = mandate.get("payment_method_details") if isinstance(mandate, Mapping) else None
    reference = ((details or {}).get(found.type) or {}).get("reference") if found.type == "sepa_debit" else None
    return found.model_copy(update={"mandate": str(reference or "")})


def _method_of_charge(charge: Any) -> SavedMethod | None:
    details = charge.get("payment_method_details") if isinstance(charge, Mapping) else None
    if not details or not charge.get("payment_method"):
        return None
    return _method(
        charge["payment_method"], details["type"], details.get(details["type"]) or {}, charge.get("customer")
    )


def _method(method_id: str, type_: str, details: Json, owner: str | None) -> SavedMethod:
    known = {"id": method_id, "gateway_customer": owner, "last4": details.get("last4") or ""}
    if type_ == "card":
        months = {"exp_month": details.get("exp_month"), "exp_year": details.get("exp_year")}
        return SavedMethod(**known, type="card", brand=details.get("brand") or "", **months)
    if type_ == "sepa_debit":
        return SavedMethod(**known, type="sepa_debit", brand="sepa_debit")
    return SavedMethod(**known, type="other", brand=type_)


def charge_face(charge: Json) -> ChargeFace:
    currency = charge["currency"]
    return ChargeFace(
        charge_id=charge["id"], intent_id=id_of(charge.get("payment_intent")), status=charge["status"],
        amount=from_stripe(charge["amount"], currency), refunded=from_stripe(charge["amount_refunded"], currency),
        currency=currency.upper(), disputed=bool(charge.get("disputed")), purpose=purpose_of(charge),
        method=_method_of_charge(charge),
    )  # fmt: skip


def purpose_of(row: Json) -> Purpose | None:
    found = row.get("metadata") or {}
    names = ("tenant", "customer", "attempt")
    return Purpose(**{name: found[name] for name in names}) if all(found.get(name) for name in names) else None


def refund_result(refund: Json) -> RefundResult:
    status = {"succeeded": "succeeded", "failed": "failed", "canceled": "failed"}.get(refund["status"], "pending")
    return RefundResult.model_validate(
        {"gateway_id": refund["id"], "charge_id": id_of(refund["charge"]), "status": status,
         "amount": from_stripe(refund["amount"], refund["currency"]), "currency": refund["currency"].upper()}
    )  # fmt: skip


def movement(entry: Json) -> BalanceMovement:
    """A balance transaction with ``source`` expanded: its own amounts are in the currency of settlement."""
    source = entry.get("source")
    expanded: Json = source if isinstance(source, Mapping) else {}
    currency = (expanded.get("currency") or entry["currency"]).upper()
    units = expanded.get("amount", abs(entry["amount"])) * (-1 if entry["amount"] < 0 else 1)
    settled = entry["currency"].upper()
    kind, charge_id = _kind(entry["type"], expanded)
    return BalanceMovement.model_validate(
        {"id": entry["id"], "kind": kind, "source_id": id_of(source), "charge_id": charge_id,
         "amount": from_stripe(units, currency), "currency": currency, "fee": from_stripe(entry["fee"], settled),
         "net": from_stripe(entry["net"], settled), "settlement_currency": settled,
         "created": datetime.fromtimestamp(entry["created"], UTC), "purpose": purpose_of(expanded)}
    )  # fmt: skip


def _kind(type_: str, source: Json) -> tuple[str, str | None]:
    if type_ in _PAYMENT_TYPES:
        return "charge", source.get("id")
    if type_ in _REFUND_TYPES:
        return "refund", id_of(source.get("charge"))
    if source.get("object") == "dispute":
        return "dispute", id_of(source.get("charge"))
    return "other", None
