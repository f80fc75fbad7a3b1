"""The documents of a tenant or customer as files of its export: invoices with their electronic form, estimates, receipts, the logo."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel

from chalicelib.adapters import object_store
from chalicelib.adapters.pdf.electronic_invoice import NotElectronic, invoice_xml
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.rules import certificate_of
from chalicelib.estimates.walk import walk_estimates
from chalicelib.exports.own_walks import seen_estimates, seen_invoices
from chalicelib.exports.walks import Walk, merchant, of_customers, of_partition
from chalicelib.invoices.entity import WholeInvoice
from chalicelib.invoices.paper import paper_of
from chalicelib.invoices.walk import walk_invoices
from chalicelib.payments.entity import Payment
from chalicelib.payments.walk import walk_payments
from chalicelib.tenants.entity import Tenant


class Paper(NamedTuple):
    """A file; ``content`` is None for one that is not there, ``squeezed`` if it is compressed by itself."""

    name: str
    content: bytes | None
    squeezed: bool


@dataclass(frozen=True)
class Papers:
    """Documents of one kind of thing: how the things are found, and which files each has."""

    name: str
    walk: Walk
    files: Callable[[BaseModel], Iterator[Paper]]


def papers_of_invoice(record: BaseModel) -> Iterator[Paper]:
    """The PDF as it was rendered; one that nobody ever asked for has none. The XML is written anew, always the same."""
    assert isinstance(record, WholeInvoice)
    if record.status == "draft" or record.snapshot is None:
        return
    name = f"documents/invoices/{_safe(record.number or '')}_{record.id}"
    if record.document_key and record.sha256:
        yield Paper(f"{name}.pdf", object_store.find(record.document_key), True)
    try:
        yield Paper(f"{name}.xml", invoice_xml(paper_of(record)), False)
    except NotElectronic:
        return


def papers_of_payment(record: BaseModel) -> Iterator[Paper]:
    """The receipt."""
    assert isinstance(record, Payment)
    if record.sha256:
        name = f"documents/receipts/{_safe(record.number)}_{record.id}.pdf"
        yield Paper(name, object_store.find(record.document_key), True)


def _of_own_estimate(record: BaseModel) -> Iterator[Paper]:
    """The same, and what the certificate says, as it is read in the portal."""
    assert isinstance(record, WholeEstimate)
    yield from _of_estimate(record)
    if record.certificate_sha256:
        told = {**certificate_of(record), "sha256": record.certificate_sha256}
        name = f"documents/estimates/{_safe(record.number or '')}_{record.id}-{record.revision}-certificate.json"
        yield Paper(name, json.dumps(told, indent=1, ensure_ascii=False).encode(), False)


def _of_estimate(record: BaseModel) -> Iterator[Paper]:
    """Each revision as it was offered, and the certificate."""
    assert isinstance(record, WholeEstimate)
    for one in record.papers:
        if one.sha256:
            name = f"{_safe(record.number or '')}_{record.id}-{one.revision}-{one.kind}.pdf"
            yield Paper(f"documents/estimates/{name}", object_store.find(one.document_key), True)


def _of_merchant(record: BaseModel) -> Iterator[Paper]:
    assert isinstance(record, Tenant)
    if record.organization.logo_key:
        yield Paper("documents/logo.png", object_store.find_public(record.organization.logo_key), True)


def _safe(text: str) -> str:
    """A number that came from elsewhere may hold anything; a path in an archive does not."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip(".-")[:60] or "document"


PAPERS = (
    Papers("logo", merchant, _of_merchant),
    Papers("invoices", of_customers(walk_invoices, "id"), papers_of_invoice),
    Papers("estimates", of_customers(walk_estimates, "id"), _of_estimate),
    Papers("receipts", of_customers(walk_payments, "id"), papers_of_payment),
)
OWN_PAPERS = (
    Papers("invoices", of_partition(seen_invoices, "id"), papers_of_invoice),
    Papers("estimates", of_partition(seen_estimates, "id"), _of_own_estimate),
    Papers("receipts", of_partition(walk_payments, "id"), papers_of_payment),
)
