"""The table: one row a route, from which every expectation is computed. A route without a row fails the suite."""

import base64
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fixtures.people import PASSWORD
from tests.fixtures.sign_in import OURS
from tests.house.matrix.people import Person
from tests.house.matrix.world import HOMES, KEYS, World

NEW_PASSWORD = "a loud mountain 1913"


@dataclass(frozen=True)
class Here:
    """Who asks, and in which world: some bodies name a thing of the person's own."""

    world: World
    person: Person

    @property
    def home(self) -> str:
        return self.person.customer_id or HOMES[self.person.tenant_id or "ten_acme"]


@dataclass(frozen=True)
class Row:
    """``least``: the lowest role that may; ``kind``: what the path names; ``switch``: the setting that must be on.

    ``body``: the least that is accepted. ``ok``: the answer then, the route's own status if left out; 409 where the state of a
    new world forbids what the person may do. ``named``: fields of body or query that name a thing, by kind. ``alone``: a
    public route that looks at the token all the same, so only a stranger is asked. ``raw``: no typed body. ``counted``: each
    look is counted, and a bad request is refused before that. ``orders``: where a GET writes that has its file made first: it
    answers 202 then, and nobody sees a change but the file.
    """

    least: str = ""
    kind: str = ""
    body: Callable[[Here], Any] | None = None
    ok: int = 0
    switch: str = ""
    named: dict[str, str] = field(default_factory=dict)
    headers: Callable[[World], dict[str, str]] = lambda world: {}
    alone: bool = False
    raw: bool = False
    counted: bool = False
    orders: frozenset[str] = frozenset()


def _says(**values: Any) -> Callable[[Here], Any]:
    return lambda here: values


def _token(name: str, password: str = NEW_PASSWORD) -> Callable[[Here], Any]:
    return lambda here: {"token": here.world.secrets[name], "password": password}


def _link(name: str) -> Callable[[Here], Any]:
    return lambda here: {"token": here.world.secrets[name]}


def _cookie(name: str) -> Callable[[World], dict[str, str]]:
    return lambda world: {**OURS, "Cookie": world.secrets[name]}


def _invoice(here: Here) -> Any:
    line = {"description": "Arm", "quantity": "1", "unit_price": 100, "tax_rate": "19"}
    return {"customer_id": here.home, "currency": "EUR", "due_date": "2026-04-01", "lines": [line]}


def _estimate(here: Here) -> Any:
    line = {"description": "Arm", "quantity": "1", "unit_price": 100, "tax_rate": "19"}
    return {"customer_id": here.home, "currency": "EUR", "expiry_date": "2026-04-01", "lines": [line]}


def _keys(here: Here) -> Any:
    return {"api_key": KEYS.get(here.person.tenant_id, KEYS["ten_acme"])}


def _picture() -> str:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode()


_PASSWORDS = _says(current_password=PASSWORD, new_password=NEW_PASSWORD)
_CODE = _says(code="123456")
_CASH = _says(method="cash", amount=100, date="2026-03-16")
_CANCELLATION = _says(when="now", reason="unused")
_NO = _says(reason="Too dear")
_PLAN = _says(code="new", name="New", amount=100, interval="month")
_CONTACT = _says(email="new@example.com")
_STAFF = _says(name="New", email="new@acme.example", role="support")
_FILE = frozenset({"audit", "jobs", "outbox", "queues"})
_LETTER = _says(subject="Two arms", body="Why two?")
_COMMENT = _says(text="Why two?")
_FORWARD = _says(recipients=["books@example.com"])

