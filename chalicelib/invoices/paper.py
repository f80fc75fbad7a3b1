"""The invoice as its document says it: frozen parties, frozen links, sums; pure."""

import re
from datetime import datetime

from chalicelib.core.documents import DocumentLine, DocumentTax, InvoiceDocument, Party, Verification
from chalicelib.core.portal import Merchant
from chalicelib.customers.entity import Customer
from chalicelib.invoices.entity import Invoice, Line, Snapshot, WholeInvoice

_VAT_ID = re.compile(r"[A-Z]{2}[A-Z0-9+*.-]{2,13}")


def snapshot_of(merchant: Merchant, customer: Customer, invoice_id: str, code: str, site_url: str) -> Snapshot:
    """Seller, buyer and brand as they are now. ``code`` leads to the page that says whether the document is genuine."""
    portal = f"{site_url}/{merchant.portal.portal_name}"
    return Snapshot(
        seller=seller_of(merchant),
        buyer=buyer_of(customer),
        language=customer.language,
        accent=merchant.organization.accent,
        logo_key=merchant.organization.logo_key,
        pay_url=f"{portal}/invoices/{invoice_id}",
        verify_url=f"{portal}/verify/{code}",
    )


def seller_of(merchant: Merchant) -> Party:
    """The merchant as a document of today names it."""
    organization = merchant.organization
    return Party(
        name=organization.name,
        address=organization.address,
        tax_id=organization.tax_id,
        vat_id=organization.vat_id,
        email=organization.email,
        phone=organization.phone,
        website=organization.website or "",
        account=organization.payee_account,
    )


def buyer_of(customer: Customer) -> Party:
    """The customer as a document of today names it."""
    name = customer.company_name or customer.display_name
    compact = customer.tax_id.replace(" ", "").upper()
    is_vat_id = bool(_VAT_ID.fullmatch(compact))
    return Party(
        name=name,
        contact=customer.display_name if customer.display_name != name else "",
        address=customer.billing_address,
        tax_id="" if is_vat_id else customer.tax_id,
        vat_id=compact if is_vat_id else "",
        email=customer.email,
        phone=customer.phone,
    )


def paper_of(invoice: WholeInvoice, logo: bytes | None = None) -> InvoiceDocument:
    """The document of an issued invoice: always the same, whatever was paid since."""
    snapshot, number, issued_at, code = (
        invoice.snapshot, invoice.number, invoice.issued_at, invoice.verification_code,
    )  # fmt: skip
    assert snapshot and number and issued_at and code, "only an issued invoice has a document"
    return InvoiceDocument(
        number=number,
        issued_at=datetime.fromisoformat(issued_at),
        language=snapshot.language,
        currency=invoice.currency,
        seller=snapshot.seller,
        buyer=snapshot.buyer,
        accent=snapshot.accent,
        logo=logo,
        verification=Verification(url=snapshot.verify_url, code=code),
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        lines=tuple(_line(line) for line in invoice.lines),
        taxes=tuple(DocumentTax(**tax.model_dump()) for tax in invoice.taxes),
        subtotal=invoice.subtotal,
        tax_total=invoice.tax_total,
        total=invoice.total,
        balance=invoice.total,
        notes=invoice.notes,
        terms=invoice.terms,
        pay_url=snapshot.pay_url,
    )


def _line(line: Line) -> DocumentLine:
    return DocumentLine(category=line.tax_category, **line.model_dump(exclude={"tax_category"}))


def filename_of(invoice: Invoice, ending: str) -> str:
    """ASCII and without a path: the number, and what kind of file it is."""
    return f"{invoice.number or invoice.id}.{ending}"
