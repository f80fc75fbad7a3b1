"""A pretended API for the site's own tests: canned answers, and a small memory of what was sent to it."""

# ruff: noqa: E501  (answers are data: a line each)

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.core import clock

TODAY = clock.today("Europe/Berlin")
Json = dict[str, Any]


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


FACE: Json = {
    "portal": "acme",
    "name": "Acme Robotics",
    "logo_url": None,
    "accent": "#1f6f5c",
    "locale": "en-GB",
    "languages": ["en", "de"],
    "enabled": True,
    "sign_in": {"password": True, "second_factor": False},
    "links": {"terms": "https://acme.example/terms", "privacy": "https://acme.example/privacy", "support": None},
}
USER: Json = {
    "id": "con_1",
    "email": "ada@lovelace.example",
    "name": "Ada Lovelace",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "phone": "+44 20 7946 0018",
    "role": "owner",
    "language": "en",
    "timezone": "Europe/Berlin",
    "customer_id": "cus_1",
    "second_factor": "off",
}
ACTIVITY = [
    {
        "id": f"aud_{number}",
        "at": f"2025-03-0{4 - number}T12:0{number}:00.000Z",
        "actor": {"kind": "client", "id": who, "name": name},
        "action": action,
        "subject_id": subject,
    }
    for number, (who, name, action, subject) in enumerate(
        [
            ("con_1", "Ada Lovelace", "estimate.accepted", "est_2"),
            ("con_2", "Charles Babbage", "invoice.forwarded", "inv_40"),
            ("con_3", None, "session.started", "con_3"),
        ]
    )
]
PEOPLE: list[Json] = [
    {"id": f"con_{n}", "customer_id": "cus_1", "first_name": first, "last_name": last, "email": f"{first or 'office'}@analytical.example".lower(), "phone": "", "role": role, "portal_status": status, "invited_at": None, "last_seen_at": None}
    for n, (first, last, role, status) in enumerate([("Ada", "Lovelace", "owner", "active"), ("Charles", "Babbage", "billing", "invited"), ("", "", "viewer", "disabled")], 1)
]  # fmt: skip
ERASURE: Json = {"id": "era_1", "contact_id": "con_2", "name": "Charles Babbage", "email": "charles@analytical.example", "status": "open", "requested_at": "2026-03-14T09:00:00Z", "decided_at": None, "reason": "", "obstacles": ["owner"]}  # fmt: skip
GRANT: Json = {"access_token": "header.payload.signature", "token_type": "Bearer", "expires_in": 600, "user": USER}
ADDRESS: Json = {
    "line1": "Torstraße 140",
    "line2": "",
    "city": "Berlin",
    "state": "",
    "postal_code": "10119",
    "country": "DE",
}
MERCHANT: Json = {
    "name": "Acme Robotics",
    "email": "billing@acme.example",
    "phone": "+49 30 901820",
    "address": ADDRESS,
    "website": "https://acme.example",
    "logo_url": None,
}


def invoice(n: int, status: str, due: int, total: int, balance: int, currency: str = "EUR", **more: Any) -> Json:
    net = round(total / 1.19)
    return {
        "id": f"inv_{n}",
        "number": f"2025-{n:04}",
        "status": status,
        "issue_date": day(due - 14),
        "due_date": day(due),
        "currency": currency,
        "subtotal": net,
        "tax_total": total - net,
        "total": total,
        "amount_paid": total - balance,
        "refunded": 0,
        "balance": balance,
        "customer_id": "cus_1",
        "subscription_id": None,
        "plan_code": None,
        "notes": "",
        "terms": "",
        "actions": ["pay", "forward"] if balance else ["forward"],
        **more,
    }


