"""Recording a change, in the transaction that makes it."""

from chalicelib.adapters.dynamodb import Transaction
from chalicelib.audit import store
from chalicelib.audit.entity import AuditEntry
from chalicelib.core import clock, ids
from chalicelib.core.identity import Actor


def record_change(
    tx: Transaction,
    actor: Actor,
    action: str,
    subject_id: str,
    *,
    customer_id: str = "",
    changes: dict[str, str | int | bool | None] | None = None,
) -> None:
    """One row for the change: ``action`` is ``noun.verbed``, ``changes`` names what is new; never a secret in it.

    Its key is random and fresh, so the row also proves that the transaction was kept when an answer is lost.
    """
    entry = AuditEntry(
        id=ids.new_id("aud"),
        tenant_id=actor.tenant_id,
        customer_id=customer_id or getattr(actor, "customer_id", ""),
        at=clock.stamp(clock.now()),
        actor_kind=actor.kind,
        actor_id=actor.actor_id,
        action=action,
        subject_id=subject_id,
        changes=changes or {},
        request_id=actor.request_id,
    )
    store.table.add(tx, entry, witness=True)
