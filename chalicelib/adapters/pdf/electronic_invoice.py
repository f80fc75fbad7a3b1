"""Invoices as data: EN 16931 in the syntax of UN/CEFACT CII, as Factur-X carries it, by the standard library alone.

Amounts are written from the same integers as the page. Rules are quoted by their EN 16931 names (BR-…).
"""

from decimal import Decimal
from xml.etree import ElementTree  # nosec B405  # it writes XML and reads none

from chalicelib.adapters.pdf.cii import Element, put, put_day, qualified, writable
from chalicelib.adapters.pdf.electronic_gaps import NotElectronic, gaps, vat_id
from chalicelib.adapters.pdf.priced import tax_reason
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import DocumentLine, DocumentTax, InvoiceDocument, Party
from chalicelib.core.money import decimal_string

__all__ = ["NotElectronic", "gaps", "invoice_xml"]

_TYPE_CODES = {"invoice": "380", "credit_note": "381"}
_EXEMPTION_CODES = {"AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}


def invoice_xml(document: InvoiceDocument) -> bytes:
    """The invoice or credit note as CII XML (UTF-8). Raises NotElectronic when EN 16931 cannot say it."""
    missing = gaps(document)
    if missing:
        raise NotElectronic(missing)
    root = Element(qualified("rsm:CrossIndustryInvoice"))
    put(
        root,
        "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        "urn:cen.eu:en16931:2017",
    )
    _head(put(root, "rsm:ExchangedDocument"), document)
    transaction = put(root, "rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(document.lines, 1):
        _line(put(transaction, "ram:IncludedSupplyChainTradeLineItem"), document, line, number)
    _agreement(put(transaction, "ram:ApplicableHeaderTradeAgreement"), document)
    put(transaction, "ram:ApplicableHeaderTradeDelivery")
    _settlement(put(transaction, "ram:ApplicableHeaderTradeSettlement"), document)
    xml: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _head(parent: Element, document: InvoiceDocument) -> None:
    put(parent, "ram:ID", document.number)
    put(parent, "ram:TypeCode", _TYPE_CODES[document.kind])
    put_day(parent, "ram:IssueDateTime", document.issue_date)
    if document.notes:
        put(parent, "ram:IncludedNote/ram:Content", document.notes)


def _line(parent: Element, document: InvoiceDocument, line: DocumentLine, number: int) -> None:
    put(parent, "ram:AssociatedDocumentLineDocument/ram:LineID", str(number))
    product = put(parent, "ram:SpecifiedTradeProduct")
    name, _, rest = writable(line.description).strip().partition("\n")
    put(product, "ram:Name", name or "-")
    if rest.strip():
        put(product, "ram:Description", rest.strip())
    # BR-27 forbids negative prices: a deduction is a negative quantity at a positive price.
    sign = -1 if line.unit_price < 0 else 1
    price = decimal_string(sign * line.unit_price, document.currency)
    put(parent, "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount", price)
    quantity = format(sign * Decimal(line.quantity), "f")
    put(parent, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", quantity, unitCode="C62")
    _line_settlement(put(parent, "ram:SpecifiedLineTradeSettlement"), document, line)


def _line_settlement(parent: Element, document: InvoiceDocument, line: DocumentLine) -> None:
    tax = document.tax_of(line)
    assert tax is not None  # gaps() has seen to it
    trade_tax = put(parent, "ram:ApplicableTradeTax")
    put(trade_tax, "ram:TypeCode", "VAT")
    put(trade_tax, "ram:CategoryCode", tax.category)
    _rate(trade_tax, tax)
    if line.period:
        period = put(parent, "ram:BillingSpecifiedPeriod")
        put_day(period, "ram:StartDateTime", line.period.start)
        put_day(period, "ram:EndDateTime", line.period.end)
    total = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    put(parent, total, decimal_string(line.amount, document.currency))


def _agreement(parent: Element, document: InvoiceDocument) -> None:
    outside_vat = any(tax.category == "O" for tax in document.taxes)
    _party(put(parent, "ram:SellerTradeParty"), document.seller, outside_vat, is_seller=True)
    _party(put(parent, "ram:BuyerTradeParty"), document.buyer, outside_vat, is_seller=False)
    if document.purchase_order:
        put(parent, "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", document.purchase_order)


def _party(parent: Element, party: Party, outside_vat: bool, is_seller: bool) -> None:
    """BR-O-02 forbids VAT numbers outside VAT; a seller without one is known by its tax number (BR-CO-26)."""
    vat_number = "" if outside_vat else vat_id(party)
    if is_seller and not vat_number:
        put(parent, "ram:ID", party.tax_id or party.vat_id)
    put(parent, "ram:Name", party.name)
    if is_seller:
        _contact(parent, party)
    _address(put(parent, "ram:PostalTradeAddress"), party)
    if vat_number:
        put(parent, "ram:SpecifiedTaxRegistration/ram:ID", vat_number, schemeID="VA")
    tax_id = party.tax_id or ("" if vat_number else party.vat_id)
    if is_seller and tax_id and not outside_vat:
        put(parent, "ram:SpecifiedTaxRegistration/ram:ID", tax_id, schemeID="FC")


def _contact(parent: Element, seller: Party) -> None:
    if seller.contact or seller.phone or seller.email:
        contact = put(parent, "ram:DefinedTradeContact")
        put(contact, "ram:PersonName", seller.contact or seller.name)
        if seller.phone:
            put(contact, "ram:TelephoneUniversalCommunication/ram:CompleteNumber", seller.phone)
        if seller.email:
            put(contact, "ram:EmailURIUniversalCommunication/ram:URIID", seller.email)


def _address(parent: Element, party: Party) -> None:
    address = party.address
    for name, value in (
        ("PostcodeCode", address.postal_code),
        ("LineOne", address.line1),
        ("LineTwo", address.line2),
        ("CityName", address.city),
        ("CountryID", address.country),
        ("CountrySubDivisionName", address.state),
    ):
        if value:
            put(parent, f"ram:{name}", value)


def _settlement(parent: Element, document: InvoiceDocument) -> None:
    if document.kind == "invoice":
        put(parent, "ram:PaymentReference", document.number)
    put(parent, "ram:InvoiceCurrencyCode", document.currency)
    _payment_means(parent, document)
    for tax in document.taxes:
        _tax(put(parent, "ram:ApplicableTradeTax"), document, tax)
    _payment_terms(parent, document)
    _totals(put(parent, "ram:SpecifiedTradeSettlementHeaderMonetarySummation"), document)
    if document.refers_to:
        reference = put(parent, "ram:InvoiceReferencedDocument")
        put(reference, "ram:IssuerAssignedID", document.refers_to.number)
        if document.refers_to.issue_date:
            put_day(reference, "ram:FormattedIssueDateTime", document.refers_to.issue_date, "qdt")


def _payment_means(parent: Element, document: InvoiceDocument) -> None:
    account = document.seller.account
    iban = account.iban.replace(" ", "")
    if document.kind == "credit_note" or not iban:
        return
    means = put(parent, "ram:SpecifiedTradeSettlementPaymentMeans")
    put(means, "ram:TypeCode", "58" if document.currency == "EUR" else "30")  # SEPA or other credit transfer
    creditor = put(means, "ram:PayeePartyCreditorFinancialAccount")
    put(creditor, "ram:IBANID", iban)
    put(creditor, "ram:AccountName", account.holder or document.seller.name)
    if account.bic:
        put(means, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", account.bic)


def _tax(parent: Element, document: InvoiceDocument, tax: DocumentTax) -> None:
    put(parent, "ram:CalculatedAmount", decimal_string(tax.amount, document.currency))
    put(parent, "ram:TypeCode", "VAT")
    reason = tax_reason(tax, document.language) if tax.category in ("E", "AE", "O") else ""
    if reason:
        put(parent, "ram:ExemptionReason", reason)
    put(parent, "ram:BasisAmount", decimal_string(tax.base, document.currency))
    put(parent, "ram:CategoryCode", tax.category)
    if tax.category in _EXEMPTION_CODES:
        put(parent, "ram:ExemptionReasonCode", _EXEMPTION_CODES[tax.category])
    _rate(parent, tax)


def _rate(parent: Element, tax: DocumentTax) -> None:
    if tax.category != "O":  # BR-O-05: what is outside VAT has no rate
        put(parent, "ram:RateApplicablePercent", format(Decimal(tax.rate), "f"))


def _payment_terms(parent: Element, document: InvoiceDocument) -> None:
    """BR-CO-25: what is due has a day or terms; a credit note says that it is credited."""
    description = document.terms or ("" if document.due_date else _no_day(document))
    terms = put(parent, "ram:SpecifiedTradePaymentTerms")
    if description:
        put(terms, "ram:Description", description)
    if document.due_date:
        put_day(terms, "ram:DueDateDateTime", document.due_date)


def _no_day(document: InvoiceDocument) -> str:
    return WORDS[document.language]["amount_credited" if document.kind == "credit_note" else "amount_due"]


def _totals(parent: Element, document: InvoiceDocument) -> None:
    currency = document.currency
    put(parent, "ram:LineTotalAmount", decimal_string(document.subtotal, currency))
    put(parent, "ram:TaxBasisTotalAmount", decimal_string(document.subtotal, currency))
    put(parent, "ram:TaxTotalAmount", decimal_string(document.tax_total, currency), currencyID=currency)
    put(parent, "ram:GrandTotalAmount", decimal_string(document.total, currency))
    if document.amount_paid:
        put(parent, "ram:TotalPrepaidAmount", decimal_string(document.amount_paid, currency))
    put(parent, "ram:DuePayableAmount", decimal_string(document.balance, currency))