INVOICES = [
    invoice(42, "sent", 12, 248900, 248900),
    invoice(41, "viewed", 5, 59900, 59900, plan_code="robots-monthly", subscription_id="sub_1"),
    invoice(40, "overdue", -9, 132750, 132750),
    invoice(39, "partially_paid", 3, 120000, 70000),
    invoice(38, "paid", -30, 59900, 0, plan_code="robots-monthly", subscription_id="sub_1"),
    invoice(37, "paid", -44, 1894000, 0),
    invoice(36, "void", -50, 4500, 0),
    *[invoice(n, "paid", -60 - 30 * (35 - n), 59900, 0, plan_code="robots-monthly") for n in range(35, 5, -1)],
]
LINES = [
    ("Maintenance of assembly robots, March", "1", 85000),
    ("Field engineer on site, Munich plant", "2.5", 9000),
    ("Gripper pads, nitrile, pair", "40", 201),
]
PAYMENTS = [
    {
        "id": f"pay_{n}",
        "number": f"R-{n:04}",
        "date": day(-n * 17),
        "method": ["card", "bank_transfer", "card", "cash"][n % 4],
        "amount": [59900, 50000, 1894000, 59900][n % 4],
        "currency": "EUR",
        "refunded": 0,
        "credited": 0,
        "brand": ["visa", "", "mastercard", ""][n % 4],
        "last4": ["4242", "", "4444", ""][n % 4],
        "status": "succeeded",
        "reference": "",
        "invoices": [{"invoice_id": "inv_38", "number": "2025-0038", "amount": [59900, 50000, 1894000, 59900][n % 4]}],
    }
    for n in range(1, 12)
]
_BACK = {"date": day(-3), "kind": "refund", "amount": 50000, "to": "method"}
_GONE = {"status": "partially_refunded", "refunded": 50000, "refunding": 1900, "credited": 40000, "movements": [_BACK]}
PAYMENT_DETAILS = [
    {"refunding": 0, "movements": [], **one, **(_GONE if one["id"] == "pay_2" else {})} for one in PAYMENTS
]
SUBSCRIPTION: Json = {
    "id": "sub_1",
    "plan_code": "robots-monthly",
    "plan_name": "Robot care",
    "quantity": 3,
    "amount": 59900,
    "currency": "EUR",
    "interval": "month",
    "interval_count": 1,
    "status": "live",
    "created_at": "2024-02-03T09:30:00Z",
    "current_term_start": day(-10),
    "current_term_end": day(20),
    "next_billing_date": day(20),
    "cancel_at": None,
    "pending": None,
    "paused_at": None,
    "collection": "online",
    "payment_method_id": "pm_1",
    "actions": ["cancel"],
    "history": [
        {"at": "2024-08-02T09:30:00Z", "event": "cancellation_undone", "by": "client"},
        {"at": "2024-08-01T09:30:00Z", "event": "cancellation_scheduled", "by": "staff"},
        {"at": "2024-03-03T04:00:00Z", "event": "renewed", "by": ""},
        {"at": "2024-02-03T09:30:00Z", "event": "started", "by": "staff"},
    ],
    "ending": None,
}
CANCELLATION: Json = {
    "options": [
        {"when": "end_of_term", "ends_on": day(20), "credit": 0, "currency": "EUR"},
        {"when": "now", "ends_on": day(0), "credit": 0, "currency": "EUR"},
    ],
    "reasons": ["too_expensive", "missing_features", "unused", "other"],
}
ENDING: Json = SUBSCRIPTION | {
    "status": "non_renewing",
    "cancel_at": day(20),
    "next_billing_date": None,
    "actions": ["undo_cancellation", "cancel"],
}
COMPANY: Json = {
    "id": "cus_1",
    "display_name": "Analytical Engines Ltd",
    "company_name": "Analytical Engines Limited",
    "tax_id": "GB987654321",
    "email": "books@engines.example",
    "phone": "",
    "billing_address": {
        **ADDRESS,
        "line1": "12 St James’s Square",
        "city": "London",
        "postal_code": "SW1Y 4JH",
        "country": "GB",
    },
    "shipping_address": {"line1": "", "line2": "", "city": "", "state": "", "postal_code": "", "country": ""},
}
CARDS = [
    {"id": "pm_1", "type": "card", "brand": "visa", "last4": "4242", "exp_month": 4, "exp_year": 2031, "mandate": "", "is_default": True},
    {"id": "pm_2", "type": "sepa_debit", "brand": "", "last4": "3000", "exp_month": None, "exp_year": None, "mandate": "ACME-3000-7", "is_default": False},
]  # fmt: skip
_OFFER_LINE: Json = {
    "description": "Robot arm with gripper",
    "quantity": "2",
    "unit_price": 245000,
    "tax_rate": "19",
    "tax_category": "S",
    "amount": 490000,
}
_OFFER: Json = {
    "revision": 1, "date": day(-9), "expiry_date": day(21), "currency": "EUR", "lines": [_OFFER_LINE],
    "taxes": [{"name": "VAT", "rate": "19", "category": "S", "reason": "", "base": 490000, "amount": 93100}],
    "subtotal": 490000, "tax_total": 93100, "total": 583100, "notes": "As we discussed.", "terms": "Delivery within 6 weeks.",
    "sent_at": "2025-03-01T08:00:00Z", "content_sha256": "ab" * 32, "terms_sha256": "cd" * 32, "answer": None,
}  # fmt: skip
_DECLINED: Json = {
    "kind": "declined",
    "at": "2025-03-02T08:00:00Z",
    "name": "Ada Lovelace",
    "reason": "Three arms are too many.",
}
_FIRST_OFFER: Json = {
    **_OFFER, "date": day(-20), "total": 951405, "answer": _DECLINED,
    "lines": [{**_OFFER_LINE, "quantity": "3", "amount": 735000}, {**_OFFER_LINE, "description": "Training of two days", "quantity": "1", "unit_price": 64500, "amount": 64500}],
}  # fmt: skip
ESTIMATE: Json = {
    **_OFFER, "id": "est_1", "number": "EST-00007", "customer_id": "cus_1", "status": "viewed", "revision": 2, "decline_reason": None,
    "invoice_id": None, "created_at": "2025-03-01T08:00:00Z", "viewed_at": None, "actions": ["accept", "decline"],
    "seller": None, "buyer": None, "certificate_sha256": None,
    "revisions": [_FIRST_OFFER, {**_OFFER, "revision": 2}],
}  # fmt: skip
ACCEPTED: Json = {
    **ESTIMATE, "id": "est_2", "number": "EST-00005", "status": "accepted", "actions": [], "certificate_sha256": "ef" * 32,
    "answer": {"kind": "accepted", "at": "2025-03-02T09:30:00Z", "name": "Ada Lovelace", "reason": ""}, "revisions": [_OFFER],
}  # fmt: skip
DASHBOARD: Json = {
    "customer": {"id": "cus_1", "display_name": "Analytical Engines Ltd"},
    "merchant": MERCHANT,
    "banner": "Our workshop is closed from 24 to 28 December. Urgent repairs: +49 30 901821.",
    "outstanding": [{"currency": "EUR", "amount": 511550, "overdue": 132750, "count": 4}],
    "credits": [{"currency": "EUR", "amount": 2500}],
    "last_payment": PAYMENTS[0],
    "next_renewal": {"date": day(20), "plan_name": "Robot care", "amount": 59900, "currency": "EUR"},
    "estimates_to_review": 1,
    "due_invoices": [INVOICES[2], INVOICES[3], INVOICES[1], INVOICES[0]],
    "features": {
        "estimates": True,
        "subscriptions": True,
        "projects": True,
        "pay": True,
        "forward": True,
        "cancel": False,
        "profile_edit": True,
        "company_edit": True,
        "payment_method_update": True,
        "payment_method_add": True,
        "partial_payment": False,
        "merchant_mail": True,
        "reviews": True,
        "comments": True,
    },
}
OURS: Json = {"name": "Ada Lovelace", "kind": "client"}
THEIRS: Json = {"name": "Grace Hopper", "kind": "staff"}
COMMENTS: list[Json] = [
    {"id": "com_2", "author": THEIRS, "text": "One of them is a gift.\nWe wrote it on page two.", "created_at": f"{day(-1)}T09:30:00.000Z"},
    {"id": "com_1", "author": OURS, "text": "Why two arms? We ordered one.", "created_at": f"{day(-2)}T16:05:00.000Z"},
]  # fmt: skip
REPLY: Json = {
    "id": "rep_1",
    "author": THEIRS,
    "body": "Yes, on Tuesday at nine.",
    "created_at": f"{day(-3)}T10:12:00.000Z",
}
MESSAGES: list[Json] = [
    {"id": "msg_2", "author": OURS, "subject": "Cable of the second arm", "body": "It is too short by a metre.\nCould you send a longer one?", "created_at": f"{day(-1)}T08:00:00.000Z", "updated_at": f"{day(-1)}T08:00:00.000Z", "replies": []},
    {"id": "msg_1", "author": OURS, "subject": "Maintenance in April", "body": "Could somebody come in the first week?", "created_at": f"{day(-4)}T15:40:00.000Z", "updated_at": f"{day(-3)}T10:12:00.000Z", "replies": [REPLY]},
]  # fmt: skip
REVIEW: Json = {
    "rating": 4,
    "comment": "Always there for us. Cables could be longer.",
    "updated_at": f"{day(-9)}T10:00:00.000Z",
}
PROOF: Json = {
    "number": "2025-0040",
    "issue_date": day(-23),
    "currency": "EUR",
    "total": 132750,
    "void": False,
    "payee": "Acme Robotics GmbH",
    "payee_account": {"holder": "", "iban": "DE02120300000000202051", "bic": "BYLADEM1001", "bank": "DKB"},
    "sha256": hashlib.sha256(b"%PDF-1.7 as issued").hexdigest(),
}


