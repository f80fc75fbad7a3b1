"""A pretended API for the console's own tests: what a merchant with a few customers gets to see."""

# ruff: noqa: E501  (answers are data: a line each)

from tests.browser.canned import (
    ACCEPTED,
    ADDRESS,
    COMMENTS,
    ERASURE,
    ESTIMATE,
    HOURS,
    INVOICES,
    LINES,
    MESSAGES,
    OURS,
    PAYMENTS,
    PROJECT,
    REVIEW,
    SESSIONS,
    SUBSCRIPTION,
    Answer,
    Json,
)

OLIVIA: Json = {"id": "stf_1", "email": "olivia@acme.example", "name": "Olivia Brandt", "role": "owner", "language": "en", "status": "active", "tenant_id": "ten_1", "portal": "acme", "second_factor": "off"}  # fmt: skip
ORGANIZATION: Json = {
    "id": "ten_1",
    "name": "Acme Robotics",
    "email": "billing@acme.example",
    "phone": "+49 30 901820",
    "website": "https://acme.example",
    "address": ADDRESS,
    "accent": "#1f6f5c",
    "currency": "EUR",
    "timezone": "Europe/Berlin",
    "locale": "en",
    "tax_id": "",
    "vat_id": "DE123456789",
    "payee_account": {"holder": "Acme Robotics GmbH", "iban": "DE02 1203 0000 0000 2020 51", "bic": "BYLADEM1001", "bank": "Demo Bank"},
    "logo_url": None,
}  # fmt: skip
SETTINGS: Json = {
    "enabled": True,
    "portal_name": "acme",
    "banner_message": "Our workshop is closed from 24 to 28 December.",
    "auto_enable_for_hosted_checkout": False,
    "allow_forwarding": True,
    "allow_profile_edit": True,
    "allow_company_edit": True,
    "allow_payment_method_update": True,
    "allow_payment_method_add": False,
    "cancellation": {"immediately": False, "end_of_term": False},
    "show_projects_and_timesheets": False,
    "show_estimates": True,
    "invoice_on_acceptance": "none",
    "show_subscriptions": True,
    "allow_merchant_mail": True,
    "allow_reviews": False,
    "allow_comments": True,
    "notify_staff_of_activity": True,
    "notify_clients_of_comments": True,
    "allow_partial_payment": False,
    "minimum_payment": 0,
    "require_second_factor": False,
    "staff_second_factor": "optional",
    "languages": ["en", "de"],
    "links": {"terms": "https://acme.example/terms", "privacy": None, "support": None},
    "url": "http://localhost:8080/acme",
}
GATEWAY: Json = {"connected": True, "provider": "stripe", "account_id": "acct_1", "account_name": "Acme Robotics GmbH", "livemode": False, "country": "DE", "default_currency": "EUR", "charges_enabled": True, "webhook_url": "http://localhost:8080/api/webhooks/stripe/ten_1", "connected_at": "2025-03-01T08:00:00Z"}  # fmt: skip


def customer(n: int, name: str, outstanding: int) -> Json:
    return {
        "id": f"cus_{n}",
        "display_name": name,
        "company_name": f"{name} Ltd",
        "email": f"accounts@customer-{n}.example",
        "phone": "+44 20 7946 0018",
        "currency": "EUR",
        "tax_id": "GB123456789",
        "language": "en",
        "billing_address": ADDRESS,
        "shipping_address": {},
        "outstanding": [{"currency": "EUR", "amount": outstanding}],
        "credit": [{"currency": "EUR", "amount": 2500}],
        "created_at": "2025-01-07T10:00:00Z",
    }


def contact(n: int, name: str, role: str, status: str, problem: str | None = None) -> Json:
    return {"id": f"con_{n}", "customer_id": "cus_1", "first_name": name, "last_name": "Lovelace", "email": f"{name.lower()}@lovelace.example", "phone": "", "role": role, "language": "en", "timezone": None, "portal_status": status, "mail_problem": problem and {"kind": problem, "at": "2025-03-02T23:30:00.000Z", "reason": "General"}, "invited_at": None, "last_seen_at": None, "created_at": "2025-01-07T10:00:00Z"}  # fmt: skip


