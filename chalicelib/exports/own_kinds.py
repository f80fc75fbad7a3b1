"""What a customer's own export says of each kind of thing, field by field: what its people may see in the portal, and nothing else."""

from functools import partial
from typing import Final

from chalicelib.audit.entity import AuditEntry
from chalicelib.audit.walk import walk_changes_by_clients
from chalicelib.calendars.entity import Feed
from chalicelib.calendars.walk import walk_feeds
from chalicelib.comments.entity import Comment
from chalicelib.comments.walk import walk_comments
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.walk import walk_contacts
from chalicelib.customers.entity import Customer
from chalicelib.estimates.entity import Paper, Revision, WholeEstimate
from chalicelib.exports import own_walks, walks
from chalicelib.exports.kinds import describe
from chalicelib.exports.walks import of_partition
from chalicelib.invoices.entity import Snapshot, WholeInvoice
from chalicelib.messages.entity import Message, Reply
from chalicelib.messages.walk import walk_messages
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payment_methods.walk import walk_payment_methods
from chalicelib.payments.entity import LedgerEntry, Part, Payment, PaymentAttempt
from chalicelib.payments.walk import walk_attempts, walk_ledger, walk_payments
from chalicelib.projects.entity import Project, TimesheetEntry
from chalicelib.reviews.entity import Review
from chalicelib.reviews.walk import walk_reviews
from chalicelib.sessions.passkey_schemas import PasskeyView
from chalicelib.sessions.schemas import SessionView
from chalicelib.sessions.walk import SignIn, walk_sign_ins
from chalicelib.subscriptions.entity import Subscription

_ONE: Final = "there is one customer in here"
_WAY_IN: Final = "belongs to signing in"
_GATEWAYS: Final = "is the payment service's own"
_INNER: Final = "is the machinery of paying"
_STAFF: Final = "is the merchant's own"
_FILE: Final = "is the file's place here; the file itself is in the archive"
_NAMED: Final = "the name stands beside it, as on the page"
_COUNTS: Final = "counts the savings of its content"