def _moved(date: str, kind: str, booked: int, amount: int, balance: int, number: str = "2025-0039") -> dict[str, Any]:
    share = {"invoice_id": "inv_39", "number": number, "amount": booked}
    return {
        "date": date,
        "kind": kind,
        "booked": booked,
        "amount": amount,
        "balance": balance,
        "invoices": [share],
        "payment_id": None,
    }


STATEMENT = {
    "since": "2025-01-01",
    "until": "2025-03-03",
    "currencies": [
        {
            "currency": "EUR",
            "opening": 11900,
            "movements": [
                _moved("2025-01-08", "invoice", 132750, 132750, 144650),
                _moved("2025-01-20", "payment", 150000, -150000, -5350),
                _moved("2025-02-01", "invoice", 50000, 50000, 44650, "2025-0040"),
                _moved("2025-02-02", "credit", 5350, 0, 44650, "2025-0040"),
                _moved("2025-02-14", "refund", 2000, 0, 44650),
            ],
            "closing": 44650,
            "ageing": {"not_due": 0, "days_1_30": 44650, "days_31_60": 0, "days_61_90": 0, "over_90": 0, "credit": 0},
        },
        {
            "currency": "USD",
            "opening": 0,
            "movements": [],
            "closing": -1000,
            "ageing": {"not_due": 0, "days_1_30": 0, "days_31_60": 0, "days_61_90": 0, "over_90": 0, "credit": 1000},
        },
    ],
}
SESSIONS = [
    {"id": "ses_1", "device": "Firefox on Linux", "created_at": "2025-03-01T08:00:00Z", "last_used_at": "2025-03-03T12:05:00Z", "current": True},
    {"id": "ses_2", "device": "Safari on iPhone", "created_at": "2025-02-11T18:30:00Z", "last_used_at": "2025-03-02T21:40:00Z", "current": False},
]  # fmt: skip