def colleague(n: int, name: str, role: str, status: str) -> Json:
    return {"id": f"stf_{n}", "name": name, "email": f"{name.split()[0].lower()}@acme.example", "role": role, "status": status, "language": "en", "invited_at": None, "last_seen_at": "2025-03-03T12:05:00Z" if status == "active" else None, "created_at": "2025-01-07T10:00:00Z"}  # fmt: skip


def listed(*items: Json) -> Answer:
    return Answer(200, {"items": list(items), "next_cursor": None})


def detailed(n: int, status: str, actions: list[str]) -> Answer:
    found = next(one for one in INVOICES if one["id"] == f"inv_{n}")
    lines = [{"description": d, "quantity": q, "unit_price": p, "tax_rate": "19", "amount": round(float(q) * p)} for d, q, p in LINES]  # fmt: skip
    buyer = {
        "name": "Analytical Engines Ltd",
        "contact": "",
        "address": ADDRESS,
        "tax_id": None,
        "email": "",
        "phone": "",
    }
    more = {"number": None if status == "draft" else found["number"], "status": status, "actions": actions, "lines": lines, "taxes": [{"name": "VAT", "rate": "19", "base": found["subtotal"], "amount": found["tax_total"]}]}  # fmt: skip
    rest = {"payments": [], "seller": None, "buyer": buyer, "sha256": "9f" * 32, "created_at": "2025-03-01T08:00:00Z", "issued_at": "2025-03-01T08:00:00Z", "viewed_at": None, "voided_at": None, "terms": "Payable within 14 days."}  # fmt: skip
    return Answer(200, {**found, **more, **rest})


def settlement(n: int, method: str, amount: int, refunded: int = 0, status: str = "succeeded") -> Json:
    return {"id": f"pay_{n}", "date": f"2026-10-{n + 10}", "method": method, "amount": amount, "refunded": refunded, "status": status}  # fmt: skip


def part_paid(**changes: object) -> Answer:
    """An invoice of €1,200.00 on which €500.00 were paid, by card and by transfer, and €50.00 of the transfer went back."""
    actions = ["send", "record_payment", "write_off", "apply_credit", "refund", "download", "print"]
    paid = [settlement(1, "card", 30000), settlement(2, "bank_transfer", 20000, refunded=5000)]
    return Answer(200, {**detailed(39, "partially_paid", actions).body, "payments": paid, "refunded": 5000, **changes})


def granted(**changes: str) -> Answer:
    grant = {"access_token": "header.payload.signature", "token_type": "Bearer", "expires_in": 600}
    return Answer(200, {**grant, "user": {**OLIVIA, **changes}})


ENGINES, WORKS = customer(1, "Analytical Engines", 511550), customer(2, "Difference Works", 0)
BOARD: Json = {
    "portal": {"enabled": True, "url": "http://localhost:8080/acme"},
    "outstanding": [{"currency": "EUR", "amount": 511550, "overdue": 132750, "count": 4}],
    "overdue_invoices": [INVOICES[2]],
    "recent_payments": [{**payment, "customer_name": "Analytical Engines"} for payment in PAYMENTS[:5]],
}
NEW_BOARD: Json = {"portal": {"enabled": False, "url": "http://localhost:8080/acme"}, "outstanding": [], "overdue_invoices": [], "recent_payments": []}  # fmt: skip
PEOPLE = [contact(1, "Ada", "owner", "active"), contact(2, "Byron", "viewer", "invited", "complaint"), contact(3, "Clara", "billing", "disabled"), contact(4, "Dora", "billing", "bounced", "bounce")]  # fmt: skip
ASKED: Json = {**ERASURE, "customer_id": "cus_1", "customer_name": "Analytical Engines Ltd", "side": "client"}
TEAM = [colleague(1, "Olivia Brandt", "owner", "active"), colleague(2, "Sam Reyes", "accountant", "invited"), colleague(3, "Kim Novak", "support", "disabled")]  # fmt: skip

