"""Every change at a merchant, or by a customer's people, for what goes through all of them."""

from collections.abc import Iterator

from chalicelib.audit import store
from chalicelib.audit.entity import AuditEntry


def walk_changes(tenant_id: str, month: str, after: str | None = None) -> Iterator[AuditEntry]:
    """The changes of one month (``YYYY-MM``, in UTC), oldest first, from behind the id ``after``.

    It reads the index: a customer that was removed is in no other list. A moment behind what was just done.
    """
    condition = store.AuditRow.by_tenant_month_sk > after if after else None
    return store.table.stream(f"{tenant_id}#{month}", condition, index="by_tenant_month", page=200)


def walk_changes_by_clients(pk: str, after: str | None = None) -> Iterator[AuditEntry]:
    """What the people of one customer (its partition) did, oldest first, from behind the id ``after``."""
    condition = store.AuditRow.by_client_sk > after if after else None
    return store.table.stream(pk, condition, index="by_client", page=200)
