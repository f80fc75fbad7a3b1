"""Every DynamoDB table with every index, declared once: for CloudFormation, for tests, for the check of the models.

Local secondary indexes cannot be added to a table that exists, and AWS adds one global index per update, so all that
the whole product needs is declared here from the beginning. All key attributes are strings. Keys: docs/decisions/.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Index:
    """An index that projects everything; a local one shares the table's hash key. Sparse: rows without the key stay out."""

    name: str
    hash_key: str
    range_key: str


@dataclass(frozen=True)
class Table:
    """One aggregate's table. ``expires`` names the TTL attribute (seconds since 1970), which AWS honours hours late."""

    name: str
    range_key: str | None = "sk"
    local: tuple[Index, ...] = ()
    everywhere: tuple[Index, ...] = ()
    expires: str | None = None
    hash_key: str = "pk"


def _local(**keys: str) -> tuple[Index, ...]:
    return tuple(Index(name, "pk", key) for name, key in keys.items())


def _global(**keys: tuple[str, str]) -> tuple[Index, ...]:
    return tuple(Index(name, *pair) for name, pair in keys.items())


def _listed(*names: str) -> tuple[Index, ...]:
    return _global(**{name: (f"{name}_pk", f"{name}_sk") for name in names})


TABLES: tuple[Table, ...] = (
    Table("tenants"),
    Table("staff", local=_local(by_id="id")),
    Table("customers", everywhere=_global(by_name=("pk", "by_name_sk"), by_email=("pk", "by_email_sk"))),
    Table(
        "contacts",
        local=_local(by_id="id"),
        everywhere=_global(by_email=("email", "pk"), tenant_email=("tenant_id", "tenant_email_sk")),
    ),
    Table("credentials", range_key=None),
    Table("passkeys", range_key=None),
    Table("sessions", range_key=None, expires="expires"),
    Table("tokens", range_key=None, expires="expires"),
    Table("subscriptions", local=_local(by_status="by_status_sk"), everywhere=_listed("due", "by_tenant")),
    Table(
        "invoices",
        local=_local(
            issued="issued_sk",
            by_status="by_status_sk",
            by_plan="by_plan_sk",
            by_subscription="by_subscription_sk",
            open="open_sk",
        ),
        everywhere=_listed("by_tenant", "tenant_status", "tenant_plan", "tenant_due", "due", "by_code"),
    ),
    Table(
        "payments",
        local=_local(by_invoice="by_invoice_sk", by_date="by_date_sk"),
        everywhere=_listed("by_tenant", "by_tenant_month"),
    ),
    Table("ledger", local=_local(by_date="by_date_sk"), everywhere=_listed("by_tenant_month", "by_charge")),
    Table("attempts", everywhere=_listed("unsettled")),
    Table("payment_methods"),
    Table(
        "estimates", local=_local(issued="issued_sk", by_status="by_status_sk"), everywhere=_listed("by_tenant", "due")
    ),
    Table("projects", local=_local(by_status="by_status_sk"), everywhere=_listed("by_tenant")),
    Table("timesheets", local=_local(by_date="by_date_sk"), everywhere=_listed("by_tenant")),
    Table("comments", everywhere=_listed("by_tenant")),
    Table("messages", everywhere=_listed("by_tenant")),
    Table("reviews", everywhere=_listed("by_tenant")),
    Table("calendars", everywhere=_listed("by_digest")),
    Table("audit", local=_local(by_client="by_client_sk"), everywhere=_listed("by_tenant_month")),
    Table("jobs", expires="expires"),
    Table("setups", everywhere=_listed("unsettled"), expires="expires"),
    Table("checkouts", range_key=None, everywhere=_listed("unsettled"), expires="expires"),
    Table("erasures", everywhere=_listed("by_tenant")),
    Table("directory", range_key=None),
    Table("idempotency", range_key=None, expires="expires"),
    Table("mailboxes", range_key=None),
    Table("outbox", range_key=None, everywhere=_listed("pending", "by_reader"), expires="expires"),
    Table("limits", range_key=None, expires="expires"),
)


def create_arguments(table: Table, prefix: str) -> dict[str, Any]:
    """Arguments of boto3's ``create_table`` for ``{prefix}-{table.name}``, without TTL and protection."""
    keys = [table.hash_key, *filter(None, [table.range_key])]
    indexes = (*table.local, *table.everywhere)
    attributes = dict.fromkeys([*keys, *(key for index in indexes for key in (index.hash_key, index.range_key))])
    arguments: dict[str, Any] = {
        "TableName": f"{prefix}-{table.name}",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _key_schema(*keys),
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in attributes],
    }
    if table.local:
        arguments["LocalSecondaryIndexes"] = [_index(index) for index in table.local]
    if table.everywhere:
        arguments["GlobalSecondaryIndexes"] = [_index(index) for index in table.everywhere]
    return arguments


def _index(index: Index) -> dict[str, Any]:
    return {
        "IndexName": index.name,
        "KeySchema": _key_schema(index.hash_key, index.range_key),
        "Projection": {"ProjectionType": "ALL"},
    }


def _key_schema(hash_key: str, range_key: str | None = None) -> list[dict[str, str]]:
    schema = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    return schema + ([{"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else [])
