"""Whose an object is: for staff, whose paths name the object but not its customer.

A row beside the object, kept in the same transaction, is read consistently; an index would not know what was just made.
"""

from collections.abc import Callable
from typing import TypeVar

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import Row, Table, Transaction, table_name
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.identity import partition
from chalicelib.core.model import Model

Found = TypeVar("Found")


class Entry(Model):
    """An object of a tenant and the customer it belongs to."""

    tenant_id: str
    object_id: str
    customer_id: str
    version: int = 0


class DirectoryRow(Row):
    class Meta:
        table_name = table_name("directory")

    pk = UnicodeAttribute(hash_key=True)
    tenant_id = UnicodeAttribute()
    object_id = UnicodeAttribute()
    customer_id = UnicodeAttribute()


table = Table(DirectoryRow, Entry, lambda entry: {"pk": f"{entry.tenant_id}#{entry.object_id}"})


def enter(tx: Transaction, tenant_id: str, object_id: str, customer_id: str) -> None:
    """Note whose the new object is, in the transaction that makes it."""
    table.add(tx, Entry(tenant_id=tenant_id, object_id=object_id, customer_id=customer_id))


def leave(tx: Transaction, tenant_id: str, object_id: str) -> None:
    """The object is deleted in this transaction."""
    tx.delete(DirectoryRow(f"{tenant_id}#{object_id}"), None, Conflict())


def change_customer(tx: Transaction, tenant_id: str, object_id: str, customer_id: str) -> None:
    """Note that the object is another customer's, in the transaction that moves it. Raises NotFound."""
    table.save(tx, _entry(tenant_id, object_id).model_copy(update={"customer_id": customer_id}))


def customer_of(tenant_id: str, object_id: str) -> str:
    """The customer of this object of this tenant. Raises NotFound."""
    return _entry(tenant_id, object_id).customer_id


def find(tenant_id: str, object_id: str, get: Callable[[str, str], Found | None]) -> Found:
    """What ``get(partition, object_id)`` finds in the partition of the object's customer. Raises NotFound.

    It may go to another customer between the two readings, so whoever finds nothing asks once more whose it is.
    """
    for _ in range(2):
        found = get(partition(tenant_id, customer_of(tenant_id, object_id)), object_id)
        if found is not None:
            return found
    raise NotFound


def _entry(tenant_id: str, object_id: str) -> Entry:
    entry = table.get(f"{tenant_id}#{object_id}")
    if entry is None:
        raise NotFound
    return entry
