"""The receipt of a payment becomes a file: rendered once, kept under its random key, its SHA-256 in the row."""

import hashlib
from datetime import datetime

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.pdf import render_receipt
from chalicelib.core.documents import Party, ReceiptDocument, SettledInvoice
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import partition
from chalicelib.core.portal import Merchant
from chalicelib.customers.find import find_customer
from chalicelib.payments import store
from chalicelib.payments.entity import Payment
from chalicelib.tenants.find import find_merchant

_TRIES = 5


def render_receipt_of(tenant_id: str, customer_id: str, payment_id: str) -> None:
    """Render the receipt, keep it under its key, then note its SHA-256; doing so again changes nothing (I12)."""
    pk = partition(tenant_id, customer_id)
    payment = store.get_payment(pk, payment_id)
    if payment is None or payment.sha256:
        return
    content = render_receipt(_document(payment, find_merchant(tenant_id)))
    object_store.keep(payment.document_key, content, "application/pdf")
    _note(pk, payment, hashlib.sha256(content).hexdigest())


def _note(pk: str, payment: Payment, sha256: str) -> None:
    """A refund or an event at the same moment moves the version: then it is noted on what that left."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            with transaction() as tx:
                store.payments.save(tx, payment.model_copy(update={"sha256": sha256}))
        except Conflict:
            found = store.get_payment(pk, payment.id)
            if found is None or found.sha256:
                return
            if not left:
                raise
            payment = found
        else:
            return


def _document(payment: Payment, merchant: Merchant) -> ReceiptDocument:
    organization = merchant.organization
    return ReceiptDocument(
        number=payment.number,
        issued_at=datetime.fromisoformat(payment.created_at),
        language=payment.language,
        currency=payment.currency,
        seller=_seller(merchant),
        buyer=_buyer(payment),
        accent=organization.accent,
        logo=object_store.find_public(organization.logo_key) if organization.logo_key else None,
        date=payment.date,
        method=payment.method,
        method_detail=f"•••• {payment.face.last4}" if payment.face.last4 else "",
        reference=payment.reference,
        amount=payment.amount,
        invoices=tuple(SettledInvoice(number=paid.number, amount=paid.amount) for paid in payment.invoices),
    )


def _seller(merchant: Merchant) -> Party:
    organization = merchant.organization
    return Party(
        name=organization.name,
        address=organization.address,
        tax_id=organization.tax_id,
        vat_id=organization.vat_id,
        email=organization.email,
        phone=organization.phone,
        website=organization.website or "",
    )


def _buyer(payment: Payment) -> Party:
    customer = find_customer(payment.tenant_id, payment.customer_id)
    return Party(
        name=customer.company_name or customer.display_name,
        address=customer.billing_address,
        tax_id=customer.tax_id,
        email=customer.email,
    )
