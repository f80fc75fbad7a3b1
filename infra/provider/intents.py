"""Payment intents: what becomes of an attempt to take money."""

import re

from infra.provider import charges, methods
from infra.provider.books import Books, page_of
from infra.provider.currencies import check_charge, check_currency
from infra.provider.declines import DECLINES, refusal_of
from infra.provider.forms import Json, Params
from infra.provider.refusals import invalid, unexpected_state
from infra.provider.urls import check_url

CANCELLABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def create_intent(books: Books, params: Params) -> Json:
    currency = check_currency(params.required("currency"))
    amount = check_charge(params.integer("amount"), currency)
    customer = params.text("customer")
    if customer is not None:
        books.find("customer", customer, "customer")
    intent = new_intent(books, amount, currency, customer, _types(params))
    intent.update(
        description=params.text("description"), metadata=params.metadata(), receipt_email=params.text("receipt_email"),
        setup_future_usage=params.choice("setup_future_usage", ("off_session", "on_session")),
        statement_descriptor_suffix=params.text("statement_descriptor_suffix"),
    )  # fmt: skip
    confirm, name = params.flag("confirm"), params.text("payment_method")
    if not confirm and (params.has("return_url") or params.has("off_session")):
        raise invalid("`return_url` and `off_session` need `confirm` to be true.", "confirm")
    wishes = _wishes(params)
    params.skip("confirmation_method", "capture_method", "use_stripe_sdk", "mandate_data", "statement_descriptor")
    params.done()
    method = methods.resolve(books, name) if name else None
    if method is not None:
        methods.check_usable(books, method, customer, intent["payment_method_types"])
        methods.check_currency_of(method, currency)
        intent.update(payment_method=method["id"], status="requires_confirmation")
    if confirm and method is None:
        raise unexpected_state(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            "payment_intent_unexpected_state",
        )
    books.emit("payment_intent.created", books.save(intent))
    return attempt(books, intent, method, *wishes) if confirm and method else intent


def new_intent(books: Books, amount: int, currency: str, customer: str | None, types: list[str]) -> Json:
    intent = books.create(
        "payment_intent", "pi", amount=amount, amount_capturable=0, amount_received=0, currency=currency,
        customer=customer, description=None, last_payment_error=None, latest_charge=None, next_action=None,
        payment_method=None, payment_method_types=types, receipt_email=None, setup_future_usage=None,
        status="requires_payment_method", canceled_at=None, cancellation_reason=None, capture_method="automatic_async",
        confirmation_method="automatic", automatic_payment_methods=None, processing=None, _session=None,
    )  # fmt: skip
    intent["client_secret"] = f"{intent['id']}_secret_{books.new_id('x')[2:]}"
    return intent


def _types(params: Params) -> list[str]:
    automatic = params.within("automatic_payment_methods")
    automatic.skip("enabled", "allow_redirects")
    types = params.texts("payment_method_types")
    if any(type_ not in ("card", "sepa_debit") for type_ in types):
        raise invalid("The payment method type provided is invalid.", "payment_method_types")
    return types or ["card", "sepa_debit"]


def _wishes(params: Params) -> tuple[bool, str | None]:
    return params.flag("off_session") or params.flag("error_on_requires_action"), check_url(params, "return_url")


def confirm_intent(books: Books, params: Params, object_id: str) -> Json:
    intent = books.find("payment_intent", object_id)
    name = params.text("payment_method", intent["payment_method"])
    wishes = _wishes(params)
    params.skip("use_stripe_sdk", "mandate_data")
    params.done()
    if intent["status"] not in ("requires_payment_method", "requires_confirmation", "requires_action"):
        raise _wrong_state("confirm", intent)
    if name is None:
        raise unexpected_state("This PaymentIntent is missing a payment method.", "payment_intent_unexpected_state")
    method = methods.resolve(books, name)
    methods.check_usable(books, method, intent["customer"], intent["payment_method_types"])
    return attempt(books, intent, method, *wishes)


def attempt(books: Books, intent: Json, method: Json, off_session: bool = False, return_url: str | None = None) -> Json:
    """Ask the (imagined) bank. Raises the refusal of a decline, after keeping the failed charge."""
    behaviour = method["_behaviour"]
    intent.update(payment_method=method["id"], last_payment_error=None, _return_url=return_url)
    if behaviour == "authenticate" and off_session:
        behaviour = "authentication_required"
    if behaviour == "decline_saved" and (method["customer"] or not intent["_session"]):
        behaviour = "card_declined"
    if behaviour in DECLINES:
        raise decline(books, intent, method, behaviour)
    if behaviour == "authenticate":
        return ask_authentication(books, intent, return_url)
    if behaviour in ("slow", "fail_later"):
        return wait(books, intent, method, succeeds=behaviour == "slow")
    return succeed(books, intent, method)