PLAN: Json = {
    "id": "pln_1",
    "code": "robots-monthly",
    "name": "Robot care",
    "description": "",
    "amount": 59900,
    "currency": "EUR",
    "interval": "month",
    "interval_count": 1,
    "trial_days": 14,
    "setup_fee": 0,
    "tax_rate": "19",
    "active": True,
}
PLANS = [
    PLAN,
    {
        **PLAN,
        "id": "pln_2",
        "code": "fleet",
        "name": "Fleet care",
        "amount": 149000,
        "interval_count": 3,
        "active": True,
    },
    {**PLAN, "id": "pln_3", "code": "old", "name": "Robot care 2023", "active": False},
]
SUBSCRIBED: Json = {
    **SUBSCRIPTION,
    "customer_id": "cus_1",
    "tax_rate": "19",
    "actions": ["cancel", "change", "pause"],
    "pending": {
        "plan_code": "fleet",
        "plan_name": "Fleet care",
        "quantity": 2,
        "amount": 149000,
        "tax_rate": "19",
        "interval": "month",
        "interval_count": 3,
    },
}
PAUSED: Json = {
    **SUBSCRIBED,
    "id": "sub_2",
    "status": "paused",
    "paused_at": "2025-03-01T08:00:00Z",
    "next_billing_date": None,
    "pending": None,
    "actions": ["cancel", "resume"],
}
CHANGE: Json = {
    "when": "now",
    "effective_on": "2030-03-16",
    "plan_code": "fleet",
    "plan_name": "Fleet care",
    "quantity": 3,
    "amount": 149000,
    "currency": "EUR",
    "days_in_term": 31,
    "days_left": 16,
    "due_now": 68516,
    "next_price": 447000,
    "next_billing_date": "2030-04-01",
}
DECLINED_OFFER: Json = {**ESTIMATE, "id": "est_3", "status": "declined", "decline_reason": "Three arms are too many."}
OFFER_DRAFT: Json = {
    **ESTIMATE,
    "id": "est_4",
    "number": None,
    "status": "draft",
    "revision": 1,
    "actions": ["edit", "send"],
    "revisions": ESTIMATE["revisions"][1:],
}

