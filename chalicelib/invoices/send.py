"""Staff send an invoice: a draft is issued, what was issued before is mailed once more."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.find import find_customer
from chalicelib.invoices import emails, rules
from chalicelib.invoices.document import with_document
from chalicelib.invoices.emails import Reader
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.invoices.issue import issue_invoice
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.schemas import InvoiceDetail
from chalicelib.invoices.today import today_of
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings


def send_invoice(user: StaffUser, invoice_id: str) -> InvoiceDetail:
    """Send the invoice to the customer's people who look after bills. Raises InvoiceVoid, NobodyToMail, BuyerTaxIdMissing."""
    invoice = find_whole_for_staff(user.tenant_id, invoice_id)
    user.must_be("accountant")
    raise_deferred()
    if invoice.status == "void":
        raise rules.InvoiceVoid
    customer = find_customer(user.tenant_id, invoice.customer_id)
    readers = find_readers(customer)
    if invoice.status == "draft":
        sent = issue_invoice(user, user.merchant, customer, invoice, readers)
    else:
        sent = _mail_again(user, invoice, readers)
    return InvoiceDetail.of(sent, user, today_of(user.merchant))


def _mail_again(user: StaffUser, invoice: WholeInvoice, readers: list[Reader]) -> WholeInvoice:
    if not readers:
        raise rules.NobodyToMail
    today = rules.with_status(invoice, today_of(user.merchant))
    with transaction() as tx:
        sent = with_document(tx, today)
        for reader in readers:
            sheet = emails.write_sent(user.merchant, reader, sent, settings().site_of(user.tenant_id))
            add_mail(tx, user.merchant, sheet, invoice.customer_id)
        record_change(tx, user, "invoice.mailed", invoice.id, customer_id=invoice.customer_id)
    return sent