def succeed(books: Books, intent: Json, method: Json) -> Json:
    charge_id = intent["latest_charge"] if intent["status"] == "processing" else None
    charge = books.find("charge", charge_id) if charge_id else charges.new_charge(books, intent, method, "pending")
    if intent["setup_future_usage"] and intent["customer"] and method["customer"] is None:
        methods.attach(books, method, intent["customer"])
    charges.settle_charge(books, charge)
    intent.update(
        status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"], next_action=None,
        last_payment_error=None, payment_method=method["id"], processing=None, _settles=None,
    )  # fmt: skip
    books.emit("payment_intent.succeeded", books.save(intent))
    if method["_behaviour"] == "dispute":
        charges.open_dispute(books, charge["id"])
    return intent


def decline(books: Books, intent: Json, method: Json, behaviour: str) -> Exception:
    """Keep the failed charge and what it says; the refusal to raise, with the intent in it."""
    code, decline_code, message = DECLINES[behaviour]
    pending = intent["latest_charge"] if intent["status"] == "processing" else None
    charge = books.find("charge", pending) if pending else charges.new_charge(books, intent, method, "failed")
    charges.fail_charge(books, charge, code, decline_code, message)
    error = {"code": code, "message": message, "type": "card_error", "charge": charge["id"],
             "payment_method": {"id": method["id"], "object": "payment_method", "type": method["type"]}}  # fmt: skip
    if decline_code:
        error["decline_code"] = decline_code
    intent.update(
        status="requires_payment_method", last_payment_error=error, latest_charge=charge["id"], payment_method=None,
        next_action=None, processing=None, _settles=None,
    )  # fmt: skip
    books.emit("payment_intent.payment_failed", books.save(intent))
    return refusal_of(behaviour, charge["id"], intent)


def ask_authentication(books: Books, intent: Json, return_url: str | None) -> Json:
    url = f"{books.public_url}/authenticate/{intent['id']}"
    action = {"type": "redirect_to_url", "redirect_to_url": {"return_url": return_url, "url": url}}
    sdk = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": url}}
    intent.update(status="requires_action", next_action=action if return_url else sdk)
    books.emit("payment_intent.requires_action", books.save(intent))
    return intent


def wait(books: Books, intent: Json, method: Json, succeeds: bool) -> Json:
    """The bank takes its time: settled later by ``settle_due`` or by hand."""
    charge = charges.new_charge(books, intent, method, "pending")
    books.emit("charge.pending", books.save(charge))
    intent.update(
        status="processing", latest_charge=charge["id"], next_action=None,
        _settles={"at": books.now + books.options.settle_after, "succeeds": succeeds},
    )  # fmt: skip
    books.emit("payment_intent.processing", books.save(intent))
    return intent


def show_intent(books: Books, params: Params, object_id: str) -> Json:
    params.skip("client_secret")
    return books.find("payment_intent", object_id)


def browse_intents(books: Books, params: Params) -> Json:
    customer = params.text("customer")
    rows = [row for row in books.all("payment_intent") if customer in (None, row["customer"])]
    return page_of(books, params, rows, "/v1/payment_intents")


def cancel_intent(books: Books, params: Params, object_id: str) -> Json:
    intent = books.find("payment_intent", object_id)
    reason = params.choice("cancellation_reason", ("duplicate", "fraudulent", "requested_by_customer", "abandoned"))
    params.done()
    if intent["_session"]:
        message = "You cannot cancel the PaymentIntent of a Checkout Session. Expire the Checkout Session instead."
        raise unexpected_state(message, "payment_intent_unexpected_state", payment_intent=intent)
    if intent["status"] not in CANCELLABLE:
        raise _wrong_state("cancel", intent)
    return cancel(books, intent, reason)


def cancel(books: Books, intent: Json, reason: str | None) -> Json:
    intent.update(status="canceled", canceled_at=books.now, cancellation_reason=reason, next_action=None)
    books.emit("payment_intent.canceled", books.save(intent))
    return intent


def _wrong_state(verb: str, intent: Json) -> Exception:
    message = f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}."
    return unexpected_state(message, "payment_intent_unexpected_state", payment_intent=intent)


_CLAUSE = re.compile(r"""\s*(?:metadata\[(['"])(?P<key>[^'"]*)\1\]|(?P<field>status|customer|currency))\s*:\s*"""
                     r"""(['"])(?P<value>[^'"]*)\4\s*(?:(?:AND)|\Z)""")  # fmt: skip


def search_intents(books: Books, params: Params) -> Json:
    """``metadata['attempt']:'x' AND status:'succeeded'``; new payments appear after the search's lag."""
    query, limit = params.required("query"), params.integer("limit", 10) or 10
    params.skip("page")
    clauses = list(_CLAUSE.finditer(query))
    if not clauses or sum(len(clause[0]) for clause in clauses) != len(query):
        raise invalid("We were unable to parse your search query.", "query")
    known = [row for row in books.all("payment_intent") if row["created"] <= books.clock() - books.options.search_lag]
    found = [row for row in known if all(_matches(row, clause) for clause in clauses)]
    return {
        "object": "search_result", "url": "/v1/payment_intents/search", "has_more": len(found) > limit,
        "next_page": None, "data": found[:limit],
    }  # fmt: skip


def _matches(row: Json, clause: re.Match[str]) -> bool:
    value = row["metadata"].get(clause["key"]) if clause["key"] is not None else row[clause["field"]]
    return bool(value == clause["value"])
