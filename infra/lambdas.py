"""Every Lambda: its size, what wakes it, and all it may touch. Policies and stage configurations come from here."""

from dataclasses import dataclass, field

from infra.tables import TABLES

READ = ("GetItem", "BatchGetItem", "Query")
WRITE = ("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")
APPEND = ("PutItem", "ConditionCheckItem")  # what is written once stays as it is (I13)
APPEND_ONLY = ("audit", "ledger")


@dataclass(frozen=True)
class Lambda:
    """One Lambda. ``tables`` maps a table to DynamoDB verbs; secrets are paths below the stage's own.

    ``writes_below``: folders of the documents' bucket, for who writes nothing else there; ``deletes_below``: where files are deleted.
    """

    name: str
    memory: int
    timeout: int
    queue: str = ""
    scheduled: bool = False
    layer: str = ""
    tables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sends_to: tuple[str, ...] = ()
    invokes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    keeps_secrets: tuple[str, ...] = ()
    reads_documents: bool = False
    writes_documents: bool = False
    writes_below: tuple[str, ...] = ()
    deletes_below: tuple[str, ...] = ()
    reads_media: bool = False
    writes_media: bool = False
    sends_mail: bool = False


def _reads(*tables: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(tables, READ)


def _writes(*tables: str) -> dict[str, tuple[str, ...]]:
    return {table: READ + (APPEND if table in APPEND_ONLY else WRITE) for table in tables}


LAMBDAS: tuple[Lambda, ...] = (
    Lambda(
        "api_handler",
        memory=1024,
        timeout=29,
        tables=_writes(*(table.name for table in TABLES)),
        sends_to=("outbox", "render", "exports", "erasures"),
        invokes=("call_gateway",),
        secrets=("token-signing-key", "server-key", "origin-secret", "tenants/*/webhook-secret"),
        reads_documents=True,
        writes_media=True,
    ),
    Lambda(
        "call_gateway",
        memory=512,
        timeout=20,
        layer="gateway",
        secrets=("tenants/*/gateway",),
        keeps_secrets=("tenants/*/gateway", "tenants/*/webhook-secret"),
    ),
    Lambda(
        "reconcile_payments",
        memory=512,
        timeout=120,
        scheduled=True,
        layer="gateway",
        tables=_reads("contacts", "staff", "subscriptions")
        | _writes(
            "attempts",
            "audit",
            "customers",
            "invoices",
            "ledger",
            "outbox",
            "payment_methods",
            "payments",
            "tenants",  # the number of a payment
        ),
        sends_to=("outbox", "render"),
        secrets=("tenants/*/gateway", "server-key"),
    ),
    Lambda(
        "reconcile_checkouts",
        memory=512,
        timeout=300,
        scheduled=True,
        tables=_writes(
            "attempts",
            "audit",
            "checkouts",
            "contacts",
            "customers",
            "directory",
            "invoices",
            "ledger",
            "outbox",
            "payment_methods",
            "payments",
            "setups",
            "subscriptions",
            "tenants",  # the numbers of invoices and payments
            "tokens",
        )
        | _reads("mailboxes"),
        sends_to=("outbox", "render"),
        invokes=("call_gateway",),
        secrets=("server-key",),
    ),
    Lambda(
        "render_document",
        memory=1024,
        timeout=60,
        queue="render",
        layer="renderer",
        tables=_reads("tenants", "customers", "contacts", "ledger")
        | _writes("estimates", "invoices", "payments", "outbox", "jobs"),
        sends_to=("outbox",),
        secrets=("server-key",),
        reads_documents=True,
        writes_documents=True,
        reads_media=True,
    ),
    Lambda(
        "deliver_outbox",
        memory=512,
        timeout=30,
        queue="outbox",
        tables=_reads("tenants", "customers", "contacts", "invoices", "payments", "mailboxes")
        | _writes("outbox", "audit", "jobs"),
        sends_to=("outbox", "render"),
        secrets=("server-key",),
        reads_documents=True,
        sends_mail=True,
    ),
    Lambda(
        "record_mail_event",
        memory=256,
        timeout=30,
        queue="feedback",
        tables=_reads("contacts", "outbox") | _writes("mailboxes", "audit"),
    ),
    Lambda(
        "sweep_outbox",
        memory=256,
        timeout=60,
        scheduled=True,
        tables=_writes("outbox", "jobs"),
        sends_to=("outbox", "render", "exports", "erasures"),
    ),
    Lambda(
        "write_export",
        memory=1024,
        timeout=900,
        queue="exports",
        tables=_reads(
            "attempts",
            "calendars",
            "comments",
            "contacts",
            "credentials",
            "customers",
            "estimates",
            "invoices",
            "ledger",
            "mailboxes",
            "messages",
            "payment_methods",
            "payments",
            "projects",
            "reviews",
            "sessions",
            "staff",
            "subscriptions",
            "tenants",
            "timesheets",
        )
        | _writes("audit", "jobs", "outbox"),
        sends_to=("exports", "outbox"),
        reads_documents=True,
        writes_below=("exports",),
        reads_media=True,
    ),
    Lambda(
        "erase_person",
        memory=512,
        timeout=300,
        queue="erasures",
        tables=_reads("tenants")
        | _writes(
            "audit",
            "calendars",
            "comments",
            "contacts",
            "credentials",
            "directory",
            "erasures",
            "jobs",
            "mailboxes",
            "messages",
            "outbox",
            "passkeys",
            "payment_methods",
            "reviews",
            "sessions",
            "subscriptions",
            "tokens",
        ),
        sends_to=("outbox",),
        secrets=("server-key",),
        deletes_below=("exports",),
    ),
    Lambda(
        "mark_overdue_invoices",
        memory=512,
        timeout=300,
        scheduled=True,
        tables=_reads("tenants", "contacts", "customers") | _writes("invoices", "audit", "outbox"),
        sends_to=("outbox",),
        secrets=("server-key",),
    ),
    Lambda(
        "expire_estimates",
        memory=512,
        timeout=300,
        scheduled=True,
        tables=_reads("tenants") | _writes("audit", "customers", "estimates"),
    ),
    Lambda(
        "renew_subscriptions",
        memory=512,
        timeout=300,
        scheduled=True,
        tables=_reads("contacts", "payment_methods")
        | _writes(
            "attempts",
            "audit",
            "customers",
            "directory",
            "invoices",
            "ledger",
            "outbox",
            "payments",
            "subscriptions",
            "tenants",  # the numbers of invoices and payments
        ),
        sends_to=("outbox", "render"),
        invokes=("call_gateway",),
        secrets=("server-key",),
    ),
)
