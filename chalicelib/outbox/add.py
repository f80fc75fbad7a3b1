"""Adding a side effect to the transaction that causes it."""

from typing import Literal

from chalicelib.adapters import queues, secrets
from chalicelib.adapters.dynamodb import Transaction
from chalicelib.core import clock, ids
from chalicelib.core.letters import Sheet, typeset
from chalicelib.core.portal import Merchant
from chalicelib.outbox import rules, store
from chalicelib.outbox.entity import MailDocument, OutboxEntry
from chalicelib.settings import settings


def add_mail(tx: Transaction, merchant: Merchant, sheet: Sheet, customer_id: str = "") -> None:
    """Send this letter once the transaction is kept; the recipient belongs to the merchant's tenant (I4)."""
    _add(tx, _mail(merchant, sheet, customer_id))


def add_unsent(tx: Transaction, merchant: Merchant, sheet: Sheet) -> None:
    """Cost what ``add_mail`` costs and send nothing: where time must not tell who exists (V15). The row is gone in a day."""
    entry = _mail(merchant, sheet, "")
    _add(tx, entry.model_copy(update={"to": None, "state": "done", "expires": clock.epoch() + 86_400}))


def _mail(merchant: Merchant, sheet: Sheet, customer_id: str) -> OutboxEntry:
    message = typeset(sheet.letter, merchant, settings().site_of(merchant.tenant_id))
    return OutboxEntry(
        id=ids.new_id("out"),
        tenant_id=merchant.tenant_id,
        customer_id=customer_id,
        kind="mail",
        created_at=clock.stamp(clock.now()),
        to=message.to,
        subject=message.subject,
        text=message.text,
        html=message.html,
        sender_name=message.sender_name,
        language=message.language,
        reply_to=message.reply_to,
        despite_complaint=sheet.despite_complaint,
        farewell=sheet.farewell,
        documents=[MailDocument(**vars(document)) for document in sheet.documents],
        sealed=secrets.seal(rules.SEAL, {"secret": sheet.secret}) if sheet.secret else None,
    )


def add_rendering(tx: Transaction, tenant_id: str, customer_id: str, task: dict[str, str]) -> None:
    """Render a document once the transaction is kept; ``task`` says which (``{"invoice_id": …}``)."""
    entry = OutboxEntry(
        id=ids.new_id("out"),
        tenant_id=tenant_id,
        customer_id=customer_id,
        kind="render",
        created_at=clock.stamp(clock.now()),
        task=task,
    )
    _add(tx, entry)


def add_task(tx: Transaction, tenant_id: str, kind: Literal["export", "erasure"], task: dict[str, str]) -> None:
    """Have a worker do this once the transaction is kept, however often that has to be begun anew."""
    entry = OutboxEntry(
        id=ids.new_id("out"), tenant_id=tenant_id, kind=kind, created_at=clock.stamp(clock.now()), task=task
    )
    _add(tx, entry)


def _add(tx: Transaction, entry: OutboxEntry) -> None:
    store.table.add(tx, entry)
    tx.afterwards(lambda: queues.send(rules.queue_of(entry), {"outbox_id": entry.id}))
