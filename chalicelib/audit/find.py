"""Finding changes, for the slices that show them."""

from chalicelib.adapters.dynamodb import Slot
from chalicelib.audit import store
from chalicelib.audit.entity import AuditEntry


def find_changes_by_clients(pk: str, limit: int, after: Slot | None) -> tuple[list[AuditEntry], Slot | None]:
    """What the people of one customer (its partition) did, newest first; and where the next page begins."""
    return store.browse_clients(pk, limit, after)


def find_changes_of_month(
    tenant_id: str, month: str, limit: int, after: Slot | None
) -> tuple[list[AuditEntry], Slot | None]:
    """Every change at one tenant in one month (``YYYY-MM``, in UTC), newest first; a moment behind what was just done."""
    return store.browse_month(tenant_id, month, limit, after)
