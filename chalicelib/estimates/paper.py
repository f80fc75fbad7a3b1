"""An estimate as its papers say it: what a revision offered, and what is certified of its acceptance; pure."""

from datetime import datetime

from chalicelib.core.documents import CertificateDocument, DocumentLine, DocumentTax, EstimateDocument
from chalicelib.estimates.entity import Paper, Revision, WholeEstimate
from chalicelib.estimates.rules import certificate_of


def offer_of(estimate: WholeEstimate, paper: Paper, logo: bytes | None = None) -> EstimateDocument:
    """The document of the paper's revision: always the same, whatever was answered since."""
    one = _revision(estimate, paper)
    assert one.seller and one.buyer and one.sent_at and estimate.number, "only what was sent has a document"
    return EstimateDocument(
        number=estimate.number,
        issued_at=datetime.fromisoformat(one.sent_at),
        language=paper.language,
        currency=one.currency,
        seller=one.seller,
        buyer=one.buyer,
        accent=paper.accent,
        logo=logo,
        offered_on=one.date,
        expiry_date=one.expiry_date,
        revision=one.revision,
        lines=tuple(
            DocumentLine(category=line.tax_category, **line.model_dump(exclude={"tax_category"})) for line in one.lines
        ),
        taxes=tuple(DocumentTax(**tax.model_dump()) for tax in one.taxes),
        subtotal=one.subtotal,
        tax_total=one.tax_total,
        total=one.total,
        notes=one.notes,
        terms=one.terms,
        answer_url=paper.url,
    )


def certificate_paper(estimate: WholeEstimate, paper: Paper, logo: bytes | None = None) -> CertificateDocument:
    """The certificate with the hash of its other form."""
    one, answer, told = estimate.newest, estimate.answer, certificate_of(estimate)
    assert one.seller and one.buyer and answer, "only what was accepted is certified"
    return CertificateDocument(
        **{name: told[name] for name in ("number", "revision", "expiry_date", "currency", "total")},
        **{name: told[name] for name in ("content_sha256", "terms_sha256")},
        offered_on=one.date,
        issued_at=datetime.fromisoformat(answer.at),
        language=paper.language,
        seller=one.seller,
        buyer=one.buyer,
        accent=paper.accent,
        logo=logo,
        name=answer.name,
        email=answer.email,
        address=answer.address,
        device=answer.device,
        sha256=estimate.certificate_sha256 or "",
    )


def _revision(estimate: WholeEstimate, paper: Paper) -> Revision:
    return next(one for one in estimate.revisions if one.revision == paper.revision)


def filename_of(estimate: WholeEstimate, paper: Paper) -> str:
    """ASCII and without a path: the number, and which revision or what kind of file it is."""
    if paper.kind == "certificate":
        return f"{estimate.number}-certificate.pdf"
    return f"{estimate.number}-{paper.revision}.pdf" if paper.revision > 1 else f"{estimate.number}.pdf"
