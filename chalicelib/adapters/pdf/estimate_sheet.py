"""An estimate as a sheet, and the certificate of its acceptance."""

from chalicelib.adapters.pdf.frame import Sheet, frame, parties
from chalicelib.adapters.pdf.priced import priced, sums
from chalicelib.adapters.pdf.words import WORDS
from chalicelib.core.documents import CertificateDocument, EstimateDocument
from chalicelib.core.localisation import format_date, format_money


def estimate_sheet(document: EstimateDocument) -> Sheet:
    """One revision of an estimate, with the way to answer it."""
    words, language = WORDS[document.language], document.language
    until = format_date(document.expiry_date, language)
    facts = [[words["offered"], format_date(document.offered_on, language)], [words["valid_until"], until]]
    answer = {"label": words["how_to_answer"], "url": document.answer_url, "link": words["answer"]}
    return {
        **frame(document, "estimate"),
        **priced(document),
        "headline": {
            "amount": format_money(document.total, document.currency, language),
            "note": words["valid"].format(date=until),
        },
        "parties": parties(document, "offered_to"),
        "facts": facts if document.revision == 1 else [*facts, [words["revision"], str(document.revision)]],
        "sums": sums(document, (words["total"], document.total)),
        "payment": {**answer, "between": "", "rows": []} if document.answer_url else None,
    }


def certificate_sheet(document: CertificateDocument) -> Sheet:
    """What was accepted, by whom, when and from where, with the hashes that prove it."""
    words, language = WORDS[document.language], document.language
    amount = format_money(document.total, document.currency, language)
    day = format_date(document.issued_at.date(), language)
    time = f"{document.issued_at:%H:%M:%S} UTC"
    told = words["certified"].format(
        name=document.name, revision=document.revision, number=document.number, seller=document.seller.name,
        buyer=document.buyer.name, amount=amount, day=day, time=time,
    )  # fmt: skip
    prose = (
        ("", [told]),
        ("accepted_by", [document.name, document.email]),
        ("accepted_from", [document.address, document.device]),
        ("content_hash", _halves(document.content_sha256)),
        ("terms_hash", _halves(document.terms_sha256)),
        ("certificate_hash", [*_halves(document.sha256), words["certificate_how"]]),
    )
    return {
        **frame(document, "certificate"),
        "headline": {"amount": amount, "note": words["accepted_on"].format(date=day)},
        "parties": parties(document, "accepted_for"),
        "facts": [
            [words["offered"], format_date(document.offered_on, language)],
            [words["valid_until"], format_date(document.expiry_date, language)],
            [words["revision"], str(document.revision)],
        ],
        "columns": [],
        "rows": [],
        "sums": [],
        "prose": [{"label": words.get(name, ""), "texts": [text for text in texts if text]} for name, texts in prose],
        "payment": None,
    }


def _halves(digest: str) -> list[str]:
    """Two lines of four groups, as somebody compares them."""
    groups = [digest[at : at + 8] for at in range(0, len(digest), 8)]
    return [" ".join(groups[:4]), " ".join(groups[4:])]
