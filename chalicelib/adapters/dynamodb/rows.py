"""How an entity lies in its table: the base of every model, nested values, and how attributes are read."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pynamodb.attributes import Attribute, JSONAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection.table import TableConnection
from pynamodb.models import Model

from chalicelib.adapters.dynamodb.client import shared_client
from chalicelib.settings import settings


class Row(Model):
    """Base of every PynamoDB model: its table takes the stage's prefix, its client is the shared one."""

    version = NumberAttribute(default=0)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        connection = super()._get_connection()
        if connection.connection._client is None:
            connection.connection._client = shared_client()
        return connection


def table_name(name: str) -> str:
    """``invoices`` → ``client-portal-dev-invoices``."""
    return f"{settings().prefix}-{name}"


def forget() -> None:
    """Drop the client, here and in every model, for tests that change what AWS is."""
    shared_client.cache_clear()
    for model in Row.__subclasses__():
        model._connection = None


class JSON(JSONAttribute):
    """Nested values as one JSON text: a third of the CPU of nested maps, and integers stay integers."""


_JSON = json.JSONDecoder()
Raw = Mapping[str, Mapping[str, Any]]
"""An item as DynamoDB tells it: ``{"total": {"N": "132750"}}``."""


def decoder_of(attribute: Attribute[Any]) -> Callable[[Mapping[str, Any]], Any]:
    """How one attribute is read. What PynamoDB does for any attribute, without its way through objects and defaults."""
    if isinstance(attribute, JSON):
        return lambda told: _JSON.decode(told["S"])
    if isinstance(attribute, UnicodeAttribute):
        return lambda told: told["S"]
    return lambda told: _plain(attribute.deserialize(attribute.get_value(dict(told))))


def _plain(value: Any) -> Any:
    return value.as_dict() if isinstance(value, MapAttribute) else value