CLIENTS = {
    "GET /portal/activity": Row("viewer"),
    "GET /portal/dashboard": Row("viewer"),
    "GET /portal/invoices": Row("viewer"),
    "GET /portal/invoices/{invoice_id}": Row("viewer", "invoice"),
    "GET /portal/invoices/{invoice_id}/pdf": Row("viewer", "invoice"),
    "GET /portal/invoices/{invoice_id}/xml": Row("viewer", "invoice"),
    "POST /portal/invoices/{invoice_id}/views": Row("viewer", "invoice"),
    "POST /portal/invoices/{invoice_id}/forwards": Row("billing", "invoice", _FORWARD, switch="allow_forwarding"),
    "POST /portal/invoices/{invoice_id}/payments": Row(
        "billing", "invoice", ok=202, named={"payment_method_id": "method"}
    ),
    "POST /portal/payments": Row(
        "billing",
        body=lambda here: {"invoice_ids": [here.world.things["invoice"].get(here.home, "inv_absent")]},
        ok=202,
        named={"invoice_ids": "invoice", "payment_method_id": "method"},
    ),
    "GET /portal/payment-attempts/{attempt_id}": Row("viewer", "attempt"),
    "GET /portal/payment-methods": Row("viewer"),
    "POST /portal/payment-methods": Row("billing", switch="allow_payment_method_add"),
    "POST /portal/payment-methods/{payment_method_id}/replacement": Row(
        "billing", "method", switch="allow_payment_method_update"
    ),
    "GET /portal/payment-method-setups/{setup_id}": Row("viewer", "setup"),
    "GET /portal/payments": Row("viewer"),
    "GET /portal/payments/{payment_id}": Row("viewer", "payment"),
    "GET /portal/payments/{payment_id}/receipt": Row("viewer", "payment"),
    "GET /portal/statement": Row("billing"),
    "GET /portal/statement/csv": Row("billing"),
    "GET /portal/statement/pdf": Row("billing", ok=202, orders=_FILE),
    "POST /portal/exports": Row("owner"),
    "GET /portal/exports/{export_id}": Row("owner", "own export"),
    "POST /portal/packs": Row("billing", body=_says(**{"from": "2026-01-01", "to": "2026-03-31"})),
    "GET /portal/packs/{pack_id}": Row("billing", "pack"),
    "GET /portal/erasure-requests": Row("owner"),
    "POST /portal/erasure-requests": Row("owner", named={"colleague_id": "contact"}),
    "DELETE /portal/erasure-requests/{erasure_id}": Row("owner", "erasure"),
    "GET /portal/people": Row("viewer"),
    "POST /portal/people": Row("owner", body=_says(email="new@example.com")),
    "PATCH /portal/people/{contact_id}": Row("owner", "colleague", _says(role="billing")),
    "DELETE /portal/people/{contact_id}": Row("owner", "colleague"),
    "GET /portal/projects": Row("viewer", switch="show_projects_and_timesheets"),
    "GET /portal/projects/{project_id}": Row("viewer", "project", switch="show_projects_and_timesheets"),
    "GET /portal/projects/{project_id}/timesheets": Row("viewer", "project", switch="show_projects_and_timesheets"),
    "GET /portal/subscriptions": Row("viewer", switch="show_subscriptions"),
    "GET /portal/subscriptions/{subscription_id}": Row("viewer", "subscription", switch="show_subscriptions"),
    "GET /portal/subscriptions/{subscription_id}/cancellation-preview": Row(
        "owner", "subscription", switch="show_subscriptions"
    ),
    "POST /portal/subscriptions/{subscription_id}/cancellation": Row(
        "owner", "subscription", _CANCELLATION, switch="show_subscriptions"
    ),
    "DELETE /portal/subscriptions/{subscription_id}/cancellation": Row(
        "owner", "subscription", ok=409, switch="show_subscriptions"
    ),
    "GET /portal/estimates/{estimate_id}/comments": Row("viewer", "estimate", switch="allow_comments"),
    "POST /portal/estimates/{estimate_id}/comments": Row("viewer", "estimate", _COMMENT, switch="allow_comments"),
    "GET /portal/invoices/{invoice_id}/comments": Row("viewer", "invoice", switch="allow_comments"),
    "POST /portal/invoices/{invoice_id}/comments": Row("viewer", "invoice", _COMMENT, switch="allow_comments"),
    "GET /portal/subscriptions/{subscription_id}/comments": Row("viewer", "subscription", switch="allow_comments"),
    "POST /portal/subscriptions/{subscription_id}/comments": Row(
        "viewer", "subscription", _COMMENT, switch="allow_comments"
    ),
    "GET /portal/merchant": Row("viewer"),
    "GET /portal/merchant/messages": Row("viewer", switch="allow_merchant_mail"),
    "POST /portal/merchant/messages": Row("viewer", body=_LETTER, switch="allow_merchant_mail"),
    "POST /portal/merchant/messages/{message_id}/replies": Row(
        "viewer", "message", _says(body="And?"), switch="allow_merchant_mail"
    ),
    "GET /portal/merchant/review": Row("viewer", switch="allow_reviews"),
    "PUT /portal/merchant/review": Row("viewer", body=_says(rating=5), switch="allow_reviews"),
    "GET /portal/me": Row("viewer"),
    "PATCH /portal/me": Row("viewer", body=_says(first_name="New"), switch="allow_profile_edit"),
    "POST /portal/me/email-changes": Row(
        "viewer", body=_says(email="new@new.example", password=PASSWORD), switch="allow_profile_edit"
    ),
    "PUT /portal/me/password": Row("viewer", body=_PASSWORDS),
    "GET /portal/me/sessions": Row("viewer"),
    "DELETE /portal/me/sessions": Row("viewer"),
    "DELETE /portal/me/sessions/{session_id}": Row("viewer", "session"),
    "POST /portal/me/totp": Row("viewer"),
    "POST /portal/me/totp/confirmation": Row("viewer", body=_CODE, ok=409),
    "DELETE /portal/me/totp": Row("viewer", ok=409),
    "POST /portal/me/recovery-codes": Row("viewer"),
    "GET /portal/me/passkeys": Row("viewer"),
    "POST /portal/me/passkeys/options": Row("viewer"),
    "POST /portal/me/passkeys": Row("viewer", body=_says(client_data_json="AA", attestation_object="AA"), ok=409),
    "DELETE /portal/me/passkeys/{passkey_id}": Row("viewer", "passkey"),
    "GET /portal/me/calendar": Row("viewer"),
    "POST /portal/me/calendar": Row("viewer"),
    "DELETE /portal/me/calendar": Row("viewer"),
    "GET /portal/customers": Row("viewer"),
    "GET /portal/company": Row("viewer", switch="allow_company_edit"),
    "PATCH /portal/company": Row("owner", body=_says(phone="+44 1"), switch="allow_company_edit"),
    "POST /portal/customers/{customer_id}/selection": Row("viewer", "customer"),
}

