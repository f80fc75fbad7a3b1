"""One example of every request and answer of the OpenAPI document, told about one client, her company and one invoice."""

from typing import Any

INSTANT, DAY = "2026-03-16T12:00:00.000Z", "2026-03-16"
INVOICE, CUSTOMER, CONTACT = (
    "inv_01KKV88VG0GX29JPP2NJ3DEFTZ",
    "cus_01KKV7W2Q5T0M4YB6E8RZ1HJDA",
    "con_01KKV7X9C3N8P5SG2WVD6K4QFM",
)
PAYMENT, METHOD, SUBSCRIPTION = (
    "pay_01KKV9AR7E2DXJ5TNC8M6B3HWQ",
    "pm_01KKV8F0Y6Z4QKH9S1TB7R3XNE",
    "sub_01KKV80MD9H5W2RQX7C4JTG6BV",
)
PROJECT, TASK = "prj_01KKVC5T2M8R4WQX6Z9BHJ3DNF", "tsk_01KKVC6B1S"
CHECKOUT = "chk_01KKVC4Y8S6D2QK9ZB5T7M3HWE"
ERASURE = "era_01KKV8X2R7D9N4TQ6WZB5M3HCJ"
ESTIMATE = "est_01KKV7ZP5B8R3DXQ6W2HNJ9C4T"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

