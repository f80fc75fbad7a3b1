"""The stand-in provider itself: one call takes a request and gives an answer, without sockets or threads."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.provider import charges, checkout, control, pages
from infra.provider.answers import Answers
from infra.provider.books import API_VERSION, Books, Options, expand, public
from infra.provider.faults import Dropped, Fault, Faults
from infra.provider.forms import Json, Params, parse_form
from infra.provider.refusals import Refusal, by_status
from infra.provider.routes import find_call
from infra.provider.store import Store
from infra.provider.webhooks import Send, Webhooks, post

_LOGGED = 10_000
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class LoggedRequest:
    """One request as it arrived; ``status`` 0 means that the caller got no answer."""

    method: str
    path: str
    params: Json
    idempotency_key: str
    headers: dict[str, str]
    status: int = 0
    replayed: bool = False


class Provider:
    """Stripe's API as far as we use it. Thread-safe; everything it knows is in ``state`` (a path or ``:memory:``)."""

    def __init__(
        self, state: str | Path = ":memory:", *, public_url: str = "http://provider.test", send: Send = post,
        clock: Callable[[], float] = time.time, options: Options | None = None,
    ) -> None:  # fmt: skip
        self.lock = threading.RLock()
        self.store = Store(state)
        self.public_url = public_url.rstrip("/")
        self.clock = clock
        self.options = options or Options()
        self.webhooks = Webhooks(self.store, self.lock, clock, send)
        self.faults = Faults()
        self.requests: list[LoggedRequest] = []
        self._answers = Answers(self.store)
        # Known keys are not asked of the store, whose lock a running request holds.
        self._accounts: dict[str, tuple[str, bool]] = {}
        self._revoked: set[str] = set()

    def close(self) -> None:
        with self.lock:
            self.store.close()

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Answer one request. ``path`` may carry a query and the path prefix of ``public_url``."""
        target, _, query = path.partition("?")
        prefix = urlsplit(self.public_url).path
        if prefix and target.startswith(f"{prefix}/"):
            target = target[len(prefix) :]
        lowered = {name.lower(): value for name, value in headers.items()}
        if target.startswith("/v1/"):
            return self._api(method, target, query, lowered, body)
        if target.startswith("/_control/"):
            return control.handle(self, method, target, lowered, body)
        return pages.handle(self, method, target, body)

    def _api(self, method: str, target: str, query: str, headers: dict[str, str], body: bytes) -> Answer:
        text = body.decode("utf-8", "replace") if method == "POST" else query
        key = headers.get("idempotency-key", "") if method == "POST" else ""
        entry = LoggedRequest(method, target, {}, key, {**headers, "authorization": "…"})
        self.requests.append(entry)
        del self.requests[:-_LOGGED]
        fault = self.faults.take(method, target)
        if fault is not None and not fault.applied and not fault.only_wait:
            fault.wait()
            return self._fail(entry, fault)
        request_id = self.new_id("req")
        forced = fault.status if fault and fault.applied else None
        try:
            entry.params = parse_form(text)
            account, live = self._account(headers)
            with self._answers.claim(account, key):
                if fault is not None:
                    fault.wait()
                status, payload, more = self._execute(entry, self.books(account, live, request_id, key), forced)
        except Refusal as refusal:
            status, payload, more = refusal.status, json.dumps(refusal.body), {}
        if fault is not None and fault.applied and fault.status is None:
            return self._fail(entry, fault)
        entry.status, entry.replayed = status, "Idempotent-Replayed" in more
        headers_out = {"Content-Type": "application/json", "Cache-Control": "no-store", "Request-Id": request_id}
        headers_out |= {"Stripe-Version": headers.get("stripe-version", API_VERSION), **more}
        return status, headers_out | ({"Idempotency-Key": key} if key else {}), payload.encode()

    def _execute(self, entry: LoggedRequest, books: Books, forced: int | None) -> tuple[int, str, dict[str, str]]:
        """Run, or replay, one call; what began to execute is kept under its idempotency key."""
        account, key, target, params = books.account, entry.idempotency_key, entry.path, entry.params
        with self.lock, self.store.transaction():
            kept = self._answers.replay(account, key, target, params, books.now)
            if kept is not None:
                more = {"Idempotent-Replayed": "true", "Original-Request": kept["request"]}
                return int(kept["status"]), str(kept["body"]), more
            try:
                status, body, saved = 200, self._run(entry, books), True
            except Refusal as refusal:
                status, body, saved = refusal.status, public(refusal.body), refusal.saved
            if forced is not None:
                status, body, saved = forced, by_status(forced).body, True
            payload = json.dumps(body)
            if saved:
                answer = {"status": status, "body": payload, "request": books.request_id, "created": books.now}
                self._answers.keep(account, key, target, params, **answer)
        return status, payload, {}

    def _run(self, entry: LoggedRequest, books: Books) -> Json:
        found = find_call(entry.method, entry.path)
        if found is None:
            message = f"Unrecognized request URL ({entry.method}: {entry.path[:100]})."
            raise Refusal(404, "invalid_request_error", message)
        call, names = found
        params = Params(entry.params)
        paths = params.texts("expand")
        result = call(books, params, **names)
        params.done()
        result = expand(books, result, paths) if paths else result
        return dict(public(result))

    def _fail(self, entry: LoggedRequest, fault: Fault) -> Answer:
        if fault.status is None:
            raise Dropped(f"{entry.method} {entry.path}: no answer")
        entry.status = fault.status
        return fault.status, {"Content-Type": "application/json"}, json.dumps(by_status(fault.status).body).encode()

    def _account(self, headers: dict[str, str]) -> tuple[str, bool]:
        key = _api_key(headers.get("authorization", ""))
        if not key:
            raise Refusal(401, "invalid_request_error", "You did not provide an API key.")
        if (
            not key.startswith(("sk_test_", "sk_live_", "rk_test_", "rk_live_"))
            or len(key) < 12
            or key in self._revoked
        ):
            raise Refusal(401, "invalid_request_error", f"Invalid API Key provided: {key[:8]}****{key[-4:]}")
        return self.account(key)

    def account(self, key: str) -> tuple[str, bool]:
        """The account of an API key (made when first seen), and whether it is live."""
        known = self._accounts.get(key)
        if known is None:
            digest = hashlib.sha256(key.encode()).hexdigest()
            with self.lock:
                known = self.store.account(digest) or (f"acct_{digest[:16]}", "_live_" in key)
                self.store.add_account(digest, *known)
            self._accounts[key] = known
        return known

    def name_account(self, key: str, name: str) -> None:
        """What the hosted pages call the merchant of an API key (at Stripe: a setting of the account)."""
        account, live = self.account(key)
        with self.lock, self.store.transaction():
            self.books(account, live).name_merchant(name)

    def revoke(self, key: str) -> None:
        self._revoked.add(key)

    def books(self, account: str, live: bool = False, request_id: str = "", key: str = "") -> Books:
        return Books(
            self.store, account, live, self.clock, self.new_id, self.public_url, self.options, self.webhooks.enqueue,
            request_id, key,
        )  # fmt: skip

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{secrets.token_hex(12)}"

    def tick(self, everything: bool = False) -> int:
        """Settle pending payments that are due (or all) and expire sessions; how many changed."""
        with self.lock, self.store.transaction():
            return sum(checkout.settle_due(self.books(*row), everything) for row in self.store.accounts())

    def rows(self, kind: str, key: str | None = None) -> list[Json]:
        """Every object of ``kind`` (``charge``, ``payment_intent`` …), newest first, of one API key or of all."""
        accounts = [self.account(key)] if key else self.store.accounts()
        with self.lock:
            return [public(row) for account, _ in accounts for row in self.store.all(account, kind)]

    def charged(self, key: str | None = None) -> list[Json]:
        """Every succeeded charge."""
        return [row for row in self.rows("charge", key) if row["status"] == "succeeded"]

    def open_dispute(self, charge_id: str) -> Json:
        with self.lock, self.store.transaction():
            return dict(public(charges.open_dispute(self.owner_of(charge_id), charge_id)))

    def close_dispute(self, dispute_id: str, won: bool) -> Json:
        with self.lock, self.store.transaction():
            return dict(public(charges.close_dispute(self.owner_of(dispute_id), dispute_id, won)))

    def fail_refund(self, refund_id: str) -> Json:
        with self.lock, self.store.transaction():
            return dict(public(charges.fail_refund(self.owner_of(refund_id), refund_id)))

    def owner_of(self, object_id: str) -> Books:
        """The books in which an object stands."""
        account = self.store.owner(object_id) or ""
        return self.books(account, dict(self.store.accounts()).get(account, False))

    def fail_next(
        self, times: int = 1, *, method: str = "", path: str = "", applied: bool = False, status: int | None = None
    ) -> Fault:
        """The next requests fail: see ``Fault``."""
        return self.faults.add(Fault(method, path, times, applied, status))

    def hold_next(self, *, method: str = "", path: str = "") -> Fault:
        """The next request waits until ``fault.gate.set()``; ``fault.arrived`` tells that it is there."""
        return self.faults.add(Fault(method, path, only_wait=True, gate=threading.Event()))

    def call(self, key: str, method: str, path: str, form: str = "", idempotency_key: str = "") -> tuple[int, Any]:
        """One API call as a client would make it; ``form`` is form-encoded."""
        headers = {"Authorization": f"Bearer {key}"} | ({"Idempotency-Key": idempotency_key} if idempotency_key else {})
        target = path if method == "POST" or not form else f"{path}?{form}"
        status, _, body = self.handle(method, target, headers, form.encode() if method == "POST" else b"")
        return status, json.loads(body)

    def transport(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Stands in for an HTTP connection: takes a whole URL."""
        parts = urlsplit(url)
        return self.handle(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, headers, body)

    def press(self, url: str, action: str, card: str = "pm_card_visa") -> str:
        """Press a button (pay, decline, authenticate, slow; approve, refuse) on a page; where the browser goes next."""
        status, headers, body = self.handle("POST", urlsplit(url).path, {}, f"action={action}&card={card}".encode())
        if status != 303:
            raise AssertionError(f"{action} answered {status}: {body[:200]!r}")
        return headers["Location"]


def _api_key(header: str) -> str:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[0]
        except ValueError:
            return ""
    return ""
