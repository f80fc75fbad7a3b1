"""The renderer's small parts: glyphs, colours, addresses, QR codes, and the shifting of a cross-reference table."""

import re

import pytest

from chalicelib.adapters.pdf import countries, engine, fonts, invoice_sheet, qr, words, xmp
from chalicelib.adapters.pdf.colours import readable
from chalicelib.adapters.pdf.glyphs import Shown, breakable
from chalicelib.adapters.pdf.parties import address_lines
from chalicelib.core.fields import Address
from tests.adapters.pdf.samples import invoice, line


@pytest.mark.parametrize(
    ("written", "shown", "replaced"),
    [
        ("plain", "plain", set()),
        ("Cafe\u0301", "Café", set()),
        ("tab\tnewline\n", "tab newline ", set()),
        ("\u0301alone", "\u0301alone", set()),
        ("𓀀", "□", {"𓀀"}),
        ("a\u20e3", "a", {"\u20e3"}),
        ("\ue000", "□", {"\ue000"}),
        ("heart❤\ufe0f", "heart❤", set()),
        ("soft\u00adhyphen", "softhyphen", set()),
        ("می\u200cخواهم", "می\u200cخواهم", set()),
    ],
)
def test_texts_become_what_the_fonts_can_draw(written, shown, replaced):
    glyphs = Shown()
    assert glyphs.text(written) == shown
    assert glyphs.replaced == replaced


def test_addresses_are_not_broken_and_links_never():
    address = "https://a-rather-long-name.example/of/a/page"
    sheet = Shown().tree({"footer": address, "url": address * 9, "place": address, "texts": [address]})
    assert sheet["footer"] == sheet["place"] == address
    assert sheet["url"] == address * 9
    assert "\u200b" in sheet["texts"][0]


def test_long_words_may_be_broken_and_short_ones_may_not():
    assert breakable("x" * 24) == "x" * 24
    assert breakable("short " + "x" * 50) == "short " + "\u200b".join(("x" * 24, "x" * 24, "xx"))


def test_the_fonts_cover_what_they_are_here_for():
    for text in ("Łódź", "Ελληνικά", "Київ", "شركة", "株式会社さくら", "€ − • – □"):
        assert all(fonts.some_font_draws(character) for character in text if character != " ")
    assert not fonts.some_font_draws("한")


def test_an_accent_is_darkened_only_as_far_as_it_must_be():
    assert readable("#1a5fb4") == "#1a5fb4"
    assert readable("#000000") == "#000000"
    for pale in ("#ffff00", "#ffffff", "#00ff88"):
        assert contrast(readable(pale)) >= 4.5
        assert contrast(readable(pale)) < 5


def contrast(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_an_address_is_written_as_its_country_does():
    berlin = Address(line1="Allee 1", city="Berlin", postal_code="10119", country="DE")
    boston = Address(line1="1 Main St", city="Boston", state="MA", postal_code="02108", country="US")
    assert address_lines(berlin, "DE", "en") == ["Allee 1", "10119 Berlin"]
    assert address_lines(berlin, "US", "de") == ["Allee 1", "10119 Berlin", "Deutschland"]
    assert address_lines(boston, "DE", "en") == ["1 Main St", "Boston, MA 02108", "United States"]
    assert address_lines(Address(), "DE", "en") == []


def test_both_languages_have_the_same_words_and_countries():
    assert words.WORDS["en"].keys() == words.WORDS["de"].keys()
    assert countries.COUNTRIES["en"].keys() == countries.COUNTRIES["de"].keys()
    assert len(countries.COUNTRIES["en"]) == 249
    placeholders = [
        {key: set(re.findall(r"{\w+}", text)) for key, text in table.items()} for table in words.WORDS.values()
    ]
    assert placeholders[0] == placeholders[1]


def test_a_qr_code_draws_exactly_the_dark_modules_of_its_url():
    import segno

    url = "https://portal.acme.example/verify/K7MP-29QX-TRWB"
    svg = qr.qr_svg(url).decode()
    drawn = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg)
        for step in range(int(width))
    }
    matrix = segno.make(url, error="m", micro=False, boost_error=False, mask=3).matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


def test_every_entry_of_the_shifted_table_leads_to_its_object(shelf):
    pdf = shelf["forty_lines"].pdf
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF", pdf)[1])
    entries = re.findall(rb"(\d{10}) \d{5} n", pdf[start:])
    assert len(entries) > 50
    for number, offset in enumerate(entries, 1):
        assert pdf[int(offset) :].startswith(b"%d 0 obj" % number)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Type/Metadata/Subtype/XML", b"/Type/Metadata/Subtype/XXX"),
        (b"</rdf:Bag></pdfaExtension:schemas>", b"</rdf:Seq></pdfaExtension:schemas>"),
        (b"startxref\n", b"startxref\n1"),
        (b"xref\n0 ", b"xref\n1 "),
    ],
)
def test_output_of_another_build_of_the_typesetter_is_refused(old, new):
    document = invoice(line(), verification=None)
    plain = engine.typeset(invoice_sheet.invoice_sheet(document), {}, document.issued_at)
    assert xmp.declare_facturx(plain, "factur-x.xml")
    assert old in plain
    with pytest.raises(xmp.UnexpectedOutput):
        xmp.declare_facturx(plain.replace(old, new), "factur-x.xml")
