"""The hosted pages: pay or save a card, and the bank's 3-D Secure question. GET never changes anything."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from infra.provider import checkout, html, intents, methods, setups
from infra.provider.books import Books
from infra.provider.forms import Json
from infra.provider.refusals import Refusal
from infra.provider.urls import origin, with_query

if TYPE_CHECKING:
    from infra.provider.core import Answer, Provider

_STYLE = Path(__file__).with_name("style.css")
_PAGE = re.compile(r"/(pay|authenticate)/([A-Za-z0-9_]{1,200})\Z")


def handle(provider: "Provider", method: str, target: str, body: bytes) -> "Answer":
    if target == "/style.css" and method == "GET":
        return 200, {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "no-cache"}, _STYLE.read_bytes()
    if target in ("", "/") and method == "GET":
        return _page(provider, html.home())
    match = _PAGE.match(target)
    if match is None or method not in ("GET", "POST"):
        return _page(provider, html.message("There is nothing here", "This page does not exist, or no longer."), 404)
    wish = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
    with provider.lock, provider.store.transaction():
        books = provider.owner_of(match[2])
        row = books.store.any(books.account, match[2])
        if row is None or row["object"] not in ("checkout.session", "payment_intent", "setup_intent"):
            return _page(
                provider, html.message("There is nothing here", "This page does not exist, or no longer."), 404
            )
        if (match[1] == "pay") != (row["object"] == "checkout.session"):
            return _page(
                provider, html.message("There is nothing here", "This page does not exist, or no longer."), 404
            )
        act = _pay if match[1] == "pay" else _authenticate
        return act(provider, books, row, wish if method == "POST" else None)


def _pay(provider: "Provider", books: Books, session: Json, wish: dict[str, str] | None) -> "Answer":
    session = checkout.current(books, session)
    back = session["cancel_url"] or session["success_url"]
    if session["status"] == "expired":
        text = "Nothing was charged. Go back and start again."
        return _page(provider, html.message("This page has expired", text, back), 410)
    if session["status"] == "complete":
        onward = _onward(session)
        return _to(onward) if wish else _page(provider, html.message("This is done", "You can go back.", onward))
    if wish is None:
        hosts = {origin(session["success_url"]), origin(back)}
        return _page(provider, html.pay(books.merchant_name, session, _problem(books, session)), hosts=hosts)
    token = wish.get("card", "pm_card_visa")
    offered = token in methods.TOKENS and methods.type_of(token) in session["payment_method_types"]
    if not offered or wish.get("action") not in ("pay", "decline", "authenticate", "slow"):
        return _page(provider, html.message("That did not work", "Go back and choose one of the buttons.", back), 400)
    act = _pay_now if session["mode"] == "payment" else _save_now
    return _to(act(books, session, methods.from_token(books, token), wish["action"]))


def _pay_now(books: Books, session: Json, method: Json, action: str) -> str:
    page = session["url"]
    intent = checkout.session_intent(books, session)
    intent["payment_method"] = method["id"]
    if action == "slow":
        intents.wait(books, intent, method, succeeds=True)
    elif action == "decline":
        intents.decline(books, intent, method, "card_declined")
    elif action == "authenticate":
        intents.ask_authentication(books, intent, page)
    else:
        try:
            intents.attempt(books, intent, method, return_url=page)
        except Refusal:
            return str(page)
    return _after_intent(books, session, intent)


def _after_intent(books: Books, session: Json, intent: Json) -> str:
    if intent["status"] == "requires_action":
        return f"{books.public_url}/authenticate/{intent['id']}"
    if intent["status"] not in ("succeeded", "processing"):
        return str(session["url"])
    checkout.complete(books, session, paid=intent["status"] == "succeeded")
    return _onward(session)


def _save_now(books: Books, session: Json, method: Json, action: str) -> str:
    setup = books.find("setup_intent", session["setup_intent"])
    setup["payment_method"] = method["id"]
    if action == "decline":
        setups.decline(books, setup, "card_declined")
    elif action == "authenticate":
        setups.ask_authentication(books, setup, session["url"])
    else:
        try:
            setups.attempt(books, setup, method, session["url"])
        except Refusal:
            return str(session["url"])
    return _after_setup(books, session, setup)


def _after_setup(books: Books, session: Json, setup: Json) -> str:
    if setup["status"] == "requires_action":
        return f"{books.public_url}/authenticate/{setup['id']}"
    if setup["status"] != "succeeded":
        return str(session["url"])
    checkout.complete(books, session, paid=True)
    return _onward(session)


def _authenticate(provider: "Provider", books: Books, intent: Json, wish: dict[str, str] | None) -> "Answer":
    session = _session_of(books, intent)
    back = session["url"] if session and session["url"] else intent.get("_return_url")
    if intent["status"] != "requires_action":
        return _page(provider, html.message("This is done", "Your bank has nothing more to ask.", back), 200)
    if wish is None:
        hosts = {origin(url) for url in (back, session and session["success_url"]) if url}
        return _page(provider, html.challenge(books.merchant_name, intent), hosts=hosts)
    if wish.get("action") not in ("approve", "refuse"):
        return _page(provider, html.message("That did not work", "Go back and choose one of the buttons.", back), 400)
    return _to(_answered(books, intent, session, approved=wish["action"] == "approve"))


def _answered(books: Books, intent: Json, session: Json | None, approved: bool) -> str:
    saving = intent["object"] == "setup_intent"
    method = books.find("payment_method", intent["payment_method"])
    if approved:
        (setups.succeed if saving else intents.succeed)(books, intent, method)
    elif saving:
        setups.decline(books, intent, "authentication_failure")
    else:
        intents.decline(books, intent, method, "authentication_failure")
    if session is not None:
        return (_after_setup if saving else _after_intent)(books, session, intent)
    status = "succeeded" if approved else "failed"
    query = {intent["object"]: intent["id"], f"{intent['object']}_client_secret": intent["client_secret"]}
    return with_query(intent["_return_url"] or books.public_url, **query, redirect_status=status)


def _session_of(books: Books, intent: Json) -> Json | None:
    field = intent["object"]
    open_ones = (row for row in books.all("checkout.session") if row["status"] == "open")
    return next((row for row in open_ones if row[field] == intent["id"]), None)


def _problem(books: Books, session: Json) -> str:
    """What the last try on this page failed of, in the bank's words."""
    field, error = ("payment_intent", "last_payment_error") if session["mode"] == "payment" else (
        "setup_intent", "last_setup_error")  # fmt: skip
    row = books.store.any(books.account, session[field]) if session[field] else None
    return str(row[error]["message"]) if row and row[error] else ""


def _onward(session: Json) -> str:
    return str(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))


def _to(url: str) -> "Answer":
    return 303, {"Location": url, "Cache-Control": "no-store", "Content-Type": "text/plain"}, b""


def _page(provider: "Provider", text: str, status: int = 200, hosts: set[str] | None = None) -> "Answer":
    # Browsers hold form-action against the redirect after the form, too.
    policy = (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {' '.join(sorted(hosts or ()))}".strip()
    )
    headers = {
        "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    }  # fmt: skip
    return status, headers, text.replace("{base}", urlsplit(provider.public_url).path).encode()