_BY_NAME: dict[str, Any] = {
    "requested_at": INSTANT, "colleague_id": CONTACT,
    # Who and where
    "accent": "#1a5fb4", "city": "Berlin", "company_name": "Lovelace GmbH", "contact": "Ada Lovelace",
    "contact_id": CONTACT, "country": "DE", "customer_id": CUSTOMER, "customer_name": "Lovelace GmbH",
    "display_name": "Lovelace GmbH", "email": "ada@lovelace.example", "first_name": "Ada", "holder": "Acme GmbH",
    "language": "en", "languages": "en", "last_name": "Lovelace", "line1": "Torstraße 1", "line2": "",
    "locale": "en-GB", "logo_url": "/media/acme/logo.png", "name": "Ada Lovelace", "phone": "+49 30 1234567",
    "portal": "acme", "portal_name": "acme", "portal_status": "active", "postal_code": "10119",
    "recipients": "books@lovelace.example", "role": "owner", "state": "", "tax_id": "DE136695976",
    "vat_id": "DE136695976", "tenant": "acme", "tenant_id": "ten_01KKV7SZ8M1QX4R6WGT5C9J2NB",
    "timezone": "Europe/Berlin", "website": "https://acme.example", "bank": "Example Bank", "bic": "COBADEFFXXX",
    "iban": "DE89370400440532013000", "payee": "Acme GmbH", "device": "Firefox on Linux", "kind": "client",
    # Money
    "amount": 132750, "amount_paid": 0, "balance": 132750, "base": 111555, "credited": 0, "currency": "EUR",
    "minimum_payment": 1000, "overdue": 132750, "refunded": 0, "setup_fee": 0, "subtotal": 111555, "tax_total": 21195,
    "total": 132750, "unit_price": 111555, "quantity": "1", "rate": "19", "tax_rate": "19", "count": 1,
    "hours": "7.5", "hours_budgeted": "40", "hours_logged": "7.5", "person": "Grace Hopper", "task": "Design", "task_id": TASK,
    "tax_category": "S", "category": "S", "reason": "",
    "written_off": 0, "credit": 0,
    # Objects
    "action": "invoice.sent", "actions": "pay", "description": "Hosting, March 2026", "id": INVOICE,
    "invoice_id": INVOICE, "invoice_ids": INVOICE, "message": "For our books.", "method": "card", "number": "INV-2026-0042", "notes": "",
    "payment_id": PAYMENT, "payment_method_id": METHOD, "plan_code": "pro-monthly", "plan_name": "Pro",
    "reference": "", "result": "booked", "sha256": SHA256, "status": "sent", "subject_id": INVOICE,
    "subscription_id": SUBSCRIPTION, "terms": "Payable within 14 days.", "type": "card", "brand": "visa",
    "last4": "4242", "exp_month": 12, "exp_year": 2029, "mandate": "", "is_default": True, "interval": "month", "interval_count": 1,
    "trial_days": 0, "active": True, "collection": "online", "code": "pro-monthly", "failure_code": None, "estimates_to_review": 0,
    "revision": 1, "decline_reason": None, "content_sha256": SHA256, "terms_sha256": SHA256,
    "address": "192.0.2.7", "invoice_on_acceptance": "draft",
    "void": False, "changes": {}, "customer_ids": CUSTOMER,
    "subject": "Two arms", "body": "Why two arms? We ordered one.", "updated_at": INSTANT, "rating": 5,
    "comment": "Always there for us.",
    # When
    "at": INSTANT, "cancel_at": None, "connected_at": INSTANT, "created_at": INSTANT,
    "expiry_date": "2026-04-15",
    "current_term_end": "2026-04-15", "current_term_start": DAY, "ends_on": "2026-04-15", "date": DAY, "due_date": "2026-03-30",
    "expires_at": "2026-03-17T12:00:00.000Z", "expires_in": 600, "invited_at": INSTANT, "issue_date": DAY,
    "issued_at": INSTANT, "last_seen_at": INSTANT, "last_used_at": INSTANT, "next_billing_date": "2026-04-16",
    "viewed_at": None, "voided_at": None, "sent_at": INSTANT, "accepted_at": INSTANT,
    # Getting in
    "access_token": "eyJhbGciOiJSUzI1NiIs…", "token_type": "Bearer", "password": "tall green lanterns",
    "current_password": "tall green lanterns", "new_password": "short blue candles", "token": "Zk3q…",
    "totp": "123456", "codes": "4f7k-92mw-x3pd", "recovery_codes": "4f7k-92mw-x3pd",
    "challenge": "9dS0b1Jq7Q2tQx0C4m5pS8oVnZ3yXkLrT6uWfHgEaBc", "rp_id": "portal.example.com", "rp_name": "Acme GmbH",
    "user_id": "Y3JkXzAxS0tWODhW", "user_name": "ada@lovelace.example (Acme GmbH)", "user_display_name": "Ada Lovelace",
    "algorithms": -7, "exclude": "pGEmPzVJ8JPhKCJzbzUSTA", "timeout": 300000, "secret": "JBSWY3DPEHPK3PXP",
    "uri": "otpauth://totp/Acme:ada@lovelace.example?secret=JBSWY3DPEHPK3PXP&issuer=Acme",
    "staff_second_factor": "required", "alg": "RS256", "e": "AQAB", "kid": "2026-03", "kty": "RSA", "n": "vX0…",
    "use": "sig",
    # Settings, links, files
    "banner": "", "banner_message": "", "privacy": "https://acme.example/privacy",
    "support": "https://acme.example/help", "redirect_url": "https://checkout.stripe.com/c/pay/cs_…",
    "return_path": "/acme/invoices/" + INVOICE, "url": "https://portal.example.com/acme",
    "webhook_url": "https://portal.example.com/api/webhooks/stripe/ten_…", "content": "iVBORw0KGgo=",
    "next_cursor": None, "charge_id": "ch_…", "account_id": "acct_…", "account_name": "Acme GmbH",
    "api_key": "sk_test_example", "webhook_secret": "whsec_example", "default_currency": "EUR", "provider": "stripe",
    "livemode": True, "version": "0.1.0", "stage": "prod", "request_id": "0f2d6c1e-6b0f-4c53-9c5f-3f4b5f0e8f11",
}  # fmt: skip

