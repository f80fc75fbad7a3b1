"""A merchant and its clients as the world sees them: HTTP, mailboxes, and the provider's pages."""

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPMessage
from typing import Any

from tests.stack import LocalStack

PASSWORD = "nine slow bicycles"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: HTTPMessage
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Visitor:
    """Somebody with a browser's habits: an origin, cookies kept, a token in memory."""

    stack: LocalStack
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, *, key: str = "") -> Reply:
        headers = {"Content-Type": "application/json", "Origin": self.stack.site, "X-Portal": "1"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        content = None if body is None else json.dumps(body).encode()
        reply = fetch(self.stack.api + path, method, content, headers)
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return reply

    def get(self, path: str) -> Any:
        reply = self.call("GET", path)
        assert reply.status == 200, reply.raw
        return reply.json

    def do(self, method: str, path: str, body: Any = None, *, status: int = 200, key: str = "") -> Any:
        reply = self.call(method, path, body, key=key)
        assert reply.status == status, (reply.status, reply.raw)
        return reply.json if reply.raw else None


def fetch(url: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
    """One request; redirects are answers."""
    request = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=60) as answer:
            return Reply(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Reply(error.code, error.headers, error.read())


@dataclass
class Merchant(Visitor):
    """The merchant's owner, at work in the console."""

    portal: str = ""

    def new_customer(self, name: str) -> str:
        address = {"line1": "12 St James's Square", "city": "London", "postal_code": "SW1Y 4LB", "country": "GB"}
        return str(
            self.do("POST", "/merchant/customers", {"display_name": name, "billing_address": address}, status=201)["id"]
        )

    def invite(self, customer_id: str, email: str, role: str = "owner") -> str:
        """Enter and invite a person; answers the contact's id."""
        person = {
            "email": email,
            "first_name": email.partition("@")[0].capitalize(),
            "last_name": "Guest",
            "role": role,
        }
        contact = self.do("POST", f"/merchant/customers/{customer_id}/contacts", person, status=201)
        path = f"/merchant/customers/{customer_id}/contacts/{contact['id']}/portal-access"
        assert self.call("PUT", path, {}).status == 202
        return str(contact["id"])

    def new_invoice(self, customer_id: str, price: int = 10_000, currency: str = "EUR", **more: Any) -> str:
        """Write and send an invoice of one line at 19 %."""
        line = {"description": "Robot arm", "quantity": "1", "unit_price": price, "tax_rate": "19"}
        due = str(date.today() + timedelta(days=14))
        wish = {"customer_id": customer_id, "currency": currency, "due_date": due, "lines": [line], **more}
        invoice = self.do("POST", "/merchant/invoices", wish, status=201)
        self.do("POST", f"/merchant/invoices/{invoice['id']}/sending", {})
        return str(invoice["id"])

    def new_estimate(self, customer_id: str, price: int = 10_000, expiry: date | None = None) -> str:
        """Write and send an estimate of one line at 19 %."""
        line = {"description": "Robot arm", "quantity": "2", "unit_price": price, "tax_rate": "19"}
        until = str(expiry or date.today() + timedelta(days=30))
        wish = {
            "customer_id": customer_id,
            "currency": "EUR",
            "expiry_date": until,
            "lines": [line],
            "terms": "Net 14.",
        }
        estimate = self.do("POST", "/merchant/estimates", wish, status=201)
        self.do("POST", f"/merchant/estimates/{estimate['id']}/sending", {})
        return str(estimate["id"])


def open_shop(stack: LocalStack, portal: str = "acme") -> Merchant:
    """The merchant of this portal, signed in; forwarding is allowed."""
    found = next(one for one in stack.merchants if one["portal"] == portal)
    merchant = Merchant(stack, portal=portal)
    session = merchant.do("POST", "/merchant/sessions", {"tenant": portal, **found["staff"]}, status=200)
    merchant.token = session["access_token"]
    merchant.do("PATCH", "/merchant/portal-settings", {"allow_forwarding": True})
    return merchant


def new_address(name: str) -> str:
    """An address nobody in this run has."""
    return f"{name}-{uuid.uuid4().hex[:8]}@example.com"


def link_in(mail: dict[str, Any]) -> str:
    """The first link of a mail: its task."""
    found = re.search(r"^(https?://\S+)$", mail["text"], re.MULTILINE)
    assert found, mail["text"]
    return found[1]


def come_in(stack: LocalStack, portal: str, email: str) -> Visitor:
    """Follow the newest invitation in one's mailbox."""
    token = link_in(stack.wait_for_mail(email)[-1]).partition("#")[2]
    visitor = Visitor(stack)
    body = {"token": token, "password": PASSWORD}
    visitor.token = visitor.do("POST", f"/portals/{portal}/invitations/acceptance", body)["access_token"]
    return visitor


def press(url: str, action: str, **more: str) -> str:
    """Press a button of the provider's page; answers where it leads."""
    reply = fetch(url, "POST", urllib.parse.urlencode({"action": action, **more}).encode())
    assert reply.status in (302, 303), (reply.status, reply.raw[:300])
    return str(reply.headers["Location"])


def wait_for(what: Any, seconds: float = 30) -> Any:
    """The first true answer of ``what()``."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, f"nothing within {seconds:.0f} s"
        time.sleep(0.1)
    return found
