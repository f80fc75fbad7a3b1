"""What an export says of each kind of thing, field by field; a field of an entity that is in neither list fails the tests."""

from dataclasses import dataclass, field

from pydantic import BaseModel

from chalicelib.audit.entity import AuditEntry
from chalicelib.comments.entity import Comment
from chalicelib.comments.walk import walk_comments
from chalicelib.contacts.entity import Contact
from chalicelib.contacts.walk import walk_contacts
from chalicelib.customers.entity import Customer
from chalicelib.customers.walk import walk_customers
from chalicelib.estimates.entity import Paper, Revision, WholeEstimate
from chalicelib.estimates.walk import walk_estimates
from chalicelib.exports import walks
from chalicelib.exports.walks import Walk, of_customers, of_partition
from chalicelib.gateway.entity import Connection
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.walk import walk_invoices
from chalicelib.messages.entity import Message
from chalicelib.messages.walk import walk_messages
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.payment_methods.walk import walk_payment_methods
from chalicelib.payments.entity import LedgerEntry, Payment, PaymentAttempt, Refund
from chalicelib.payments.walk import walk_attempts, walk_ledger, walk_payments, walk_refunds
from chalicelib.plans.entity import Plan
from chalicelib.plans.walk import walk_plans
from chalicelib.projects.entity import Project, TimesheetEntry
from chalicelib.projects.walk import walk_entries, walk_projects
from chalicelib.reviews.entity import Review
from chalicelib.reviews.walk import walk_reviews
from chalicelib.staff.entity import Staff
from chalicelib.staff.walk import walk_staff
from chalicelib.subscriptions.entity import Subscription
from chalicelib.subscriptions.walk import walk_subscriptions
from chalicelib.tenants.entity import Series, Tenant
from chalicelib.tenants.walk import walk_series

_HERE = "says where the row lies"
_SAVES = "counts the row's savings"
_SIGN_IN = "belongs to signing in"
_INNER = "is the machinery of paying"
_BEHIND = "is told of what it belongs to"


@dataclass(frozen=True)
class Kind:
    """One kind: its file's name, its entity, how all of it is found, the fields that are told, and why others are not.

    ``parts``: fields that are things, or lists of things, of which not all is told, and what is told of each.
    """

    name: str
    entity: type[BaseModel]
    walk: Walk
    fields: tuple[str, ...]
    left_out: dict[str, str] = field(default_factory=dict)
    parts: dict[str, "Kind"] = field(default_factory=dict)


def describe(
    name: str, entity: type[BaseModel], walk: Walk, fields: str, parts: tuple[Kind, ...] = (), /, **left_out: str
) -> Kind:
    """A kind; what each row has for itself needs no reason of its own."""
    common = {"tenant_id": _HERE, "version": _SAVES}
    named = tuple(fields.split())
    reasons = {one: why for one, why in common.items() if one in entity.model_fields and one not in named}
    return Kind(name, entity, walk, named, {**reasons, **left_out}, {part.name: part for part in parts})


