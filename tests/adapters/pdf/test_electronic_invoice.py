"""Invoices as data: what the schema and every rule of EN 16931 say, and that they would say no."""

import io
import logging
from decimal import Decimal
from xml.etree import ElementTree

import facturx
import pypdf
import pytest

from chalicelib.adapters.pdf import NotElectronic, gaps, invoice_xml, render
from chalicelib.core.documents import DocumentTax, InvoiceDocument
from chalicelib.core.fields import Address
from tests.adapters.pdf.judges import broken_rules, schema_error
from tests.adapters.pdf.samples import ACME, ANALYTICAL, FORTY_LINES, PARIS, all_kinds, credit_note, invoice, line

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
INVOICES = {name: each for name, each in all_kinds().items() if isinstance(each, InvoiceDocument)}
ELECTRONIC = sorted(name for name, document in INVOICES.items() if not gaps(document))


@pytest.fixture(autouse=True)
def quiet_facturx():
    logging.getLogger("factur-x").setLevel(logging.CRITICAL)


def test_all_kinds_but_the_dinar_are_electronic():
    assert set(INVOICES) - set(ELECTRONIC) == {"dinar"}


@pytest.mark.parametrize("name", ELECTRONIC)
def test_schema_and_rules_find_nothing(name):
    xml = invoice_xml(INVOICES[name])
    assert schema_error(xml) is None
    assert broken_rules(xml) == []


def test_a_total_off_by_one_cent_breaks_br_co_15():
    xml = invoice_xml(invoice(line()))
    assert b"GrandTotalAmount>119.00<" in xml
    assert "BR-CO-15" in broken_rules(xml.replace(b"GrandTotalAmount>119.00<", b"GrandTotalAmount>119.01<"))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b"TaxBasisTotalAmount>100.00<", b"TaxBasisTotalAmount>100.01<", "BR-CO-13"),
        (b"<ram:CountryID>DE</ram:CountryID>", b"", "BR-09"),
        (b"CategoryCode>S<", b"CategoryCode>Z<", "BR-Z-05"),
        (b"DuePayableAmount>119.00<", b"DuePayableAmount>118.99<", "BR-CO-16"),
    ],
)
def test_the_rules_see_what_is_wrong(old, new, rule):
    xml = invoice_xml(invoice(line()))
    assert old in xml
    assert rule in broken_rules(xml.replace(old, new))


def test_the_schema_sees_an_element_out_of_order():
    xml = invoice_xml(invoice(line()))
    assert "InvoiceCurrencyCode" in (
        schema_error(xml.replace(b"<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>", b"")) or ""
    )


@pytest.mark.parametrize("name", ELECTRONIC)
def test_page_and_data_carry_the_same_attachment_and_mark(shelf, name):
    rendered = shelf[name]
    attached = pypdf.PdfReader(io.BytesIO(rendered.pdf)).attachments
    assert attached["factur-x.xml"] == [rendered.xml] == [invoice_xml(INVOICES[name])]
    assert b"<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in rendered.pdf


def test_the_factur_x_library_finds_the_invoice_in_the_file(shelf):
    name, xml = facturx.get_facturx_xml_from_pdf(shelf["german"].pdf, check_xsd=True)
    assert name == "factur-x.xml"
    assert xml == shelf["german"].xml


def test_a_file_without_data_does_not_claim_any(shelf):
    for name in ("dinar", "receipt"):
        assert b"factur-x" not in shelf[name].pdf.lower()
        assert shelf[name].xml is None


def test_amounts_are_the_document_s_integers():
    document = invoice(*FORTY_LINES, amount_paid=100)
    root = ElementTree.fromstring(invoice_xml(document))
    found = {name: int(Decimal(root.find(f".//{RAM}{name}").text) * 100) for name in _TOTALS}
    assert found == {
        "TaxBasisTotalAmount": document.subtotal,
        "TaxTotalAmount": document.tax_total,
        "GrandTotalAmount": document.total,
        "TotalPrepaidAmount": 100,
        "DuePayableAmount": document.balance,
    }


_TOTALS = ("TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount", "TotalPrepaidAmount", "DuePayableAmount")


def test_a_credit_note_says_so_and_names_its_invoice():
    root = ElementTree.fromstring(invoice_xml(credit_note()))
    assert root.find(f".//{RAM}TypeCode").text == "381"
    assert root.find(f".//{RAM}InvoiceReferencedDocument/{RAM}IssuerAssignedID").text == "INV-2026-0042"
    assert root.find(f".//{RAM}SpecifiedTradeSettlementPaymentMeans") is None


def test_the_data_keep_the_true_text_that_the_page_cannot_show():
    document = invoice(line("Emoji 😀 한국어\x00 <b>& more"))
    assert "Emoji 😀 한국어 &lt;b&gt;&amp; more".encode() in invoice_xml(document)


def test_a_deduction_is_a_negative_quantity_at_a_positive_price():
    root = ElementTree.fromstring(invoice_xml(invoice(line(), line("Discount", "2", -2500))))
    price = root.findall(f".//{RAM}NetPriceProductTradePrice/{RAM}ChargeAmount")[1].text
    quantity = root.findall(f".//{RAM}BilledQuantity")[1].text
    assert (price, quantity) == ("25.00", "-2")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (invoice(currency="KWD"), "two decimals"),
        (invoice(seller=ACME.model_copy(update={"address": Address(city="Berlin")})), "BR-09"),
        (invoice(buyer=ANALYTICAL.model_copy(update={"address": Address()})), "BR-11"),
        (invoice(seller=ACME.model_copy(update={"vat_id": "", "tax_id": ""})), "BR-CO-26"),
        (
            invoice(line(rate="0"), categories={"0": "AE"}, buyer=PARIS.model_copy(update={"vat_id": "12345"})),
            "BR-AE-02",
        ),
        (invoice(line(rate="0"), line(), categories={"0": "O"}), "BR-O-11"),
        (invoice(line(rate="0"), categories={"0": "S"}), "rate"),
    ],
)
def test_what_en_16931_cannot_say_is_not_said(document, reason):
    with pytest.raises(NotElectronic, match=reason):
        invoice_xml(document)
    rendered = render(document)
    assert rendered.xml is None
    assert any(reason in sentence for sentence in rendered.gaps)


def test_a_tax_of_rate_nought_is_zero_rated_unless_said_otherwise():
    assert DocumentTax(name="VAT", rate="0", base=100, amount=0).category == "Z"
    assert DocumentTax(name="VAT", rate="19", base=100, amount=19).category == "S"
