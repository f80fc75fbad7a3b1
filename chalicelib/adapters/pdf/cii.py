"""Elements of a UN/CEFACT Cross Industry Invoice, put one after the other as its schema orders them."""

import re
from datetime import date
from xml.etree import ElementTree  # nosec B405  # it writes XML and reads none

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

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def put_day(parent: Element, path: str, day: date, namespace: str = "udt") -> None:
    """A calendar date in the form that CII knows as 102."""
    put(parent, f"{path}/{namespace}:DateTimeString", day.strftime("%Y%m%d"), format="102")


def put(parent: Element, path: str, text: str | None = None, **attributes: str) -> Element:
    """A new element at the end of ``path`` under ``parent``, with its text."""
    for step in path.split("/"):
        parent = ElementTree.SubElement(parent, qualified(step))
    parent.attrib.update(attributes)
    if text is not None:
        parent.text = writable(text)
    return parent


def writable(text: str) -> str:
    """True text, but for what XML 1.0 has no way to write."""
    return _NOT_XML.sub("", text)


def qualified(step: str) -> str:
    """``ram:ID`` with its namespace as ElementTree writes it."""
    prefix, _, name = step.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{name}"