def problem(status: int, code: str, detail: str, errors: list[tuple[str, str]] | None = None) -> "Answer":
    found = [{"path": path, "message": message} for path, message in errors or []]
    return Answer(status, {"type": "about:blank", "title": "", "status": status, "code": code, "detail": detail, "errors": found}, kind="application/problem+json")  # fmt: skip


@dataclass
class Answer:
    status: int
    body: Any = None
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body if isinstance(self.body, str) else "" if self.body is None else json.dumps(self.body)


class CannedApi:
    """Answers by method and path; ``overrides`` come first, ``sent`` remembers everything."""

    def __init__(self) -> None:
        self.overrides: dict[str, list[Answer] | Answer] = {}
        self.sent: list[tuple[str, Json, dict[str, str]]] = []

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], body: Json, headers: dict[str, str]
    ) -> Answer:
        route = f"{method} {path}"
        self.sent.append((route, body, headers))
        if route in self.overrides:
            found = self.overrides[route]
            return found if isinstance(found, Answer) else found.pop(0) if len(found) > 1 else found[0]
        if path.startswith("/portal/") and headers.get("authorization") != "Bearer header.payload.signature":
            return problem(401, "not_signed_in", "Please sign in.")
        for pattern, known in ANSWERS.items():
            match = re.fullmatch(pattern, route)
            if match:
                return known if isinstance(known, Answer) else known(query, *match.groups())
        return problem(404, "not_found", "There is nothing here, or it is not yours to see.")


def page_of(items: list[Json], query: dict[str, list[str]]) -> Answer:
    start, limit = int(query.get("cursor", ["0"])[0]), int(query.get("limit", ["25"])[0])
    more = start + limit < len(items)
    return Answer(200, {"items": items[start : start + limit], "next_cursor": str(start + limit) if more else None})


