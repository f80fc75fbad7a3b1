"""Checkout sessions: a hosted page that takes a payment or saves a payment method."""

from infra.provider import intents, setups
from infra.provider.books import Books, page_of
from infra.provider.currencies import check_charge, check_currency
from infra.provider.forms import Json, Params
from infra.provider.refusals import Refusal, invalid, unexpected_state
from infra.provider.urls import check_url

_HALF_HOUR, _DAY = 1800, 86_400
_PAYMENT_FIELDS = ("description", "receipt_email", "statement_descriptor_suffix")


def create_session(books: Books, params: Params) -> Json:
    mode = params.choice("mode", ("payment", "setup"))
    if mode is None:
        params.required("mode")
    session = _new_session(books, params, mode or "")
    if mode == "payment":
        _add_items(session, params)
        session["_intent"] = _intent_wishes(params)
    else:
        session["currency"] = params.text("currency")
        wishes = params.within("setup_intent_data")
        setup = setups.new_setup(books, session["customer"], session["payment_method_types"])
        setup.update(metadata=wishes.metadata(), description=wishes.text("description"))
        wishes.done()
        session["setup_intent"] = books.save(setup)["id"]
    params.skip("adaptive_pricing", "locale", "submit_type", "saved_payment_method_options", "payment_method_options",
                "customer_creation", "customer_update", "billing_address_collection", "currency")  # fmt: skip
    params.done()
    if mode == "setup":
        books.emit("setup_intent.created", books.find("setup_intent", session["setup_intent"]))
    return books.save(session)


def _new_session(books: Books, params: Params, mode: str) -> Json:
    customer = params.text("customer")
    if customer is not None and books.find("customer", customer, "customer").get("deleted"):
        raise invalid(f"No such customer: '{customer}'", "customer", "resource_missing")
    params.choice("ui_mode", ("hosted", "hosted_page"))
    success_url = check_url(params, "success_url")
    if success_url is None:
        params.required("success_url")
    session = books.create(
        "checkout.session", f"cs_{'live' if books.livemode else 'test'}", amount_subtotal=None, amount_total=None,
        cancel_url=check_url(params, "cancel_url"), client_reference_id=params.text("client_reference_id"),
        currency=None, customer=customer, customer_email=params.text("customer_email"),
        expires_at=_expiry(books, params), metadata=params.metadata(), mode=mode, payment_intent=None,
        payment_method_types=params.texts("payment_method_types") or ["card"],
        payment_status="unpaid" if mode == "payment" else "no_payment_required", setup_intent=None, status="open",
        success_url=success_url, ui_mode="hosted_page",
    )  # fmt: skip
    session["url"] = f"{books.public_url}/pay/{session['id']}"
    return session


def _expiry(books: Books, params: Params) -> int:
    at = params.integer("expires_at", books.now + _DAY) or 0
    if not books.now + _HALF_HOUR - 60 <= at <= books.now + _DAY + 60:
        message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."
        raise invalid(message, "expires_at")
    return at


def _add_items(session: Json, params: Params) -> None:
    items = [_item(item) for item in params.many("line_items")]
    if not items:
        raise Refusal(400, "invalid_request_error", "Missing required param: line_items.",
                      code="parameter_missing", param="line_items")  # fmt: skip
    currencies = {item["currency"] for item in items}
    if len(currencies) > 1:
        raise invalid("All line items must have the same currency.", "line_items")
    total = sum(item["amount_total"] for item in items)
    currency = currencies.pop()
    check_charge(total, currency)
    session.update(amount_subtotal=total, amount_total=total, currency=currency)
    session["_line_items"] = {"object": "list", "data": items, "has_more": False, "url": ""}


def _item(item: Params) -> Json:
    price = item.within("price_data")
    product = price.within("product_data")
    name, description = product.required("name"), product.text("description")
    currency = check_currency(price.required("currency"))
    unit, quantity = price.integer("unit_amount"), item.integer("quantity")
    if unit is None or quantity is None or unit < 0 or quantity < 1:
        raise invalid("Each line item needs price_data[unit_amount] and quantity.", item.full("quantity"))
    for left in (product, price, item):
        left.done()
    return {"object": "item", "amount_total": unit * quantity, "currency": currency, "quantity": quantity,
            "description": name, "_details": description}  # fmt: skip