_customers_own = partial(describe, customer_id=_ONE)
_SNAPSHOT = describe(
    "snapshot", Snapshot, walks.nothing, "seller buyer language",
    accent="is the colour of the paper", logo_key="is the file's place here", pay_url="is a page of the portal",
    verify_url="is a page of the portal, which verification_code opens, too",
)  # fmt: skip
_REVISIONS = _customers_own(
    "revisions", Revision, walks.nothing,
    "revision date expiry_date currency lines taxes subtotal tax_total total notes terms sent_at seller buyer content_sha256 "
    "terms_sha256 answer",
    estimate_id="stands with the estimate", created_at="is when the merchant began to write it",
)  # fmt: skip
_PAPERS = _customers_own(
    "papers", Paper, walks.nothing, "revision kind language sha256 created_at",
    estimate_id="stands with the estimate", accent="is the colour of the paper", logo_key="is the file's place here",
    url="is a page of the portal", document_key=_FILE,
)  # fmt: skip
_REPLIES = describe("replies", Reply, walks.nothing, "id author_kind author_name body created_at", author_id=_NAMED)
_PARTS = describe("parts", Part, walks.nothing, "invoice_id number amount", generation=_INNER)
_PASSKEYS = describe("passkeys", PasskeyView, walks.nothing, "name created_at last_used_at", id=_WAY_IN)
_SESSIONS = describe(
    "sessions",
    SessionView,
    walks.nothing,
    "device created_at last_used_at expires_at",
    id=_WAY_IN,
    current="is of who looks",
)
OWN_KINDS = (
    describe(
        "customer", Customer, of_partition(own_walks.the_customer, "id"),
        "id display_name company_name email phone currency tax_id language billing_address shipping_address outstanding "
        "credit created_at",
        gateway_ref=_GATEWAYS, in_use=_STAFF, offers="counts the estimates that wait, which tell so themselves",
    ),
    _customers_own(
        "people", Contact, of_partition(walk_contacts, "email"),
        "id email first_name last_name phone role language timezone portal_status invited_at accepted_at last_seen_at "
        "created_at",
        access=_WAY_IN, invitation=_WAY_IN, leaving="the activity tells of it",
    ),
    describe(
        "sign_in", SignIn, of_partition(walk_sign_ins, "email"),
        "contact_id email created_at changed_at second_factor passkeys sessions", (_PASSKEYS, _SESSIONS),
    ),
    _customers_own(
        "calendars", Feed, of_partition(walk_feeds, "contact_id"), "contact_id created_at",
        email="stands with the person", access=_WAY_IN, epoch=_WAY_IN, digest="is of a secret address",
    ),
    _customers_own(
        "payment_methods", PaymentMethod, of_partition(walk_payment_methods, "id"),
        "id type brand last4 exp_month exp_year mandate is_default created_at",
        gateway_id=_GATEWAYS, gateway_customer=_GATEWAYS, replaced_by="those that were replaced are not told",
    ),
    _customers_own(
        "subscriptions", Subscription, of_partition(own_walks.seen_subscriptions, "id"),
        "id plan_code plan_name quantity amount currency tax_rate setup_fee interval interval_count status trial created_at "
        "current_term_start current_term_end next_billing_date cancel_at ending pending paused_at collection "
        "payment_method_id history",
        anchor="counts the terms", term="counts the terms", collecting=_INNER,
    ),
    _customers_own(
        "estimates", WholeEstimate, of_partition(own_walks.seen_estimates, "id"),
        "id number status revision date expiry_date currency subtotal tax_total total created_at sent_at viewed_at answer "
        "certificate_sha256 invoice_id revisions papers",
        (_REVISIONS, _PAPERS),
        edition=_COUNTS, invoice_issued="decides whether invoice_id is told", offered="is what stands here",
    ),
    _customers_own(
        "invoices", WholeInvoice, of_partition(own_walks.seen_invoices, "id"),
        "id number status issue_date due_date currency lines taxes subtotal tax_total total settled refunded written_off "
        "settlements notes terms subscription_id plan_code created_at issued_at viewed_at voided_at snapshot language "
        "verification_code sha256",
        (_SNAPSHOT,),
        date_chosen=_STAFF, generation=_INNER, attempt_id=_INNER, document_key=_FILE, edition=_COUNTS,
    ),
    _customers_own(
        "payments", Payment, of_partition(walk_payments, "id"),
        "id number date method face amount currency refunded refunding credited status reference invoices contact_id "
        "language sha256 created_at",
        uncredited=_INNER, attempt_id=_INNER, charge_id=_GATEWAYS, recorded_by=_STAFF, document_key=_FILE,
    ),
    _customers_own(
        "bookings", LedgerEntry, of_partition(walk_ledger, "key"),
        "kind at date amount currency allocations returned payment_id",
        key="holds the payment service's own ids", postings=_STAFF, attempt_id=_INNER, charge_id=_GATEWAYS, reason=_STAFF,
    ),
    _customers_own(
        "payment_attempts", PaymentAttempt, of_partition(walk_attempts, "id"),
        "id parts amount credit currency method_id contact_id state failure_code payment_id created_at", (_PARTS,),
        gateway_id=_GATEWAYS, charge_id=_GATEWAYS, redirect_url="lets whoever has it pay", save_method=_INNER, ask=_INNER,
        asked_at=_INNER, closes_at=_INNER, checks=_INNER, check_at=_INNER,
    ),
    _customers_own(
        "projects", Project, of_partition(own_walks.seen_projects, "id"),
        "id name status description budget logged tasks created_at",
    ),
    _customers_own(
        "timesheets", TimesheetEntry, of_partition(own_walks.seen_entries, "id"),
        "id project_id date task_id task person hours notes billed", created_at="is when the merchant wrote it down",
    ),
    _customers_own(
        "comments", Comment, of_partition(walk_comments, "key"),
        "id subject_kind subject_id author_kind author_name text created_at", author_id=_NAMED,
    ),
    _customers_own(
        "messages", Message, of_partition(walk_messages, "id"),
        "id author_name subject body replies created_at updated_at", (_REPLIES,), author_id=_NAMED,
    ),
    _customers_own(
        "reviews", Review, of_partition(walk_reviews, "contact_id"),
        "id contact_id author_name rating comment created_at updated_at",
    ),
    _customers_own(
        "activity", AuditEntry, of_partition(walk_changes_by_clients, "id"), "id at actor_id action subject_id",
        actor_kind="is always somebody of the customer", changes="is told of what it belongs to",
        request_id="is of the logs",
    ),
)  # fmt: skip
