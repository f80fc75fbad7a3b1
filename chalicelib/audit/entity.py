"""An audit row."""

from chalicelib.core.model import Model


class AuditEntry(Model):
    """One committed change. It holds ids only: names are resolved when it is read (erasure).

    ``customer_id`` is empty for a change of the merchant's own.
    """

    id: str
    tenant_id: str
    customer_id: str
    at: str
    actor_kind: str
    actor_id: str
    action: str
    subject_id: str
    changes: dict[str, str | int | bool | None] = {}
    request_id: str
