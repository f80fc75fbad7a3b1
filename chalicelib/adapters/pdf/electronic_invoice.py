"""Invoices as data: EN 16931 in the syntax of UN/CEFACT CII, as Factur-X carries it, by the standard library alone.

Amounts are written from the same integers as the page. Rules are quoted by their EN 16931 names (BR-…).
"""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from chalicelib.adapters.pdf.sheets import tax_reason
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import DocumentLine, DocumentTax, InvoiceDocument, Party
from chalicelib.core.money import decimal_string, exponent

Element = ElementTree.Element
_UN = "urn:un:unece:uncefact:"
_NAMESPACES = {
    "rsm": f"{_UN}data:standard:CrossIndustryInvoice:100",
    "ram": f"{_UN}data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_UN}data:standard:UnqualifiedDataType:100",
    "qdt": f"{_UN}data:standard:QualifiedDataType:100",
}
for _prefix, _uri in _NAMESPACES.items():
    ElementTree.register_namespace(_prefix, _uri)

_TYPE_CODES = {"invoice": "380", "credit_note": "381"}
_EXEMPTION_CODES = {"AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VAT_ID = re.compile(r"[A-Z]{2}[A-Z0-9+*.-]{2,13}")


class NotElectronic(Exception):
    """EN 16931 cannot say this document; ``gaps`` tells why, each a sentence."""

    def __init__(self, gaps: tuple[str, ...]) -> None:
        self.gaps = gaps
        super().__init__(" ".join(gaps))


def gaps(document: InvoiceDocument) -> tuple[str, ...]:
    """What keeps ``document`` from being an EN 16931 invoice; empty if nothing does."""
    categories = {tax.category for tax in document.taxes}
    keys = {(Decimal(tax.rate), tax.category) for tax in document.taxes}
    charged_wrongly = any((Decimal(tax.rate) == 0) == (tax.category == "S") for tax in document.taxes)
    checks = (
        (exponent(document.currency) > 2, "EN 16931 amounts have at most two decimals."),
        (not document.seller.address.country, "The seller's country is missing (BR-09)."),
        (not document.buyer.address.country, "The buyer's country is missing (BR-11)."),
        (
            not (document.seller.vat_id or document.seller.tax_id),
            "The seller's VAT or tax number is missing (BR-CO-26).",
        ),
        ("AE" in categories and not _vat_id(document.buyer), "The buyer's VAT number is missing (BR-AE-02)."),
        ("O" in categories and len(categories) > 1, "Lines not subject to VAT stand beside others (BR-O-11)."),
        (len(keys) < len(document.taxes), "Two taxes have the same rate and category (BR-S-08)."),
        (charged_wrongly, "A tax category does not fit its rate (BR-S-05, BR-Z-05)."),
        (not document.taxes, "No VAT breakdown (BR-CO-18)."),
        (any(document.tax_of(line) is None for line in document.lines), "A line's tax is not in the VAT breakdown."),
        (_bases_differ(document), "The lines of a tax do not add up to its base (BR-S-08)."),
    )
    return tuple(sentence for fails, sentence in checks if fails)


def invoice_xml(document: InvoiceDocument) -> bytes:
    """The invoice or credit note as CII XML (UTF-8). Raises NotElectronic when EN 16931 cannot say it."""
    missing = gaps(document)
    if missing:
        raise NotElectronic(missing)
    root = Element(_name("rsm:CrossIndustryInvoice"))
    _put(
        root,
        "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        "urn:cen.eu:en16931:2017",
    )
    _head(_put(root, "rsm:ExchangedDocument"), document)
    transaction = _put(root, "rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(document.lines, 1):
        _line(_put(transaction, "ram:IncludedSupplyChainTradeLineItem"), document, line, number)
    _agreement(_put(transaction, "ram:ApplicableHeaderTradeAgreement"), document)
    _put(transaction, "ram:ApplicableHeaderTradeDelivery")
    _settlement(_put(transaction, "ram:ApplicableHeaderTradeSettlement"), document)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _head(parent: Element, document: InvoiceDocument) -> None:
    _put(parent, "ram:ID", document.number)
    _put(parent, "ram:TypeCode", _TYPE_CODES[document.kind])
    _day(parent, "ram:IssueDateTime", document.issue_date)
    if document.notes:
        _put(parent, "ram:IncludedNote/ram:Content", document.notes)


def _line(parent: Element, document: InvoiceDocument, line: DocumentLine, number: int) -> None:
    _put(parent, "ram:AssociatedDocumentLineDocument/ram:LineID", str(number))
    product = _put(parent, "ram:SpecifiedTradeProduct")
    name, _, rest = _text(line.description).strip().partition("\n")
    _put(product, "ram:Name", name or "-")
    if rest.strip():
        _put(product, "ram:Description", rest.strip())
    # BR-27 forbids negative prices: a deduction is a negative quantity at a positive price.
    sign = -1 if line.unit_price < 0 else 1
    price = decimal_string(sign * line.unit_price, document.currency)
    _put(parent, "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount", price)
    quantity = format(sign * Decimal(line.quantity), "f")
    _put(parent, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", quantity, unitCode="C62")
    _line_settlement(_put(parent, "ram:SpecifiedLineTradeSettlement"), document, line)


def _line_settlement(parent: Element, document: InvoiceDocument, line: DocumentLine) -> None:
    tax = document.tax_of(line)
    assert tax is not None  # gaps() has seen to it
    trade_tax = _put(parent, "ram:ApplicableTradeTax")
    _put(trade_tax, "ram:TypeCode", "VAT")
    _put(trade_tax, "ram:CategoryCode", tax.category)
    _rate(trade_tax, tax)
    if line.period:
        period = _put(parent, "ram:BillingSpecifiedPeriod")
        _day(period, "ram:StartDateTime", line.period.start)
        _day(period, "ram:EndDateTime", line.period.end)
    total = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    _put(parent, total, decimal_string(line.amount, document.currency))


def _agreement(parent: Element, document: InvoiceDocument) -> None:
    outside_vat = any(tax.category == "O" for tax in document.taxes)
    _party(_put(parent, "ram:SellerTradeParty"), document.seller, outside_vat, is_seller=True)
    _party(_put(parent, "ram:BuyerTradeParty"), document.buyer, outside_vat, is_seller=False)
    if document.purchase_order:
        _put(parent, "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", document.purchase_order)


def _party(parent: Element, party: Party, outside_vat: bool, is_seller: bool) -> None:
    """BR-O-02 forbids VAT numbers outside VAT; a seller without one is known by its tax number (BR-CO-26)."""
    vat_id = "" if outside_vat else _vat_id(party)
    if is_seller and not vat_id:
        _put(parent, "ram:ID", party.tax_id or party.vat_id)
    _put(parent, "ram:Name", party.name)
    if is_seller:
        _contact(parent, party)
    _address(_put(parent, "ram:PostalTradeAddress"), party)
    if vat_id:
        _put(parent, "ram:SpecifiedTaxRegistration/ram:ID", vat_id, schemeID="VA")
    tax_id = party.tax_id or ("" if vat_id else party.vat_id)
    if is_seller and tax_id and not outside_vat:
        _put(parent, "ram:SpecifiedTaxRegistration/ram:ID", tax_id, schemeID="FC")


def _contact(parent: Element, seller: Party) -> None:
    if seller.contact or seller.phone or seller.email:
        contact = _put(parent, "ram:DefinedTradeContact")
        _put(contact, "ram:PersonName", seller.contact or seller.name)
        if seller.phone:
            _put(contact, "ram:TelephoneUniversalCommunication/ram:CompleteNumber", seller.phone)
        if seller.email:
            _put(contact, "ram:EmailURIUniversalCommunication/ram:URIID", seller.email)


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
            _put(parent, f"ram:{name}", value)


def _settlement(parent: Element, document: InvoiceDocument) -> None:
    if document.kind == "invoice":
        _put(parent, "ram:PaymentReference", document.number)
    _put(parent, "ram:InvoiceCurrencyCode", document.currency)
    _payment_means(parent, document)
    for tax in document.taxes:
        _tax(_put(parent, "ram:ApplicableTradeTax"), document, tax)
    _payment_terms(parent, document)
    _totals(_put(parent, "ram:SpecifiedTradeSettlementHeaderMonetarySummation"), document)
    if document.refers_to:
        reference = _put(parent, "ram:InvoiceReferencedDocument")
        _put(reference, "ram:IssuerAssignedID", document.refers_to.number)
        if document.refers_to.issue_date:
            _day(reference, "ram:FormattedIssueDateTime", document.refers_to.issue_date, "qdt")


def _payment_means(parent: Element, document: InvoiceDocument) -> None:
    account = document.seller.account
    iban = account.iban.replace(" ", "")
    if document.kind == "credit_note" or not iban:
        return
    means = _put(parent, "ram:SpecifiedTradeSettlementPaymentMeans")
    _put(means, "ram:TypeCode", "58" if document.currency == "EUR" else "30")  # SEPA or other credit transfer
    creditor = _put(means, "ram:PayeePartyCreditorFinancialAccount")
    _put(creditor, "ram:IBANID", iban)
    _put(creditor, "ram:AccountName", account.holder or document.seller.name)
    if account.bic:
        _put(means, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", account.bic)


def _tax(parent: Element, document: InvoiceDocument, tax: DocumentTax) -> None:
    _put(parent, "ram:CalculatedAmount", decimal_string(tax.amount, document.currency))
    _put(parent, "ram:TypeCode", "VAT")
    reason = tax_reason(tax, document.language) if tax.category in ("E", "AE", "O") else ""
    if reason:
        _put(parent, "ram:ExemptionReason", reason)
    _put(parent, "ram:BasisAmount", decimal_string(tax.base, document.currency))
    _put(parent, "ram:CategoryCode", tax.category)
    if tax.category in _EXEMPTION_CODES:
        _put(parent, "ram:ExemptionReasonCode", _EXEMPTION_CODES[tax.category])
    _rate(parent, tax)


def _rate(parent: Element, tax: DocumentTax) -> None:
    if tax.category != "O":  # BR-O-05: what is outside VAT has no rate
        _put(parent, "ram:RateApplicablePercent", format(Decimal(tax.rate), "f"))


def _payment_terms(parent: Element, document: InvoiceDocument) -> None:
    """BR-CO-25: what is due has a day or terms; a credit note says that it is credited."""
    description = document.terms or ("" if document.due_date else _no_day(document))
    terms = _put(parent, "ram:SpecifiedTradePaymentTerms")
    if description:
        _put(terms, "ram:Description", description)
    if document.due_date:
        _day(terms, "ram:DueDateDateTime", document.due_date)


def _no_day(document: InvoiceDocument) -> str:
    return WORDS[document.language]["amount_credited" if document.kind == "credit_note" else "amount_due"]


def _totals(parent: Element, document: InvoiceDocument) -> None:
    currency = document.currency
    _put(parent, "ram:LineTotalAmount", decimal_string(document.subtotal, currency))
    _put(parent, "ram:TaxBasisTotalAmount", decimal_string(document.subtotal, currency))
    _put(parent, "ram:TaxTotalAmount", decimal_string(document.tax_total, currency), currencyID=currency)
    _put(parent, "ram:GrandTotalAmount", decimal_string(document.total, currency))
    if document.amount_paid:
        _put(parent, "ram:TotalPrepaidAmount", decimal_string(document.amount_paid, currency))
    _put(parent, "ram:DuePayableAmount", decimal_string(document.balance, currency))


def _bases_differ(document: InvoiceDocument) -> bool:
    sums = {id(tax): 0 for tax in document.taxes}
    for line in document.lines:
        tax = document.tax_of(line)
        if tax is not None:
            sums[id(tax)] += line.amount
    return any(sums[id(tax)] != tax.base for tax in document.taxes)


def _vat_id(party: Party) -> str:
    """The VAT number without blanks, if it begins with a country (BR-CO-09)."""
    compact = party.vat_id.replace(" ", "").upper()
    return compact if _VAT_ID.fullmatch(compact) else ""


def _day(parent: Element, path: str, day: date, namespace: str = "udt") -> None:
    _put(parent, f"{path}/{namespace}:DateTimeString", day.strftime("%Y%m%d"), format="102")


def _put(parent: Element, path: str, text: str | None = None, **attributes: str) -> Element:
    """A new element at the end of ``path`` under ``parent``, with its text."""
    for step in path.split("/"):
        parent = ElementTree.SubElement(parent, _name(step))
    parent.attrib.update(attributes)
    if text is not None:
        parent.text = _text(text)
    return parent


def _text(text: str) -> str:
    """True text, but for what XML 1.0 has no way to write."""
    return _NOT_XML.sub("", text)


def _name(step: str) -> str:
    prefix, _, name = step.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{name}"
