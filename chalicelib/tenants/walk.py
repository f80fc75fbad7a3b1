"""What is kept of a merchant itself: its settings and the counters of its documents."""

from collections.abc import Iterator

from chalicelib.tenants import store
from chalicelib.tenants.entity import Series


def walk_series(tenant_id: str, after: str | None = None) -> Iterator[Series]:
    """The merchant's counters by name, from behind the name ``after``."""
    return store.series.walk(tenant_id, f"SEQ#{after}" if after else None, store.TenantRow.sk.startswith("SEQ#"))