STAFF = {
    "GET /merchant/audit": Row("support"),
    "GET /merchant/overview": Row("support"),
    "GET /merchant/customers": Row("support"),
    "POST /merchant/customers": Row("accountant", body=_says(display_name="New")),
    "GET /merchant/customers/{customer_id}": Row("support", "customer"),
    "PATCH /merchant/customers/{customer_id}": Row("accountant", "customer", _says(display_name="New")),
    "DELETE /merchant/customers/{customer_id}": Row("admin", "spare customer"),
    "GET /merchant/customers/{customer_id}/contacts": Row("support", "customer"),
    "POST /merchant/customers/{customer_id}/contacts": Row("support", "customer", _CONTACT),
    "GET /merchant/customers/{customer_id}/contacts/{contact_id}": Row("support", "contact"),
    "PATCH /merchant/customers/{customer_id}/contacts/{contact_id}": Row("support", "contact", _says(first_name="New")),
    "DELETE /merchant/customers/{customer_id}/contacts/{contact_id}": Row("accountant", "contact"),
    "PUT /merchant/customers/{customer_id}/contacts/{contact_id}/portal-access": Row("support", "contact"),
    "DELETE /merchant/customers/{customer_id}/contacts/{contact_id}/portal-access": Row("support", "contact"),
    "DELETE /merchant/customers/{customer_id}/contacts/{contact_id}/mail-problem": Row("support", "contact"),
    "POST /merchant/invitations": Row(
        "support", body=lambda here: {"customer_ids": [here.home]}, named={"customer_ids": "customer"}
    ),
    "GET /merchant/gateway": Row("owner"),
    "PUT /merchant/gateway": Row("owner", body=_keys),
    "GET /merchant/invoices": Row("support", named={"customer_id": "customer"}),
    "POST /merchant/invoices": Row("accountant", body=_invoice, named={"customer_id": "customer"}),
    "GET /merchant/invoices/{invoice_id}": Row("support", "draft"),
    "PATCH /merchant/invoices/{invoice_id}": Row(
        "accountant", "draft", _says(notes="New"), named={"customer_id": "customer"}
    ),
    "POST /merchant/invoices/{invoice_id}/sending": Row("accountant", "draft"),
    "POST /merchant/invoices/{invoice_id}/voiding": Row("accountant", "invoice or draft"),
    "GET /merchant/invoices/{invoice_id}/pdf": Row("support", "invoice or draft"),
    "POST /merchant/invoices/{invoice_id}/payments": Row("accountant", "invoice or draft", _CASH),
    "POST /merchant/invoices/{invoice_id}/credits": Row("accountant", "invoice or draft", ok=409),
    "POST /merchant/invoices/{invoice_id}/refunds": Row("accountant", "invoice or draft", _says(amount=100), ok=409),
    "POST /merchant/invoices/{invoice_id}/write-off": Row("accountant", "invoice or draft"),
    "GET /merchant/payments": Row("support"),
    "POST /merchant/exports": Row("accountant"),
    "GET /merchant/exports/{export_id}": Row("accountant", "export"),
    "GET /merchant/plans": Row("support"),
    "POST /merchant/plans": Row("admin", body=_PLAN),
    "GET /merchant/plans/{plan_id}": Row("support", "plan"),
    "PATCH /merchant/plans/{plan_id}": Row("admin", "plan", _says(name="New")),
    "GET /merchant/projects": Row("support", named={"customer_id": "customer"}),
    "POST /merchant/projects": Row(
        "admin", body=lambda here: {"customer_id": here.home, "name": "Arm"}, named={"customer_id": "customer"}
    ),
    "GET /merchant/projects/{project_id}": Row("support", "project"),
    "PATCH /merchant/projects/{project_id}": Row("admin", "project", _says(name="Arm")),
    "POST /merchant/projects/{project_id}/tasks": Row("admin", "project", _says(name="Fingers")),
    "PATCH /merchant/projects/{project_id}/tasks/{task_id}": Row("admin", "task", _says(name="Fingers")),
    "GET /merchant/projects/{project_id}/timesheets": Row("support", "project"),
    "POST /merchant/projects/{project_id}/timesheets": Row("admin", "project", _says(date="2026-03-10", hours="1")),
    "PATCH /merchant/projects/{project_id}/timesheets/{entry_id}": Row("admin", "timesheet entry", _says(hours="1")),
    "DELETE /merchant/projects/{project_id}/timesheets/{entry_id}": Row("admin", "timesheet entry"),
    "GET /merchant/subscriptions": Row("support", named={"customer_id": "customer"}),
    "POST /merchant/subscriptions": Row(
        "admin",
        body=lambda here: {"customer_id": here.home, "plan_code": "team", "collection": "offline"},
        named={"customer_id": "customer"},
    ),
    "GET /merchant/subscriptions/{subscription_id}": Row("support", "subscription"),
    "PATCH /merchant/subscriptions/{subscription_id}": Row("admin", "subscription", _says(collection="offline")),
    "POST /merchant/subscriptions/{subscription_id}/pause": Row("admin", "subscription"),
    "POST /merchant/subscriptions/{subscription_id}/resumption": Row("admin", "subscription", ok=409),
    "POST /merchant/subscriptions/{subscription_id}/change-preview": Row("admin", "subscription", _says(quantity=5)),
    "POST /merchant/subscriptions/{subscription_id}/change": Row("admin", "subscription", _says(quantity=5)),
    "POST /merchant/subscriptions/{subscription_id}/cancellation": Row("admin", "subscription", _CANCELLATION),
    "DELETE /merchant/subscriptions/{subscription_id}/cancellation": Row("admin", "subscription", ok=409),
    "GET /portal/estimates": Row("viewer", switch="show_estimates"),
    "GET /portal/estimates/{estimate_id}": Row("viewer", "estimate", switch="show_estimates"),
    "POST /portal/estimates/{estimate_id}/views": Row("viewer", "estimate", switch="show_estimates"),
    "POST /portal/estimates/{estimate_id}/acceptance": Row("billing", "estimate", switch="show_estimates"),
    "POST /portal/estimates/{estimate_id}/decline": Row("billing", "estimate", _NO, switch="show_estimates"),
    "GET /portal/estimates/{estimate_id}/certificate": Row("viewer", "estimate", ok=409, switch="show_estimates"),
    "GET /portal/estimates/{estimate_id}/certificate/pdf": Row("viewer", "estimate", ok=409, switch="show_estimates"),
    "GET /portal/estimates/{estimate_id}/pdf": Row("viewer", "estimate", switch="show_estimates"),
    "GET /merchant/estimates": Row("support", named={"customer_id": "customer"}),
    "POST /merchant/estimates": Row("accountant", body=_estimate, named={"customer_id": "customer"}),
    "GET /merchant/estimates/{estimate_id}": Row("support", "estimate or draft"),
    "PATCH /merchant/estimates/{estimate_id}": Row("accountant", "estimate draft", _says(notes="New")),
    "POST /merchant/estimates/{estimate_id}/sending": Row("accountant", "estimate draft"),
    "POST /merchant/estimates/{estimate_id}/revision": Row("accountant", "estimate or draft", ok=409),
    "POST /merchant/estimates/{estimate_id}/invoice": Row("accountant", "estimate or draft", ok=409),
    "GET /merchant/estimates/{estimate_id}/certificate": Row("support", "estimate or draft", ok=409),
    "GET /merchant/estimates/{estimate_id}/certificate/pdf": Row("support", "estimate or draft", ok=409),
    "GET /merchant/estimates/{estimate_id}/pdf": Row("support", "estimate or draft"),
    "GET /merchant/estimates/{estimate_id}/comments": Row("support", "estimate or draft"),
    "POST /merchant/estimates/{estimate_id}/comments": Row(
        "support", "estimate or draft", _COMMENT, switch="allow_comments"
    ),
    "GET /merchant/invoices/{invoice_id}/comments": Row("support", "invoice or draft"),
    "POST /merchant/invoices/{invoice_id}/comments": Row(
        "support", "invoice or draft", _COMMENT, switch="allow_comments"
    ),
    "GET /merchant/subscriptions/{subscription_id}/comments": Row("support", "subscription"),
    "POST /merchant/subscriptions/{subscription_id}/comments": Row(
        "support", "subscription", _COMMENT, switch="allow_comments"
    ),
    "GET /merchant/messages": Row("support"),
    "POST /merchant/messages/{message_id}/replies": Row("support", "message", _says(body="One is a gift.")),
    "GET /merchant/reviews": Row("support"),
    "GET /merchant/erasure-requests": Row("support"),
    "POST /merchant/customers/{customer_id}/contacts/{contact_id}/erasure-request": Row("admin", "contact"),
    "GET /merchant/erasure-requests/{erasure_id}": Row("support", "erasure"),
    "POST /merchant/erasure-requests/{erasure_id}/erasure": Row("admin", "erasure"),
    "POST /merchant/erasure-requests/{erasure_id}/refusal": Row("admin", "erasure", _says(reason="A witness.")),
    "GET /merchant/staff": Row("support"),
    "POST /merchant/staff": Row("admin", body=_STAFF),
    "PATCH /merchant/staff/{staff_id}": Row("admin", "staff", _says(name="New")),
    "DELETE /merchant/staff/{staff_id}": Row("admin", "staff"),
    "POST /merchant/staff/{staff_id}/invitation": Row("admin", "staff"),
    "GET /merchant/organization": Row("support"),
    "PATCH /merchant/organization": Row("admin", body=_says(name="New")),
    "POST /merchant/organization/logo": Row("admin", body=_says(content=_picture())),
    "DELETE /merchant/organization/logo": Row("admin"),
    "PUT /merchant/portal": Row("admin"),
    "DELETE /merchant/portal": Row("owner"),
    "GET /merchant/portal-settings": Row("support"),
    "PATCH /merchant/portal-settings": Row("admin", body=_says(banner_message="New")),
    "GET /merchant/me": Row("support"),
    "PATCH /merchant/me": Row("support", body=_says(name="New")),
    "PUT /merchant/me/password": Row("support", body=_PASSWORDS),
    "GET /merchant/me/sessions": Row("support"),
    "DELETE /merchant/me/sessions": Row("support"),
    "DELETE /merchant/me/sessions/{session_id}": Row("support", "staff session"),
    "POST /merchant/me/totp": Row("support"),
    "POST /merchant/me/totp/confirmation": Row("support", body=_CODE, ok=409),
    "DELETE /merchant/me/totp": Row("support", ok=409),
    "POST /merchant/me/recovery-codes": Row("support", ok=409),
}

