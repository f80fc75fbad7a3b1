"""Documents become files: the sheet is typeset, its data attached as Factur-X, what could not be shown is reported."""

import logging
from dataclasses import dataclass

from chalicelib.adapters.pdf.electronic_invoice import gaps, invoice_xml
from chalicelib.adapters.pdf.engine import TypesettingFailed, typeset
from chalicelib.adapters.pdf.estimate_sheet import certificate_sheet, estimate_sheet
from chalicelib.adapters.pdf.frame import Sheet
from chalicelib.adapters.pdf.glyphs import Shown
from chalicelib.adapters.pdf.invoice_sheet import invoice_sheet
from chalicelib.adapters.pdf.qr import qr_svg
from chalicelib.adapters.pdf.receipt_sheet import receipt_sheet
from chalicelib.adapters.pdf.statement_sheet import statement_sheet
from chalicelib.adapters.pdf.xmp import declare_facturx
from chalicelib.core.documents import (
    AnyDocument,
    CertificateDocument,
    EstimateDocument,
    InvoiceDocument,
    ReceiptDocument,
    StatementDocument,
)

XML_NAME = "factur-x.xml"
_PICTURES = {b"\x89PNG\r\n\x1a\n": "logo.png", b"\xff\xd8\xff": "logo.jpg"}
"""Raster formats by their first bytes; nothing else is tried, SVG least of all (V22)."""
_Plain = ReceiptDocument | StatementDocument | EstimateDocument | CertificateDocument
"""Documents without data of their own in them."""
_log = logging.getLogger("portal.pdf")


@dataclass(frozen=True)
class Rendered:
    """A finished file. ``xml``: its data alone, or None with the reasons in ``gaps``.

    ``replaced``: characters that no font of ours can draw, shown as hollow squares.
    """

    pdf: bytes
    xml: bytes | None = None
    gaps: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    logo_refused: bool = False


def render(document: AnyDocument) -> Rendered:
    """The file of ``document`` with everything worth knowing about it; the same document gives the same bytes."""
    if not isinstance(document, InvoiceDocument):
        return _file(document, _sheet_of(document), None, ())
    missing = gaps(document)
    return _file(document, invoice_sheet(document), None if missing else invoice_xml(document), missing)


def _sheet_of(document: _Plain) -> Sheet:
    if isinstance(document, ReceiptDocument):
        return receipt_sheet(document)
    if isinstance(document, StatementDocument):
        return statement_sheet(document)
    if isinstance(document, EstimateDocument):
        return estimate_sheet(document)
    return certificate_sheet(document)


def render_invoice(document: InvoiceDocument) -> bytes:
    """The PDF of an invoice or a credit note: PDF/A-3a, PDF/UA-1, with Factur-X where EN 16931 can say it all."""
    return render(document).pdf


def render_receipt(document: ReceiptDocument) -> bytes:
    """The PDF of a payment's receipt: PDF/A-3a and PDF/UA-1."""
    return render(document).pdf


def render_statement(document: StatementDocument) -> bytes:
    """The PDF of a customer's statement: PDF/A-3a and PDF/UA-1."""
    return render(document).pdf


def render_estimate(document: EstimateDocument) -> bytes:
    """The PDF of a revision of an estimate: PDF/A-3a and PDF/UA-1."""
    return render(document).pdf


def render_certificate(document: CertificateDocument) -> bytes:
    """The PDF of the certificate of an acceptance: PDF/A-3a and PDF/UA-1."""
    return render(document).pdf


def _file(document: AnyDocument, sheet: Sheet, xml: bytes | None, missing: tuple[str, ...]) -> Rendered:
    shown = Shown()
    sheet = shown.tree({**sheet, "xml": xml is not None})
    files = {XML_NAME: xml} if xml is not None else {}
    if document.verification:
        files["qr.svg"] = qr_svg(document.verification.url)
    pdf, logo_refused = _with_logo(document, sheet, files)
    if xml is not None:
        pdf = declare_facturx(pdf, XML_NAME)
    _report(document, shown.replaced, missing, logo_refused)
    return Rendered(pdf, xml, missing, tuple(sorted(shown.replaced)), logo_refused)


def _with_logo(document: AnyDocument, sheet: Sheet, files: dict[str, bytes]) -> tuple[bytes, bool]:
    """A logo that is no picture must not keep an invoice from being issued: then the name stands in its place."""
    if document.logo is None:
        return typeset(sheet, files, document.issued_at), False
    name = next((name for start, name in _PICTURES.items() if document.logo.startswith(start)), None)
    if name is None:
        return typeset(sheet, files, document.issued_at), True
    try:
        return typeset({**sheet, "logo": name}, files, document.issued_at, {name: document.logo}), False
    except TypesettingFailed:
        return typeset(sheet, files, document.issued_at), True


def _report(document: AnyDocument, replaced: set[str], missing: tuple[str, ...], logo_refused: bool) -> None:
    """One log line, without any of the document's text: code points, and what EN 16931 misses."""
    if replaced or missing or logo_refused:
        points = [f"U+{ord(character):04X}" for character in sorted(replaced)]
        _log.warning(
            "document rendered with reservations",
            extra={"fields": {"replaced": points, "not_electronic": list(missing), "logo_refused": logo_refused}},
        )
