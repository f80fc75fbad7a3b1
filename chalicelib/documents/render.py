"""A document that was ordered in the outbox is rendered by the slice it belongs to."""

from collections.abc import Callable

from chalicelib.estimates.render import render_estimate_paper
from chalicelib.invoices.render import render_invoice_document
from chalicelib.outbox.tasks import find_task, finish_task
from chalicelib.payments.render_receipt import render_receipt_of
from chalicelib.statements.render import render_statement_file

RENDERERS: dict[str, Callable[[str, str, str], None]] = {
    "invoice_id": render_invoice_document,
    "payment_id": render_receipt_of,
    "statement_id": render_statement_file,
    "estimate_paper": render_estimate_paper,
}
"""What a task names, and who renders it: tenant id, customer id and the id of the object go in."""


class NobodyRenders(Exception):
    """A task that no slice knows: the message ends in the dead-letter queue, where it raises an alarm."""


def render_document(message: dict[str, str], request_id: str) -> None:
    """Render what the outbox row ``message["outbox_id"]`` orders, unless that is done; coming twice changes nothing."""
    task = find_task(message["outbox_id"])
    if task is None:
        return
    kind = next((name for name in task.task if name in RENDERERS), None)
    if kind is None:
        raise NobodyRenders(task.id)
    RENDERERS[kind](task.tenant_id, task.customer_id, task.task[kind])
    finish_task(task.id)
