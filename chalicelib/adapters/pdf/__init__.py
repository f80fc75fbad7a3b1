"""Documents as files: PDF/A-3a and PDF/UA-1 by typst, EN 16931 XML by the standard library."""

from chalicelib.adapters.pdf.electronic_invoice import NotElectronic, gaps, invoice_xml
from chalicelib.adapters.pdf.rendering import (
    Rendered,
    render,
    render_certificate,
    render_estimate,
    render_invoice,
    render_receipt,
    render_statement,
)

__all__ = [
    "NotElectronic",
    "Rendered",
    "gaps",
    "invoice_xml",
    "render",
    "render_certificate",
    "render_estimate",
    "render_invoice",
    "render_receipt",
    "render_statement",
]