# Where a name means something else than it does mostly.
_BY_MODEL: dict[str, Any] = {
    "CustomerView.id": CUSTOMER, "CustomerCard.id": CUSTOMER, "CustomerChoice.id": CUSTOMER, "CompanyView.id": CUSTOMER,
    "MailProblem.kind": "bounce", "MailProblem.reason": "NoEmail", "Clearing.complaint": False,
    "ContactView.mail_problem": None,
    "ContactView.id": CONTACT, "PersonView.id": CONTACT, "ActorView.id": CONTACT, "PaymentView.id": PAYMENT, "StaffPaymentView.id": PAYMENT,
    "InvoicePayment.id": PAYMENT, "PaymentMethodView.id": METHOD, "PaymentAttemptView.id": "att_01KKV9A2S4",
    "SubscriptionView.id": SUBSCRIPTION, "PlanView.id": "pla_01KKV7TJ4N", "SessionView.id": "ses_01KKVA3B7C",
    "PasskeyView.id": "pky_4f0d2c9a7b1e", "PasskeyAdded.id": "pky_4f0d2c9a7b1e", "PasskeyView.name": "Safari, Mac",
    "PasskeyAdded.name": "Safari, Mac",
    "StaffView.id": "stf_01KKV7TA2M", "StaffMe.id": "stf_01KKV7TA2M", "ClientMe.id": CONTACT,
    "PaymentDetail.id": PAYMENT, "PaymentDetail.number": "PAY-2026-0017", "PaymentDetail.status": "partially_refunded",
    "PaymentMovement.date": DAY, "PaymentMovement.kind": "refund", "PaymentMovement.to": "method", "PaymentDetail.refunding": 0,
    "PaymentView.number": "PAY-2026-0017", "StaffPaymentView.number": "PAY-2026-0017",
    "PaymentView.status": "succeeded", "StaffPaymentView.status": "succeeded", "InvoicePayment.status": "succeeded",
    "PaymentAttemptView.status": "requires_action", "SubscriptionView.status": "live", "SubscriptionView.quantity": 1,
    "SubscriptionView.actions": "cancel", "PlanView.name": "Pro", "PlanView.description": "Everything, for one team.",
    "StaffView.status": "active", "StaffMe.status": "active", "StaffChange.status": "active",
    "NewOfflinePayment.method": "bank_transfer", "NewOfflinePayment.reference": "Transfer of 16 March",
    "Forwarded.recipients": 1, "Links.terms": "https://acme.example/terms", "ClientMe.role": "owner",
    "SecondFactorCode.code": "123456", "Tax.name": "VAT", "Tax.amount": 21195, "Line.amount": 111555,
    "MerchantCard.name": "Acme GmbH", "OrganizationView.name": "Acme GmbH", "OrganizationChange.name": "Acme GmbH",
    "PortalFace.name": "Acme GmbH", "MerchantCard.email": "hello@acme.example",
    "OrganizationView.email": "hello@acme.example", "PaymentAttemptView.payment_id": None,
    "InvoiceDetail.payments": [], "Money.amount": 2500, "OrganizationView.id": "ten_01KKV7SZ8M1QX4R6WGT5C9J2NB",
    "AuditView.id": "aud_01KKV88VG0", "ActivityView.id": "aud_01KKV88VG0", "Outstanding.overdue": 0,
    "PartyView.name": "Lovelace GmbH", "PayeeAccount.holder": "Acme GmbH", "StaffView.email": "olivia@acme.example",
    "StaffMe.email": "olivia@acme.example", "StaffView.name": "Olivia Osei", "StaffMe.name": "Olivia Osei",
    "StaffSignIn.email": "olivia@acme.example", "NewStaff.email": "olivia@acme.example",
    "NewStaff.name": "Olivia Osei", "StaffChange.name": "Olivia Osei", "OrganizationChange.locale": "en",
    "SignInFace.password": True, "SignInFace.second_factor": True, "Problem.type": "about:blank",
    "Problem.title": "Invalid fields", "Problem.status": 422, "Problem.code": "invalid_fields",
    "Problem.detail": "Some fields are invalid.", "FieldProblem.path": "contact.email",
    "FieldProblem.message": "Please enter a valid e-mail address.",
    "DocumentLink.url": "https://…s3.eu-central-1.amazonaws.com/…",
    "DocumentLink.expires_at": "2026-03-16T12:01:00.000Z", "Rendering.status": "rendering",

    # What is said
    "CommentView.id": "com_01KKVC1T8W", "CommentView.text": "Why two arms? We ordered one.",
    "NewComment.text": "Why two arms? We ordered one.",
    "MessageView.id": "msg_01KKVC4B2N", "StaffMessageView.id": "msg_01KKVC4B2N", "ReplyView.id": "rep_01KKVC5D7P",
    "ReplyView.body": "One is a gift.", "NewReply.body": "One is a gift.", "StaffReviewView.id": "rev_01KKVC6F3R",
    "MerchantContact.name": "Acme GmbH", "MerchantContact.email": "hello@acme.example", "MerchantContact.actions": "write",
    # Who is to be forgotten
    "ErasureView.id": ERASURE, "StaffErasureView.id": ERASURE, "ErasureView.status": "open", "StaffErasureView.status": "open",
    "ErasureView.decided_at": None, "StaffErasureView.decided_at": None, "ErasureView.obstacles": "owner",
    "StaffErasureView.obstacles": "owner", "ErasureRefusal.reason": "There are unpaid invoices.", "StaffErasureView.side": "client",
    # Subscriptions
    "SubscriptionDetail.id": SUBSCRIPTION, "SubscriptionDetail.status": "live", "SubscriptionDetail.quantity": 1,
    "SubscriptionDetail.actions": "cancel", "SubscriptionDetail.ending": None, "NewSubscription.quantity": 1,
    "NewSubscription.start_date": DAY, "NewPlan.name": "Pro", "NewPlan.description": "Everything, for one team.",
    "PlanChange.name": "Pro", "PlanChange.description": "Everything, for one team.", "Happening.by": "staff",
    "Happening.event": "started", "CancellationRequest.when": "end_of_term", "CancellationOption.when": "end_of_term",
    "CancellationRequest.reason": "unused", "EndingView.reason": "unused", "CancellationPreview.reasons": "unused",
    "CancellationRequest.comment": "We moved the team elsewhere.", "EndingView.comment": "",
    "SubscriptionDetail.pending": None, "SubscriptionView.pending": None, "SubscriptionDetail.paused_at": None,
    "SubscriptionView.paused_at": None, "AgreedView.quantity": 2, "ChangeRequest.quantity": 2, "ChangeRequest.when": "now",
    "ChangePreview.quantity": 2, "ChangePreview.when": "now", "ChangePreview.effective_on": DAY, "ChangePreview.days_in_term": 31,
    "ChangePreview.days_left": 16, "ChangePreview.due_now": 68516, "ChangePreview.next_price": 265500,
    # Projects
    "ProjectView.id": PROJECT, "ProjectDetail.id": PROJECT, "ProjectView.name": "New robot arm", "ProjectDetail.name": "New robot arm",
    "NewProject.name": "New robot arm", "ProjectChange.name": "New robot arm", "ProjectView.status": "active",
    "ProjectDetail.status": "active", "NewProject.status": "active", "ProjectChange.status": "active", "TaskView.id": TASK,
    "TaskView.name": "Design", "NewTask.name": "Design", "TaskChange.name": "Design", "TaskView.status": "open",
    "TaskChange.status": "open", "EntryView.id": "tim_01KKVC9QW2", "EntryView.billed": False, "NewEntry.billed": False,
    "EntryChange.billed": True,
    # The hosted payment page
    "OfferedPlan.code": "pro-monthly", "OfferedPlan.name": "Pro", "OfferedPlan.description": "Everything, for one team.",
    "NewCheckout.quantity": 1, "NewCheckout.return_path": "/acme/subscribe/pro-monthly/return", "CheckoutPage.id": CHECKOUT,
    "CheckoutPage.redirect_url": "https://checkout.stripe.com/c/pay/cs_…", "CheckoutView.id": CHECKOUT, "CheckoutView.status": "complete",
    # Everything of a merchant as one file
    "ExportView.id": "exp_01KKVB0R5N", "ExportView.status": "ready", "ExportView.progress": 100, "ExportView.rows": 1840,
    "ExportView.files": 97, "ExportView.size": 7340032, "ExportView.expires_at": "2026-03-23T12:00:00.000Z",
    "ExportView.url": "https://…s3.eu-central-1.amazonaws.com/…", "ExportView.url_expires_at": "2026-03-16T12:01:00.000Z",
    "PackView.id": "pak_01KKVB0R5N", "PackView.status": "ready", "PackView.progress": 100, "PackView.files": 31,
    "PackView.size": 1340032, "PackView.expires_at": "2026-03-23T12:00:00.000Z",
    "PackView.url": "https://…s3.eu-central-1.amazonaws.com/…", "PackView.url_expires_at": "2026-03-16T12:01:00.000Z",
    "PackView.since": "2026-01-01", "PackView.until": DAY, "NewPack.from": "2026-01-01", "NewPack.to": DAY,

    # Statements
    "StatementView.since": "2026-01-01", "StatementView.until": DAY, "CurrencyStatement.opening": 0, "CurrencyStatement.closing": 132750,
    "Movement.kind": "invoice", "Movement.booked": 132750, "Movement.payment_id": None, "Ageing.not_due": 132750, "Ageing.days_1_30": 0,
    "Ageing.days_31_60": 0, "Ageing.days_61_90": 0, "Ageing.over_90": 0,

    # Estimates
    "EstimateView.id": ESTIMATE, "EstimateDetail.id": ESTIMATE, "EstimateView.number": "EST-00042",
    "EstimateDetail.number": "EST-00042", "Certificate.number": "EST-00042", "Certificate.estimate_id": ESTIMATE,
    "EstimateView.actions": ["accept", "decline"], "EstimateDetail.actions": ["accept", "decline"],
    "EstimateView.invoice_id": None, "EstimateDetail.invoice_id": None, "EstimateDetail.certificate_sha256": None,
    "EstimateDetail.answer": None, "RevisionView.answer": None, "DeclineRequest.reason": "We need one licence less.",
    "AnswerView.kind": "declined", "AnswerView.reason": "We need one licence less.", "Certificate.seller": "Acme GmbH",
    "Certificate.buyer": "Lovelace GmbH", "Problem.state": "accepted",

    # Money that goes back
    "RefundView.status": "succeeded", "RefundPart.status": "succeeded", "RefundView.id": "ref_01KKV9E2C4",
    "RefundView.amount": 5000, "RefundPart.amount": 5000, "NewRefund.amount": 5000, "CreditUse.amount": 2500,
    "WriteOff.reason": "The company was dissolved.", "NewRefund.reopen": False, "RefundView.reopen": False,
}  # fmt: skip

