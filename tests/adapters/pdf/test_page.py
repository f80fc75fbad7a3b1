"""What a page says: its figures, its words, its parties, and what it does about characters and logos it cannot show."""

import io
import logging

import pypdf
import pytest
from pydantic import ValidationError

from chalicelib.adapters.pdf import render, render_invoice, render_receipt
from chalicelib.core.documents import MAX_LINES, InvoiceDocument, ReceiptDocument
from tests.adapters.pdf.samples import FORTY_LINES, NAMES, PARIS, credit_note, invoice, line, logo, receipt

SQUARE = "\u25a1"


def words_of(pdf: bytes) -> str:
    """All text of a file, with plain spaces."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u00a0", " ")


def test_an_invoice_says_what_is_due_and_when_and_how_to_pay(shelf):
    text = words_of(shelf["three_lines"].pdf)
    for part in (
        "Invoice", "INV-2026-0042", "€1,501.13", "Amount due by 14 March 2026", "Billed to", "Analytical Engines Ltd",
        "United Kingdom", "VAT 19% on €1,105.00 €209.95", "VAT 7% on €174.00 €12.18", "1 February 2026 – 28 February 2026",
        "DE89 3704 0044 0532 0130 00", "COBADEFFXXX", "portal.acme.example/verify", "K7MP-29QX-TRWB", "Page 1 of 1",
    ):  # fmt: skip
        assert part in text


def test_a_german_invoice_is_german_to_the_last_word(shelf):
    text = words_of(shelf["german"].pdf)
    for part in (
        "Rechnung",
        "1.301,13 €",
        "Zu zahlen bis 14. März 2026",
        "Bereits bezahlt −200,00 €",
        "Seite 1 von 1",
        "Frankreich",
    ):
        assert part in text
    assert "Invoice" not in text.replace("INV-", "")


def test_a_credit_note_asks_for_nothing(shelf):
    text = words_of(shelf["credit_note"].pdf)
    assert "Credit note" in text
    assert "Amount credited €428.40" in text
    assert "For invoice INV-2026-0042" in text
    assert "IBAN" not in text


def test_a_receipt_names_the_payment_and_its_invoices(shelf):
    text = words_of(shelf["receipt"].pdf)
    for part in (
        "Receipt",
        "€1,327.50",
        "Amount received on 3 March 2026",
        "Visa •••• 4242",
        "INV-2026-0041",
        "INV-2026-0042",
    ):
        assert part in text
    assert "Zahlungsbeleg" in words_of(shelf["receipt_german"].pdf)
    assert "Überweisung" in words_of(shelf["receipt_german"].pdf)


def test_forty_lines_repeat_their_heading_and_count_their_pages(shelf):
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(shelf["forty_lines"].pdf)).pages]
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        assert "Description Qty Unit price Tax Amount" in page
        assert f"Page {number} of 2" in page
    assert all(f"Service package {number} with" in "".join(pages) for number in range(1, 41))


@pytest.mark.parametrize("script", ["latin", "greek", "cyrillic", "japanese"])
def test_names_of_every_script_can_be_read_back(shelf, script):
    assert NAMES[script] in words_of(shelf["scripts"].pdf)
    assert shelf["scripts"].replaced == ()


def test_arabic_words_can_be_read_back_and_run_from_right_to_left(shelf):
    text = words_of(shelf["scripts"].pdf)
    assert "النور شركة" in text, "the extractor gives words from left to right: the second word lies left of the first"
    assert "القاهرة" in text


def test_characters_without_a_glyph_become_squares_and_are_reported_without_the_text(caplog):
    with caplog.at_level(logging.WARNING, logger="portal.pdf"):
        logging.getLogger("portal.pdf").propagate = True
        logging.getLogger("portal").propagate = True
        rendered = render(invoice(line("Gift 😀 for 한")))
    assert f"Gift {SQUARE} for {SQUARE}" in words_of(rendered.pdf)
    assert rendered.replaced == ("한", "😀")
    assert caplog.records[-1].fields["replaced"] == ["U+D55C", "U+1F600"]
    assert "Gift" not in str(caplog.records[-1].__dict__)


def test_nothing_a_person_writes_is_markup(shelf):
    text = '#eval("1+1") $x$ *b* _i_ `c` = h \\ // <label> @ref #{panic()} {date} "q"'
    assert text.replace(" ", "") in words_of(render_invoice(invoice(line(text), notes=text))).replace(" ", "").replace(
        "\n", ""
    )


def test_invisible_controls_that_reorder_text_are_left_out():
    assert "total 100 paid" in words_of(
        render_invoice(invoice(line("total \u202e100\u202c \u2066paid\u2069\x00\ufeff")))
    )


def test_a_logo_changes_the_file_and_a_bad_one_gives_way_to_the_name():
    plain = render(invoice(line()))
    assert render(invoice(line(), logo=logo())).pdf != plain.pdf
    for picture in (b"<svg/>", b"\x89PNG\r\n\x1a\nnot a picture", b""):
        rendered = render(invoice(line(), logo=picture))
        assert rendered.logo_refused
        assert rendered.pdf == plain.pdf


def test_a_jpeg_logo_is_shown():
    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", (200, 80), (10, 90, 200)).save(content, "JPEG")
    assert not render(invoice(line(), logo=content.getvalue())).logo_refused


@pytest.mark.parametrize("wrong", ["subtotal", "tax_total", "total", "balance"])
def test_a_document_whose_sums_do_not_agree_is_refused(wrong):
    fields = invoice().model_dump()
    with pytest.raises(ValidationError, match="do not agree"):
        InvoiceDocument(**(fields | {wrong: fields[wrong] + 1}))


@pytest.mark.asvs("15.2.2")
def test_there_is_a_longest_document():
    with pytest.raises(ValidationError, match="at most 500"):
        invoice(*[line()] * (MAX_LINES + 1))
    with pytest.raises(ValidationError, match="at most 2000"):
        line("x" * 2001)


def test_the_longest_document_is_set():
    pdf = render_invoice(invoice(*[line("Hour of work")] * MAX_LINES))
    assert "Page 1 of" in words_of(pdf)


def test_a_receipt_of_a_payment_that_settled_nothing_yet_is_set():
    text = words_of(render_receipt(receipt(invoices=(), verification=None, method="Gift card", method_detail="")))
    assert "Gift card" in text
    assert isinstance(receipt(), ReceiptDocument)


def test_nothing_is_asked_for_when_nothing_is_due():
    text = words_of(render_invoice(invoice(line(), amount_paid=11900)))
    assert "Nothing to pay" in text
    assert "IBAN" not in text


def test_the_reason_for_no_tax_stands_on_the_page(shelf):
    assert "Steuerschuldnerschaft des Leistungsempfängers" in words_of(shelf["reverse_charge"].pdf)
    assert "Exempt from VAT" in words_of(shelf["exempt"].pdf)


def test_currencies_without_and_with_three_decimals_are_exact(shelf):
    assert "¥13,580" in words_of(shelf["yen"].pdf)
    assert "KWD 1,469.135" in words_of(shelf["dinar"].pdf)


def test_the_links_of_a_page_are_those_of_the_document(shelf):
    links = {
        str(annotation.get_object()["/A"]["/URI"])
        for page in pypdf.PdfReader(io.BytesIO(shelf["one_line"].pdf)).pages
        for annotation in page.get("/Annots", [])
    }
    assert links == {
        "https://portal.acme.example/acme/invoices/inv_01",
        "https://portal.acme.example/verify/K7MP-29QX-TRWB",
    }


@pytest.mark.parametrize(
    ("document", "kilobytes"), [(invoice(), 80), (invoice(*FORTY_LINES), 150), (credit_note(buyer=PARIS), 80)]
)
def test_files_stay_small(document, kilobytes):
    assert len(render(document).pdf) <= kilobytes * 1000
