"""A paper of an estimate becomes a file: rendered once, kept under its random key, its SHA-256 in the row."""

import hashlib

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.pdf import render_certificate, render_estimate
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import partition
from chalicelib.estimates import store
from chalicelib.estimates.entity import Paper, WholeEstimate
from chalicelib.estimates.paper import certificate_paper, offer_of


def render_estimate_paper(tenant_id: str, customer_id: str, name: str) -> None:
    """Render the file, keep it under its key, then note its SHA-256; doing so again changes nothing (I12)."""
    pk = partition(tenant_id, customer_id)
    paper, estimate = store.papers.get(pk, name), store.get_whole(pk, name.partition("#")[0])
    if paper is None or paper.sha256 or estimate is None:
        return
    content = _file(estimate, paper)
    object_store.keep(paper.document_key, content, "application/pdf")
    try:
        with transaction() as tx:
            store.papers.save(tx, paper.model_copy(update={"sha256": hashlib.sha256(content).hexdigest()}))
    except Conflict:
        found = store.papers.get(pk, name)
        if found and not found.sha256:
            raise


def _file(estimate: WholeEstimate, paper: Paper) -> bytes:
    logo = object_store.find_public(paper.logo_key) if paper.logo_key else None
    if paper.kind == "certificate":
        return render_certificate(certificate_paper(estimate, paper, logo))
    return render_estimate(offer_of(estimate, paper, logo))