def _intent_wishes(params: Params) -> Json:
    data = params.within("payment_intent_data")
    wishes: Json = {name: data.text(name) for name in _PAYMENT_FIELDS}
    wishes["setup_future_usage"] = data.choice("setup_future_usage", ("off_session", "on_session"))
    wishes["metadata"] = data.metadata()
    data.done()
    return wishes


def show_session(books: Books, params: Params, object_id: str) -> Json:
    return current(books, books.find("checkout.session", object_id))


def browse_sessions(books: Books, params: Params) -> Json:
    customer, intent, status = params.text("customer"), params.text("payment_intent"), params.text("status")
    rows = [
        row for row in (current(books, row) for row in books.all("checkout.session"))
        if customer in (None, row["customer"]) and intent in (None, row["payment_intent"])
        and status in (None, row["status"])
    ]  # fmt: skip
    return page_of(books, params, rows, "/v1/checkout/sessions")


def expire_session(books: Books, params: Params, object_id: str) -> Json:
    params.done()
    session = current(books, books.find("checkout.session", object_id))
    if session["status"] != "open":
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of '
            f"{session['status']}."
        )
        raise unexpected_state(message, "")
    return expire(books, session)


def current(books: Books, session: Json) -> Json:
    """The session as it is now: an open one past its time has expired."""
    overdue = session["status"] == "open" and session["expires_at"] <= books.now
    return expire(books, session) if overdue else session


def expire(books: Books, session: Json) -> Json:
    session.update(status="expired", url=None)
    books.save(session)
    if session["payment_intent"]:
        intent = books.find("payment_intent", session["payment_intent"])
        if intent["status"] in intents.CANCELLABLE:
            intents.cancel(books, intent, "abandoned")
    books.emit("checkout.session.expired", session)
    return session


def session_intent(books: Books, session: Json) -> Json:
    """The session's payment intent, made when its page is first submitted, as at Stripe."""
    if session["payment_intent"]:
        return books.find("payment_intent", session["payment_intent"])
    types = session["payment_method_types"]
    intent = intents.new_intent(books, session["amount_total"], session["currency"], session["customer"], types)
    intent.update(session["_intent"], _session=session["id"])
    books.emit("payment_intent.created", books.save(intent))
    session["payment_intent"] = intent["id"]
    books.save(session)
    return intent


def complete(books: Books, session: Json, paid: bool) -> Json:
    session.update(status="complete", url=None)
    if session["mode"] == "payment":
        session["payment_status"] = "paid" if paid else "unpaid"
    books.emit("checkout.session.completed", books.save(session))
    return session


def settle_due(books: Books, everything: bool = False) -> int:
    """Give pending payments their end and expire what is past its time; how many changed."""
    changed = 0
    for intent in books.all("payment_intent"):
        settles = intent.get("_settles")
        if intent["status"] == "processing" and settles and (everything or settles["at"] <= books.now):
            settle(books, intent, settles["succeeds"])
            changed += 1
    for session in books.all("checkout.session"):
        changed += session["status"] == "open" and current(books, session)["status"] == "expired"
    return changed


def settle(books: Books, intent: Json, succeeds: bool) -> None:
    """The end of one pending payment, with the events of its session if it has one."""
    method = books.find("payment_method", intent["payment_method"])
    if succeeds:
        intents.succeed(books, intent, method)
    else:
        intents.decline(books, intent, method, "debit_failed")
    if intent["_session"]:
        session = books.find("checkout.session", intent["_session"])
        session["payment_status"] = "paid" if succeeds else "unpaid"
        end = "succeeded" if succeeds else "failed"
        books.emit(f"checkout.session.async_payment_{end}", books.save(session))