_PLAIN: dict[str, Any] = {"boolean": True, "object": {}}


def example(schema: dict[str, Any], components: dict[str, Any], name: str = "", model: str = "") -> Any:
    """A value that the schema allows. ``name`` and ``model`` say which field of which model it is for."""
    if f"{model}.{name}" in _BY_MODEL:
        return _listed(schema, _BY_MODEL[f"{model}.{name}"])
    if "$ref" in schema:
        model = schema["$ref"].rpartition("/")[2]
        return example(components[model], components, "", model)
    if "properties" in schema:
        own = model or schema.get("title", "")
        return {field: example(part, components, field, own) for field, part in schema["properties"].items()}
    if "anyOf" in schema:
        return _one_of(schema["anyOf"], components, name, model)
    if schema.get("type") == "array":
        return [example(schema.get("items", {}), components, name, model)]
    return _value(schema, name, model)


def _listed(schema: dict[str, Any], told: Any) -> Any:
    return [told] if schema.get("type") == "array" and not isinstance(told, list) else told


def _one_of(choices: list[dict[str, Any]], components: dict[str, Any], name: str, model: str) -> Any:
    """The first choice that is something, unless the example is that there is nothing."""
    if {"type": "null"} in choices and _BY_NAME.get(name, "") is None:
        return None
    return example(next(choice for choice in choices if choice.get("type") != "null"), components, name, model)


def _value(schema: dict[str, Any], name: str, model: str) -> Any:
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return _BY_NAME[name] if _BY_NAME.get(name) in schema["enum"] else schema["enum"][0]
    if name in _BY_NAME:
        return _BY_NAME[name]
    if "examples" in schema:
        return schema["examples"][0]
    if schema.get("type") in _PLAIN:
        return _PLAIN[schema["type"]]
    raise LookupError(f"{model}.{name} needs an example: in Field(examples=[…]) or in entrypoints/examples.py")
