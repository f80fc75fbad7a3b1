"""Setup intents: saving a payment method without taking money."""

from infra.provider import methods
from infra.provider.books import Books, page_of
from infra.provider.declines import DECLINES, refusal_of
from infra.provider.forms import Json, Params
from infra.provider.refusals import unexpected_state
from infra.provider.urls import check_url


def create_setup(books: Books, params: Params) -> Json:
    customer = params.text("customer")
    if customer is not None:
        books.find("customer", customer, "customer")
    automatic = params.within("automatic_payment_methods")
    automatic.skip("enabled", "allow_redirects")
    setup = new_setup(books, customer, params.texts("payment_method_types") or ["card", "sepa_debit"])
    setup.update(
        description=params.text("description"), metadata=params.metadata(),
        usage=params.choice("usage", ("off_session", "on_session"), "off_session"),
    )  # fmt: skip
    confirm, name = params.flag("confirm"), params.text("payment_method")
    return_url = check_url(params, "return_url")
    params.skip("mandate_data", "use_stripe_sdk")
    params.done()
    method = methods.resolve(books, name) if name else None
    if method is not None:
        methods.check_usable(books, method, customer, setup["payment_method_types"])
        setup.update(payment_method=method["id"], status="requires_confirmation")
    books.emit("setup_intent.created", books.save(setup))
    return attempt(books, setup, method, return_url) if confirm and method else setup


def new_setup(books: Books, customer: str | None, types: list[str]) -> Json:
    setup = books.create(
        "setup_intent", "seti", customer=customer, description=None, last_setup_error=None, mandate=None,
        next_action=None, payment_method=None, payment_method_types=types, status="requires_payment_method",
        usage="off_session", cancellation_reason=None,
    )  # fmt: skip
    setup["client_secret"] = f"{setup['id']}_secret_{books.new_id('x')[2:]}"
    return setup


def confirm_setup(books: Books, params: Params, object_id: str) -> Json:
    setup = books.find("setup_intent", object_id)
    name = params.text("payment_method", setup["payment_method"])
    return_url = check_url(params, "return_url")
    params.skip("mandate_data", "use_stripe_sdk")
    params.done()
    if setup["status"] in ("succeeded", "canceled") or name is None:
        message = f"You cannot confirm this SetupIntent because it has a status of {setup['status']}."
        raise unexpected_state(message, "setup_intent_unexpected_state", setup_intent=setup)
    method = methods.resolve(books, name)
    methods.check_usable(books, method, setup["customer"], setup["payment_method_types"])
    return attempt(books, setup, method, return_url)


def attempt(books: Books, setup: Json, method: Json, return_url: str | None) -> Json:
    behaviour = method["_behaviour"]
    setup.update(payment_method=method["id"], _return_url=return_url)
    if behaviour in ("card_declined", "expired_card", "incorrect_cvc", "processing_error"):
        raise decline(books, setup, behaviour)
    if behaviour == "authenticate":
        return ask_authentication(books, setup, return_url)
    return succeed(books, setup, method)


def succeed(books: Books, setup: Json, method: Json) -> Json:
    if setup["customer"] and method["customer"] is None:
        methods.attach(books, method, setup["customer"])
    mandate = _mandate(books, method) if method["type"] == "sepa_debit" else None
    setup.update(
        status="succeeded", payment_method=method["id"], next_action=None, last_setup_error=None, mandate=mandate
    )
    books.emit("setup_intent.succeeded", books.save(setup))
    return setup


def _mandate(books: Books, method: Json) -> str:
    """What its owner signed on the page: debits may be drawn, under a reference that the bank knows."""
    number = books.new_id("x")[2:]
    details = {"type": "sepa_debit", "sepa_debit": {"reference": number[:12].upper(), "url": f"{books.public_url}/"}}
    row = books.create(
        "mandate", "mandate", payment_method=method["id"], payment_method_details=details, status="active",
        type="multi_use", multi_use={}, customer_acceptance={"type": "online", "accepted_at": books.now},
    )  # fmt: skip
    row.pop("metadata")
    return str(books.save(row)["id"])


def decline(books: Books, setup: Json, behaviour: str) -> Exception:
    code, decline_code, message = DECLINES[behaviour]
    error = {"code": code, "decline_code": decline_code or None, "message": message, "type": "card_error"}
    setup.update(status="requires_payment_method", last_setup_error=error, payment_method=None, next_action=None)
    books.emit("setup_intent.setup_failed", books.save(setup))
    return refusal_of(behaviour, setup=setup)


def ask_authentication(books: Books, setup: Json, return_url: str | None) -> Json:
    url = f"{books.public_url}/authenticate/{setup['id']}"
    action = {"type": "redirect_to_url", "redirect_to_url": {"return_url": return_url, "url": url}}
    setup.update(status="requires_action", next_action=action)
    books.emit("setup_intent.requires_action", books.save(setup))
    return setup


def cancel_setup(books: Books, params: Params, object_id: str) -> Json:
    setup = books.find("setup_intent", object_id)
    params.skip("cancellation_reason")
    params.done()
    if setup["status"] in ("succeeded", "canceled"):
        message = f"You cannot cancel this SetupIntent because it has a status of {setup['status']}."
        raise unexpected_state(message, "setup_intent_unexpected_state")
    setup["status"] = "canceled"
    books.emit("setup_intent.canceled", books.save(setup))
    return setup


def show_setup(books: Books, params: Params, object_id: str) -> Json:
    params.skip("client_secret")
    return books.find("setup_intent", object_id)


def browse_setups(books: Books, params: Params) -> Json:
    customer, method = params.text("customer"), params.text("payment_method")
    rows = [
        row for row in books.all("setup_intent")
        if customer in (None, row["customer"]) and method in (None, row["payment_method"])
    ]  # fmt: skip
    return page_of(books, params, rows, "/v1/setup_intents")