def browse_invoices(query: dict[str, list[str]]) -> Answer:
    wanted = set(query.get("status", []))
    if "open" in wanted:
        wanted |= {"sent", "viewed", "overdue", "partially_paid"}
    plan = query.get("plan", [None])[0]
    return page_of(
        [i for i in INVOICES if (not wanted or i["status"] in wanted) and plan in (None, i["plan_code"])], query
    )


def show_invoice(query: dict[str, list[str]], number: str) -> Answer:
    found = next((i for i in INVOICES if i["id"] == f"inv_{number}"), None)
    if not found:
        return problem(404, "not_found", "There is nothing here, or it is not yours to see.")
    lines = [
        {"description": d, "quantity": q, "unit_price": p, "tax_rate": "19", "amount": round(float(q) * p)}
        for d, q, p in LINES
    ]
    paid = found["amount_paid"]
    payments = (
        [{"id": "pay_1", "date": day(-17), "method": "card", "amount": paid, "status": "succeeded"}] if paid else []
    )
    taxes = [{"name": "VAT", "rate": "19", "base": found["subtotal"], "amount": found["tax_total"]}]
    seller = {"name": "Acme Robotics GmbH", "address": ADDRESS, "tax_id": "DE123456789"}
    buyer = {"name": "Analytical Engines Ltd", "address": {**ADDRESS, "line1": "12 St James’s Square", "city": "London", "postal_code": "SW1Y 4JH", "country": "GB"}, "tax_id": "GB987654321"}  # fmt: skip
    more = {"lines": lines, "taxes": taxes, "payments": payments, "sha256": "9f" * 32, "seller": seller, "buyer": buyer}
    notes = {"notes": "Thank you for choosing us.", "terms": "Payable within 14 days without deduction."}
    return Answer(200, {**found, **more, **notes})


def one_of(items: list[Json]) -> Any:
    def answer(query: dict[str, list[str]], item_id: str) -> Answer:
        found = next((item for item in items if item["id"] == item_id), None)
        return (
            Answer(200, found)
            if found
            else problem(404, "not_found", "There is nothing here, or it is not yours to see.")
        )

    return answer


def attempt(status: str, **more: Any) -> Json:
    return {"id": "att_1", "status": status, "amount": 132750, "currency": "EUR", "redirect_url": None, "failure_code": None, "invoice_id": "inv_40", "invoice_ids": ["inv_40"], "payment_id": None, **more}  # fmt: skip


def pack(status: str, **more: Any) -> Json:
    times = {"url_expires_at": None, "created_at": "2025-03-03T09:00:00Z", "expires_at": "2025-03-10T09:00:00Z"}
    days = {"since": "2025-01-01", "until": "2025-03-03"}
    url = "/files/pack.zip" if status == "ready" else None
    return {"id": "pak_1", "status": status, "progress": 40, "files": 12, "size": None, "sha256": None, "url": url, **times, **days, **more}  # fmt: skip


def own_export(status: str, **more: Any) -> Json:
    days = ("since", "until")
    return {
        **{name: value for name, value in pack(status).items() if name not in days},
        "id": "own_1",
        "rows": 80,
        **more,
    }


PROJECT: Json = {
    "id": "prj_1",
    "customer_id": "cus_1",
    "name": "New robot arm",
    "status": "active",
    "description": "From the drawing to the first move.",
    "hours_budgeted": "40",
    "hours_logged": "13.25",
    "created_at": f"{day(-20)}T09:00:00Z",
    "tasks": [
        {"id": "tsk_1", "name": "Design", "status": "done", "hours_budgeted": "10", "hours_logged": "9.5"},
        {"id": "tsk_2", "name": "Fingers", "status": "open", "hours_budgeted": None, "hours_logged": "3.75"},
    ],
}
HOURS: list[Json] = [
    {
        "id": f"tim_{n}",
        "date": day(-n * 3),
        "task": task,
        "task_id": None,
        "person": person,
        "hours": hours,
        "notes": notes,
        "billed": n > 2,
    }
    for n, (task, person, hours, notes) in enumerate(
        [
            ("Fingers", "Grace Hopper", "3.75", "Three of five"),
            ("Design", "Grace Hopper", "2.5", ""),
            ("", "Edsger D.", "4", "Kick-off"),
            ("Design", "Edsger D.", "3", ""),
        ]
    )
]
OFFERED: Json = {
    "code": "pro",
    "name": "Robot care",
    "description": "Inspection, spare parts and a person who answers the phone.",
    "amount": 29500,
    "currency": "EUR",
    "interval": "month",
    "interval_count": 1,
    "trial_days": 0,
    "setup_fee": 5000,
    "tax_rate": "19",
}