ANSWERS: dict[str, Answer | list[Answer]] = {
    "POST /merchant/sessions": granted(),
    "POST /merchant/sessions/refresh": granted(),
    "DELETE /merchant/sessions/current": Answer(204),
    "POST /merchant/invitations/acceptance": granted(),
    "POST /merchant/password-resets": Answer(202, {}),
    "POST /merchant/password-resets/completion": Answer(204),
    "GET /merchant/organization": Answer(200, ORGANIZATION),
    "GET /merchant/portal-settings": Answer(200, SETTINGS),
    "GET /merchant/gateway": Answer(200, GATEWAY),
    "GET /merchant/plans": listed(*PLANS),
    "GET /merchant/projects": listed(PROJECT),
    "GET /merchant/projects/prj_1": Answer(200, PROJECT),
    "PATCH /merchant/projects/prj_1": Answer(200, PROJECT),
    "GET /merchant/projects/prj_1/timesheets": listed(*HOURS),
    "POST /merchant/projects/prj_1/timesheets": Answer(201, HOURS[0]),
    "GET /merchant/plans/pln_1": Answer(200, PLAN),
    "GET /merchant/subscriptions": listed(SUBSCRIBED, PAUSED),
    "GET /merchant/subscriptions/sub_1": Answer(200, SUBSCRIBED),
    "GET /merchant/subscriptions/sub_2": Answer(200, PAUSED),
    "GET /merchant/overview": Answer(200, BOARD),
    "GET /merchant/customers": listed(ENGINES, WORKS),
    "POST /merchant/customers": Answer(201, WORKS),
    "GET /merchant/customers/cus_1": Answer(200, ENGINES),
    "GET /merchant/customers/cus_2": Answer(200, WORKS),
    "GET /merchant/customers/cus_1/contacts": listed(*PEOPLE),
    "GET /merchant/customers/cus_2/contacts": listed(),
    "POST /merchant/customers/cus_1/contacts": Answer(201, PEOPLE[2]),
    "PUT /merchant/customers/cus_1/contacts/con_3/portal-access": Answer(202, PEOPLE[2]),
    "DELETE /merchant/customers/cus_1/contacts/con_1/portal-access": Answer(204),
    "DELETE /merchant/customers/cus_1/contacts/con_2/mail-problem": Answer(204),
    "GET /merchant/invoices": listed(*INVOICES[:7]),
    "GET /merchant/invoices/inv_40": detailed(40, "overdue", ["send", "void", "record_payment", "download", "print"]),
    "GET /merchant/invoices/inv_39": part_paid(),
    "GET /merchant/invoices/inv_42": detailed(42, "draft", ["edit", "send"]),
    "GET /merchant/estimates": listed({**ESTIMATE, "actions": ["send"]}, ACCEPTED),
    "GET /merchant/estimates/est_1": Answer(200, {**ESTIMATE, "actions": ["send"]}),
    "GET /merchant/estimates/est_2": Answer(200, {**ACCEPTED, "actions": ["invoice"]}),
    "GET /merchant/estimates/est_3": Answer(200, {**DECLINED_OFFER, "actions": ["revise"]}),
    "GET /merchant/estimates/est_4": Answer(200, OFFER_DRAFT),
    **{
        f"GET /merchant/{thing}/comments": listed(*COMMENTS)
        for thing in ("estimates/est_1", "estimates/est_2", "estimates/est_3", "invoices/inv_39", "invoices/inv_40", "subscriptions/sub_1", "subscriptions/sub_2")
    },
    **{f"GET /merchant/{thing}/comments": listed() for thing in ("estimates/est_4", "invoices/inv_42")},
    "POST /merchant/invoices/inv_40/comments": Answer(201, COMMENTS[0]),
    "GET /merchant/messages": listed(*({**one, "customer_id": "cus_1", "customer_name": "Analytical Engines Ltd"} for one in MESSAGES)),
    "POST /merchant/messages/msg_2/replies": Answer(201, {**MESSAGES[0], "customer_id": "cus_1", "customer_name": "Analytical Engines Ltd"}),
    "GET /merchant/reviews": listed({**REVIEW, "id": "rev_1", "created_at": REVIEW["updated_at"], "author": OURS, "customer_id": "cus_1", "customer_name": "Analytical Engines Ltd"}),
    "GET /merchant/erasure-requests": listed(ASKED, {**ASKED, "id": "era_2", "name": "", "email": "", "status": "erased", "side": "staff", "decided_at": ASKED["requested_at"]}),
    "GET /merchant/erasure-requests/era_1": Answer(200, ASKED),
    "POST /merchant/customers/cus_1/contacts/con_1/erasure-request": Answer(202, ASKED),
    "POST /merchant/erasure-requests/era_1/erasure": Answer(202, {**ASKED, "status": "erasing"}),
    "POST /merchant/erasure-requests/era_1/refusal": Answer(200, {**ASKED, "status": "refused", "reason": "Owed."}),
    "GET /merchant/payments": listed(*({**one, "customer_id": "cus_1", "charge_id": None} for one in PAYMENTS)),
    "GET /merchant/staff": listed(*TEAM),
    "POST /merchant/staff": Answer(201, TEAM[1]),
    "PATCH /merchant/me": Answer(200, {**OLIVIA, "name": "Olivia B."}),
    "GET /merchant/me/sessions": listed(*SESSIONS),
    "POST /merchant/me/totp": Answer(201, {"secret": "JBSWY3DPEHPK3PXP", "uri": "otpauth://totp/Acme?secret=JBSWY3DPEHPK3PXP"}),
    "POST /merchant/me/totp/confirmation": Answer(200, {"codes": ["aaaa-bbbb-cccc", "dddd-eeee-ffff"]}),
}  # fmt: skip