_REVISIONS = describe(
    "revisions",
    Revision,
    walks.nothing,
    "revision date expiry_date currency lines taxes subtotal tax_total total notes terms created_at sent_at seller buyer "
    "content_sha256 terms_sha256 answer",
    customer_id=_BEHIND,
    estimate_id=_BEHIND,
)
_PAPERS = describe(
    "papers",
    Paper,
    walks.nothing,
    "revision kind language accent logo_key url sha256 created_at",
    customer_id=_BEHIND,
    estimate_id=_BEHIND,
    document_key="is the file's place here; the file itself is in the archive",
)
KINDS = (
    describe("merchant", Tenant, walks.merchant, "tenant_id created_at organization portal portal_names"),
    describe("numbers", Series, of_partition(walk_series, "series"), "series last"),
    describe(
        "gateway",
        Connection,
        walks.gateway,
        "provider account_id account_name livemode country default_currency charges_enabled debits_enabled connected_at",
        webhook_url="is this deployment's own address",
    ),
    describe(
        "staff",
        Staff,
        of_partition(walk_staff, "email"),
        "id email name role language status invited_at accepted_at last_seen_at created_at",
        access=_SIGN_IN,
        invitation=_SIGN_IN,
    ),
    describe(
        "plans",
        Plan,
        of_partition(walk_plans, "code"),
        "id code name description amount currency interval interval_count trial_days setup_fee tax_rate active",
    ),
    describe(
        "customers",
        Customer,
        of_partition(walk_customers, "id"),
        "id display_name company_name email phone currency tax_id language billing_address shipping_address outstanding "
        "credit in_use gateway_ref created_at",
        offers="counts the estimates that wait, which tell so themselves",
    ),
    describe(
        "contacts",
        Contact,
        of_customers(walk_contacts, "email"),
        "id customer_id email first_name last_name phone role language timezone portal_status invited_at accepted_at "
        "last_seen_at created_at",
        access=_SIGN_IN,
        invitation=_SIGN_IN,
        leaving="is asked of this deployment",
    ),
    describe(
        "subscriptions",
        Subscription,
        of_customers(walk_subscriptions, "id"),
        "id customer_id plan_code plan_name quantity amount currency tax_rate setup_fee interval interval_count status trial "
        "created_at anchor term current_term_start current_term_end next_billing_date cancel_at ending pending paused_at "
        "collection payment_method_id history collecting",
    ),
    describe(
        "projects",
        Project,
        of_customers(walk_projects, "id"),
        "id customer_id name status description budget logged tasks created_at",
    ),
    describe(
        "timesheets",
        TimesheetEntry,
        of_customers(walk_entries, "id"),
        "id customer_id project_id date task_id task person hours notes billed created_at",
    ),
    describe(
        "payment_methods",
        PaymentMethod,
        of_customers(walk_payment_methods, "id"),
        "id customer_id type brand last4 exp_month exp_year mandate is_default gateway_id gateway_customer replaced_by "
        "created_at",
    ),
    describe(
        "invoices",
        WholeInvoice,
        of_customers(walk_invoices, "id"),
        "id customer_id number status issue_date due_date currency lines taxes subtotal tax_total total settled refunded "
        "written_off settlements notes terms subscription_id plan_code created_at issued_at viewed_at voided_at snapshot "
        "language verification_code sha256 date_chosen generation",
        document_key="is the file's place here; the file itself is in the archive",
        attempt_id=_INNER,
        edition="counts the savings of lines",
    ),
    describe(
        "estimates",
        WholeEstimate,
        of_customers(walk_estimates, "id"),
        "id customer_id number status revision date expiry_date currency subtotal tax_total total created_at sent_at viewed_at "
        "answer certificate_sha256 invoice_id invoice_issued offered revisions papers",
        (_REVISIONS, _PAPERS),
        edition="counts the savings of the newest revision",
    ),
    describe(
        "comments",
        Comment,
        of_customers(walk_comments, "key"),
        "id customer_id subject_kind subject_id author_kind author_id author_name text created_at",
    ),
    describe(
        "messages",
        Message,
        of_customers(walk_messages, "id"),
        "id customer_id author_id author_name subject body replies created_at updated_at",
    ),
    describe(
        "reviews",
        Review,
        of_customers(walk_reviews, "contact_id"),
        "id customer_id contact_id author_name rating comment created_at updated_at",
    ),
    describe(
        "payments",
        Payment,
        of_customers(walk_payments, "id"),
        "id customer_id number date method face amount currency refunded refunding credited uncredited status reference "
        "invoices attempt_id charge_id contact_id recorded_by language sha256 created_at",
        document_key="is the file's place here; the file itself is in the archive",
    ),
    describe(
        "ledger",
        LedgerEntry,
        of_customers(walk_ledger, "key"),
        "customer_id key kind at date amount currency postings allocations returned payment_id attempt_id charge_id reason",
    ),
    describe(
        "refunds",
        Refund,
        of_customers(walk_refunds, "id"),
        "id customer_id payment_id charge_id attempt_id invoice_id asked_amount amount currency reopen state gateway_id "
        "created_at",
        pieces=_INNER,
        asked_at=_INNER,
        checks=_INNER,
        check_at=_INNER,
    ),
    describe(
        "payment_attempts",
        PaymentAttempt,
        of_customers(walk_attempts, "id"),
        "id customer_id parts amount credit currency method_id contact_id state gateway_id charge_id failure_code payment_id "
        "created_at",
        save_method=_INNER,
        ask=_INNER,
        asked_at=_INNER,
        redirect_url="lets whoever has it pay",
        closes_at=_INNER,
        checks=_INNER,
        check_at=_INNER,
    ),
    describe(
        "audit",
        AuditEntry,
        walks.changes,
        "id customer_id at actor_kind actor_id action subject_id changes request_id",
    ),
)