ANSWERS: dict[str, Any] = {
    r"GET /portals/acme": Answer(200, FACE),
    r"GET /portals/acme/verifications/K7Q2M9XHB4TD": Answer(200, PROOF),
    r"GET /portals/acme/plans/pro": Answer(200, OFFERED),
    r"GET /portals/acme/plans/try": Answer(200, {**OFFERED, "code": "try", "trial_days": 14, "setup_fee": 0}),
    r"POST /portals/acme/checkouts": Answer(201, {"id": "chk_1", "redirect_url": "/acme/subscribe/pro/return?checkout=chk_1"}),
    r"GET /portals/acme/checkouts/chk_1": Answer(200, {"id": "chk_1", "status": "complete", "plan_code": "pro", "plan_name": "Robot care"}),
    r"GET /portal/projects": Answer(200, {"items": [PROJECT], "next_cursor": None}),
    r"GET /portal/projects/prj_1": Answer(200, PROJECT),
    r"GET /portal/projects/prj_1/timesheets": Answer(200, {"items": HOURS, "next_cursor": None}),
    r"POST /portals/acme/sessions": Answer(200, GRANT),
    r"POST /portals/acme/sessions/refresh": Answer(200, GRANT),
    r"DELETE /portals/acme/sessions/current": Answer(204),
    r"POST /portals/acme/invitations/acceptance": Answer(200, GRANT),
    r"POST /portals/acme/password-resets": Answer(202, {}),
    r"POST /portals/acme/password-resets/completion": Answer(204),
    r"POST /portals/acme/email-changes/completion": Answer(204),
    r"POST /portals/acme/email-changes/reversal": Answer(204),
    r"POST /portal/me/email-changes": Answer(202, {}),
    r"GET /portal/dashboard": Answer(200, DASHBOARD),
    r"GET /portal/me": Answer(200, USER),
    r"PATCH /portal/me": Answer(200, USER),
    r"PUT /portal/me/password": Answer(204),
    r"GET /portal/company": Answer(200, COMPANY),
    r"PATCH /portal/company": Answer(200, COMPANY),
    r"GET /portal/me/sessions": Answer(200, {"items": SESSIONS, "next_cursor": None}),
    r"DELETE /portal/me/sessions/(\w+)": lambda query, name: Answer(204),
    r"GET /portal/me/passkeys": Answer(200, {"items": [{"id": "pky_1", "name": "Safari, iPhone", "created_at": "2025-02-03T09:00:00Z", "last_used_at": "2025-03-02T21:40:00Z"}]}),
    r"GET /portal/me/calendar": Answer(200, {"active": False, "created_at": None}),
    r"POST /portal/me/calendar": Answer(201, {"url": "https://portal.example.com/api/calendars/cal_eV3kJ0bq9s2XyNwT7uQh4LcZr1mPa6Gd8fKoBiYvReU", "created_at": "2025-03-03T09:00:00Z"}),
    r"DELETE /portal/me/calendar": Answer(204),
    r"POST /portal/payment-methods": Answer(201, {"id": "set_1", "redirect_url": "/acme/account/cards/return?setup=set_1"}),
    r"POST /portal/payment-methods/(\w+)/replacement": lambda query, name: Answer(201, {"id": "set_1", "redirect_url": "/acme/account/cards/return?setup=set_1"}),
    r"GET /portal/payment-method-setups/(\w+)": lambda query, name: Answer(200, {"id": name, "status": "complete"}),
    r"GET /portal/activity": lambda query: page_of(ACTIVITY, query),
    r"GET /portal/erasure-requests": Answer(200, {"items": [ERASURE], "next_cursor": None}),
    r"POST /portal/erasure-requests": Answer(202, ERASURE),
    r"DELETE /portal/erasure-requests/(\w+)": lambda query, name: Answer(204),
    r"GET /portal/people": Answer(200, {"items": PEOPLE, "next_cursor": None}),
    r"POST /portal/people": Answer(201, {**PEOPLE[1], "portal_status": "invited"}),
    r"PATCH /portal/people/(\w+)": lambda query, name: Answer(200, PEOPLE[1]),
    r"DELETE /portal/people/(\w+)": lambda query, name: Answer(204),
    r"GET /portal/customers": Answer(200, {"items": [{"id": "cus_1", "display_name": "Analytical Engines Ltd", "current": True}, {"id": "cus_2", "display_name": "Difference Works", "current": False}], "next_cursor": None}),
    r"POST /portal/customers/(\w+)/selection": lambda query, name: Answer(200, GRANT),
    r"GET /portal/estimates": lambda query: page_of([ESTIMATE, ACCEPTED], query),
    r"GET /portal/estimates/(\w+)": one_of([ESTIMATE, ACCEPTED]),
    r"GET /portal/estimates/(\w+)/(?:certificate/)?pdf": lambda query, name: Answer(200, {"url": f"/files/{name}.pdf", "sha256": "9f" * 32, "expires_at": "2030-01-01T00:00:00Z"}),
    r"POST /portal/estimates/(\w+)/views": lambda query, name: Answer(204),
    r"POST /portal/estimates/(\w+)/(?:acceptance|decline)": lambda query, name: Answer(200, ACCEPTED),
    r"GET /portal/(?:estimates|invoices|subscriptions)/(\w+)/comments": lambda query, name: page_of(COMMENTS, query),
    r"POST /portal/(?:estimates|invoices|subscriptions)/(\w+)/comments": lambda query, name: Answer(201, COMMENTS[1]),
    r"GET /portal/merchant/messages": lambda query: page_of(MESSAGES, query),
    r"POST /portal/merchant/messages": Answer(201, MESSAGES[0]),
    r"POST /portal/merchant/messages/(\w+)/replies": lambda query, name: Answer(201, MESSAGES[1]),
    r"GET /portal/merchant/review": Answer(200, REVIEW),
    r"PUT /portal/merchant/review": Answer(200, REVIEW),
    r"GET /portal/subscriptions": lambda query: page_of([SUBSCRIPTION], query),
    r"GET /portal/subscriptions/(\w+)": one_of([SUBSCRIPTION]),
    r"GET /portal/subscriptions/(\w+)/cancellation-preview": lambda query, name: Answer(200, CANCELLATION),
    r"POST /portal/subscriptions/(\w+)/cancellation": lambda query, name: Answer(200, ENDING),
    r"DELETE /portal/subscriptions/(\w+)/cancellation": lambda query, name: Answer(200, SUBSCRIPTION),
    r"GET /portal/invoices": browse_invoices,
    r"GET /portal/invoices/inv_(\d+)": show_invoice,
    r"GET /portal/invoices/(\w+)/pdf": lambda query, name: Answer(200, {"url": f"/files/{name}.pdf", "sha256": "9f" * 32, "expires_at": "2030-01-01T00:00:00Z"}),
    r"GET /portal/invoices/(\w+)/xml": lambda query, name: Answer(200, "<Invoice/>", kind="application/xml"),
    r"POST /portal/invoices/(\w+)/views": lambda query, name: Answer(204),
    r"POST /portal/invoices/(\w+)/forwards": lambda query, name: Answer(202, {}),
    r"POST /portal/invoices/(\w+)/payments": lambda query, name: Answer(201, attempt("succeeded", payment_id="pay_1")),
    r"POST /portal/payments": Answer(201, attempt("succeeded", payment_id="pay_1", amount=192650, invoice_ids=["inv_40", "inv_41"])),
    r"GET /portal/payment-attempts/(\w+)": lambda query, name: Answer(200, attempt("succeeded", payment_id="pay_1")),
    r"GET /portal/payments": lambda query: page_of(PAYMENTS, query),
    r"GET /portal/statement": Answer(200, STATEMENT),
    r"POST /portal/packs": Answer(202, pack("queued")),
    r"GET /portal/packs/pak_1": Answer(200, pack("ready")),
    r"POST /portal/exports": Answer(202, own_export("queued")),
    r"GET /portal/exports/own_1": Answer(200, own_export("ready")),
    r"GET /portal/statement/csv": Answer(200, "Currency", kind="text/csv"),
    r"GET /portal/payments/(\w+)": one_of(PAYMENT_DETAILS),
    r"GET /portal/payments/(\w+)/receipt": lambda query, name: Answer(200, {"url": f"/files/{name}.pdf", "sha256": "9f" * 32, "expires_at": "2030-01-01T00:00:00Z"}),
    r"GET /portal/payment-methods": Answer(200, {"items": CARDS, "next_cursor": None}),
    r"GET /portal/merchant": Answer(200, MERCHANT),
}  # fmt: skip
