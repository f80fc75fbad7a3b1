"""DynamoDB for every store: one shared client, typed rows, pages, and transactions that keep all or nothing."""

from chalicelib.adapters.dynamodb.client import Meter, code_of, meter, shared_client
from chalicelib.adapters.dynamodb.rows import JSON, Raw, Row, forget, table_name
from chalicelib.adapters.dynamodb.tables import Slot, Table, get_many
from chalicelib.adapters.dynamodb.transactions import Transaction, transaction

__all__ = (
    "JSON", "Meter", "Raw", "Row", "Slot", "Table", "Transaction",
    "code_of", "forget", "get_many", "meter", "shared_client", "table_name", "transaction",
)  # fmt: skip
