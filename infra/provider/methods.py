"""Customers and their payment methods, among them the test ones with a known behaviour."""

from typing import Any

from infra.provider.books import Books, page_of
from infra.provider.forms import Json, Params
from infra.provider.refusals import invalid, unexpected_state

# Behaviours: succeed, authenticate, slow, fail_later, decline_saved (pays on the hosted page alone: elsewhere it is
# declined, as Stripe's own 4000 0000 0000 0341), or the code of a decline (see declines.py).
_CARDS: dict[str, tuple[str, str, str]] = {
    "pm_card_visa": ("visa", "4242", "succeed"),
    "pm_card_mastercard": ("mastercard", "4444", "succeed"),
    "pm_card_amex": ("amex", "8431", "succeed"),
    "pm_card_authenticationRequired": ("visa", "3184", "authenticate"),
    "pm_card_threeDSecure2Required": ("visa", "3220", "authenticate"),
    "pm_card_chargeCustomerFail": ("visa", "0341", "decline_saved"),
    "pm_card_visa_chargeDeclined": ("visa", "0002", "card_declined"),
    "pm_card_visa_chargeDeclinedInsufficientFunds": ("visa", "9995", "insufficient_funds"),
    "pm_card_visa_chargeDeclinedLostCard": ("visa", "9987", "lost_card"),
    "pm_card_visa_chargeDeclinedStolenCard": ("visa", "9979", "stolen_card"),
    "pm_card_chargeDeclinedExpiredCard": ("visa", "0069", "expired_card"),
    "pm_card_chargeDeclinedIncorrectCvc": ("visa", "0127", "incorrect_cvc"),
    "pm_card_chargeDeclinedProcessingError": ("visa", "0119", "processing_error"),
    "pm_card_chargeDeclinedFraudulent": ("visa", "0019", "fraudulent"),
    "pm_card_createDispute": ("visa", "0259", "dispute"),
}
_DEBITS = {"pm_success_de": ("3000", "slow"), "pm_failed_de": ("3001", "fail_later")}
TOKENS = (*_CARDS, *_DEBITS)


def type_of(token: str) -> str:
    return "sepa_debit" if token in _DEBITS else "card"


def create_customer(books: Books, params: Params) -> Json:
    row = books.create(
        "customer", "cus", name=params.text("name"), email=params.text("email"), phone=params.text("phone"),
        description=params.text("description"), metadata=params.metadata(), balance=0, currency=None, delinquent=False,
        default_source=None, preferred_locales=params.texts("preferred_locales"),
        invoice_settings={"default_payment_method": None},
    )  # fmt: skip
    params.skip("address", "shipping", "tax_exempt")
    params.done()
    books.save(row)
    books.emit("customer.created", row)
    return row


def show_customer(books: Books, params: Params, object_id: str) -> Json:
    return books.find("customer", object_id)


def update_customer(books: Books, params: Params, object_id: str) -> Json:
    row = books.find("customer", object_id)
    for name in ("name", "email", "phone", "description"):
        row[name] = params.text(name, row.get(name))
    row["metadata"] = {**row["metadata"], **params.metadata()}
    settings = params.within("invoice_settings")
    row["invoice_settings"]["default_payment_method"] = settings.text("default_payment_method")
    params.skip("address", "shipping", "preferred_locales")
    params.done()
    books.emit("customer.updated", books.save(row))
    return row


def delete_customer(books: Books, params: Params, object_id: str) -> Json:
    row = books.find("customer", object_id)
    books.save({"id": row["id"], "object": "customer", "deleted": True})
    books.emit("customer.deleted", row)
    return {"id": row["id"], "object": "customer", "deleted": True}


