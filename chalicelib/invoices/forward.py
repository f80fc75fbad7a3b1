"""A client passes an invoice on to others; that makes nobody a contact."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.limits import limit_forwards
from chalicelib.audit.record import record_change
from chalicelib.core.identity import PortalUser, SwitchedOff
from chalicelib.invoices import emails, rules
from chalicelib.invoices.document import with_document
from chalicelib.invoices.find import find_invoice
from chalicelib.invoices.schemas import Forwarded, Forwarding
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def forward_invoice(user: PortalUser, invoice_id: str, request: Forwarding) -> Forwarded:
    """Mail the document to up to five people, once each. Raises SwitchedOff, InvoiceVoid, TooManyRequests."""
    invoice = find_invoice(user.partition, invoice_id)
    user.must_be("billing")
    if not user.settings.allow_forwarding:
        raise SwitchedOff
    recipients = list(dict.fromkeys(request.recipients))
    if invoice.status == "void":
        raise rules.InvoiceVoid
    limit_forwards(user.tenant_id, user.actor_id)
    with transaction() as tx:
        placed = with_document(tx, invoice)
        for recipient in recipients:
            sheet = emails.write_forwarded(user, recipient, request.message, placed, settings().site_of(user.tenant_id))
            add_mail(tx, user.merchant, sheet, user.customer_id)
        record_change(tx, user, "invoice.forwarded", invoice.id, changes={"recipients": len(recipients)})
    return Forwarded(recipients=len(recipients))
