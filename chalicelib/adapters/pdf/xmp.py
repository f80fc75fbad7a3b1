"""Says in a PDF's metadata that it carries a Factur-X invoice: typst cannot write that block, so it is added afterwards.

The block goes into typst's plain XMP stream; what lies behind it moves, so the classic cross-reference table is shifted.
Everything that is expected of typst's output is checked: a release that writes otherwise fails here and in the tests.
"""

import re

_FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PROPERTIES = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document in capital letters",
    "Version": "The version of the standard applying to the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}
_SCHEMA_END = b"</rdf:Bag></pdfaExtension:schemas>"
_XMP_END = b"</rdf:RDF>"
_METADATA = re.compile(rb"/Length (\d+)/Type/Metadata/Subtype/XML>>\nstream\n")
_TABLE = re.compile(
    rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [fn] ?\r?\n)+)trailer\n.*startxref\n(\d+)\n%%EOF\s*\Z", re.DOTALL
)


class UnexpectedOutput(Exception):
    """typst wrote a file of another build than the one this module knows."""


def declare_facturx(pdf: bytes, filename: str) -> bytes:
    """``pdf`` with the Factur-X metadata (profile EN 16931) for its attachment ``filename``."""
    metadata = _one(_METADATA, pdf)
    start, length = metadata.end(), int(metadata[1])
    xmp = _with_block(pdf[start : start + length], filename)
    head = pdf[: metadata.start()] + metadata[0].replace(metadata[1], b"%d" % len(xmp), 1)
    body = head + xmp + pdf[start + length :]
    return _shifted(body, _one(_TABLE, pdf), metadata.start(), len(body) - len(pdf))


def _with_block(xmp: bytes, filename: str) -> bytes:
    if xmp.count(_SCHEMA_END) != 1 or xmp.count(_XMP_END) != 1:
        raise UnexpectedOutput("The XMP packet has no single place for the Factur-X block.")
    values = dict(zip(_PROPERTIES, (filename, "INVOICE", "1.0", "EN 16931"), strict=True))
    fields = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, value in values.items())
    block = f'<rdf:Description rdf:about="" xmlns:fx="{_FX}">{fields}</rdf:Description>'
    return xmp.replace(_SCHEMA_END, _schema() + _SCHEMA_END).replace(_XMP_END, block.encode() + _XMP_END)


def _schema() -> bytes:
    """PDF/A's description of the fx: properties."""
    properties = "".join(
        '<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category>'
        f"<pdfaProperty:description>{description}</pdfaProperty:description><pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        for name, description in _PROPERTIES.items()
    )
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_FX}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    ).encode()


def _shifted(body: bytes, table: re.Match[bytes], position: int, shift: int) -> bytes:
    """``body`` whose cross-references to what lies behind ``position`` are moved by ``shift``."""
    entries = [_moved(entry, position, shift) for entry in table[2].splitlines(keepends=True)]
    if len(entries) != int(table[1]) or int(table[3]) != table.start():
        raise UnexpectedOutput("The cross-reference table is not where it says.")
    begin, end = table.start(2) + shift, table.end(2) + shift
    whole = body[:begin] + b"".join(entries) + body[end:]
    return whole.replace(b"startxref\n" + table[3], b"startxref\n%d" % (table.start() + shift))


def _moved(entry: bytes, position: int, shift: int) -> bytes:
    offset = int(entry[:10])
    return b"%010d" % (offset + shift) + entry[10:] if offset > position else entry


def _one(pattern: re.Pattern[bytes], pdf: bytes) -> re.Match[bytes]:
    matches = list(pattern.finditer(pdf))
    if len(matches) != 1:
        raise UnexpectedOutput(f"{len(matches)} places match {pattern.pattern!r} where one should.")
    return matches[0]