def from_token(books: Books, token: str, customer: str | None = None) -> Json:
    """A new payment method as the well-known test ``token`` describes it; kept, not attached."""
    details = {"email": None, "name": None, "phone": None, "address": None}
    if token in _DEBITS:
        last4, behaviour = _DEBITS[token]
        extra: dict[str, Any] = {"type": "sepa_debit", "sepa_debit": {
            "last4": last4, "country": "DE", "bank_code": "37040044", "branch_code": "", "fingerprint": f"fp_{last4}"}}  # fmt: skip
    else:
        brand, last4, behaviour = _CARDS[token]
        expired = behaviour == "expired_card"
        extra = {"type": "card", "card": {
            "brand": brand, "display_brand": brand, "last4": last4, "exp_month": 12, "exp_year": 2020 if expired else 2034,
            "country": "DE", "funding": "credit", "fingerprint": f"fp_{last4}", "networks": {"available": [brand]},
            "three_d_secure_usage": {"supported": True}, "wallet": None}}  # fmt: skip
    row = books.create(
        "payment_method", "pm", customer=customer, billing_details=details, _behaviour=behaviour, **extra
    )
    return books.save(row)


def resolve(books: Books, name: str, param: str = "payment_method") -> Json:
    """A payment method by its id; a well-known test name makes a fresh one, as at Stripe."""
    if name in TOKENS:
        if books.livemode:
            raise invalid(f"No such PaymentMethod: '{name}'; a similar object exists in test mode.", param)
        return from_token(books, name)
    return books.find("payment_method", name, param)


def browse_methods(books: Books, params: Params) -> Json:
    owner, type_ = params.text("customer"), params.text("type")
    if owner is not None:
        books.find("customer", owner, "customer")
    rows = [row for row in books.all("payment_method") if row["customer"] == owner and type_ in (None, row["type"])]
    return page_of(books, params, rows if owner else [], "/v1/payment_methods")


def customer_methods(books: Books, params: Params, object_id: str) -> Json:
    books.find("customer", object_id)
    type_ = params.text("type")
    rows = [row for row in books.all("payment_method") if row["customer"] == object_id and type_ in (None, row["type"])]
    return page_of(books, params, rows, f"/v1/customers/{object_id}/payment_methods")


def show_method(books: Books, params: Params, object_id: str) -> Json:
    return books.find("payment_method", object_id)


def attach_method(books: Books, params: Params, object_id: str) -> Json:
    owner = params.required("customer")
    params.done()
    _living_customer(books, owner)
    row = resolve(books, object_id, "id")
    if row["customer"] == owner:
        return row
    if row["customer"] is not None or row.get("_detached"):
        raise unexpected_state(
            "This PaymentMethod was previously used or belongs to another Customer, so it cannot be attached.",
            "payment_method_unexpected_state",
        )
    return attach(books, row, owner)


def attach(books: Books, row: Json, owner: str) -> Json:
    row["customer"] = owner
    books.emit("payment_method.attached", books.save(row))
    return row


def detach_method(books: Books, params: Params, object_id: str) -> Json:
    params.done()
    row = books.find("payment_method", object_id)
    if row["customer"] is None:
        message = "The payment method you provided is not attached to a customer so detachment is impossible."
        raise unexpected_state(message, "payment_method_unexpected_state")
    row.update(customer=None, _detached=True)
    books.emit("payment_method.detached", books.save(row))
    return row


def _living_customer(books: Books, owner: str) -> None:
    if books.find("customer", owner, "customer").get("deleted"):
        raise invalid(f"No such customer: '{owner}'", "customer", "resource_missing")


def check_currency_of(method: Json, currency: str) -> None:
    """Direct debits know only the euro."""
    if method["type"] == "sepa_debit" and currency != "eur":
        message = f"The currency provided ({currency}) is invalid for payment methods of type sepa_debit."
        raise invalid(message, "currency")


def check_usable(books: Books, method: Json, customer: str | None, types: list[str]) -> None:
    """May this method pay for this customer? Refusals in Stripe's words."""
    if customer is not None:
        _living_customer(books, customer)
    if method["customer"] not in (None, customer) or method.get("_detached"):
        raise invalid(
            "The provided PaymentMethod cannot be used: it is attached to another Customer or was detached. Please "
            "include the Customer in the `customer` parameter.",
            "payment_method",
        )
    if method["type"] not in types:
        message = f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent."
        raise invalid(message, "payment_method")