_GRACE = {"first_name": "Grace", "email": "grace@example.org"}
PUBLIC = {
    "GET /.well-known/jwks.json": Row(),
    "GET /health": Row(),
    "GET /openapi.json": Row(),
    "GET /portals/{portal}": Row(kind="portal", counted=True),
    "GET /portals/{portal}/verifications/{code}": Row(kind="proof", counted=True),
    "GET /portals/{portal}/plans/{plan_code}": Row(kind="plan on sale", counted=True),
    "POST /portals/{portal}/checkouts": Row(kind="portal", body=_says(plan_code="team", contact=_GRACE)),
    "GET /portals/{portal}/checkouts/{checkout_id}": Row(kind="checkout", counted=True),
    "POST /portals/{portal}/sessions": Row(kind="portal", body=_says(email="ada@example.com", password=PASSWORD)),
    "POST /portals/{portal}/sessions/passkey/options": Row(kind="portal"),
    "POST /portals/{portal}/sessions/passkey": Row(
        kind="portal",
        body=lambda here: json.loads(here.world.secrets["passkey"]),
        headers=_cookie("passkey_cookie"),
    ),
    "POST /portals/{portal}/sessions/refresh": Row(kind="portal", headers=_cookie("client_cookie")),
    "DELETE /portals/{portal}/sessions/current": Row(kind="portal", headers=_cookie("client_cookie"), alone=True),
    "POST /portals/{portal}/invitations/acceptance": Row(kind="portal", body=_token("client_invitation")),
    "POST /portals/{portal}/password-resets": Row(kind="portal", body=_says(email="ada@example.com")),
    "POST /portals/{portal}/password-resets/completion": Row(kind="portal", body=_token("client_reset")),
    "POST /portals/{portal}/email-changes/completion": Row(kind="portal", body=_link("email_change")),
    "POST /portals/{portal}/email-changes/reversal": Row(kind="portal", body=_link("email_reversal")),
    "POST /merchant/sessions": Row(body=_says(tenant="acme", email="owner@acme.example", password=PASSWORD)),
    "POST /merchant/sessions/refresh": Row(headers=_cookie("staff_cookie")),
    "DELETE /merchant/sessions/current": Row(headers=_cookie("staff_cookie"), alone=True),
    "POST /merchant/invitations/acceptance": Row(body=_token("staff_invitation")),
    "POST /merchant/password-resets": Row(body=_says(tenant="acme", email="owner@acme.example")),
    "POST /merchant/password-resets/completion": Row(body=_token("staff_reset")),
    "GET /calendars/{token}": Row(kind="feed", counted=True),
    "POST /webhooks/stripe/{tenant_id}": Row(kind="webhook", ok=400, raw=True),
    "GET /": Row(ok=404, raw=True),
    **{f"{method} /{{proxy+}}": Row(ok=404, raw=True) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")},
}

ROWS: dict[str, Row] = {**CLIENTS, **STAFF, **PUBLIC}
