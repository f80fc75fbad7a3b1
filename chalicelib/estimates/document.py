"""The files of an estimate: ordered when it is sent or accepted, then handed out by links that live for a minute."""

from datetime import timedelta

from chalicelib.adapters import object_store
from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock, ids
from chalicelib.core.answer import Answer
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import PortalUser, StaffUser
from chalicelib.core.portal import Merchant
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.estimates import store
from chalicelib.estimates.entity import Estimate, Paper, PaperKind, WholeEstimate
from chalicelib.estimates.paper import filename_of
from chalicelib.invoices.schemas import DocumentLink, Rendering
from chalicelib.outbox.add import add_rendering
from chalicelib.settings import settings

RETRY_SECONDS = 2


def order_offer(tx: Transaction, merchant: Merchant, customer: Customer, estimate: Estimate, revision: int) -> Paper:
    """Have the file of a revision rendered once ``tx`` is kept, in the customer's language and the merchant's brand of today."""
    portal = merchant.portal
    page = f"{settings().site_of(merchant.tenant_id)}/{portal.portal_name}/estimates/{estimate.id}"
    paper = Paper(
        tenant_id=estimate.tenant_id,
        customer_id=estimate.customer_id,
        estimate_id=estimate.id,
        revision=revision,
        kind="offer",
        language=customer.language,
        accent=merchant.organization.accent,
        logo_key=merchant.organization.logo_key,
        url=page if portal.enabled and portal.show_estimates else "",
        document_key="",
        created_at="",
    )
    return _order(tx, paper)


def order_certificate(tx: Transaction, offer: Paper) -> None:
    """Likewise the certificate of what was offered, in the same language and brand."""
    _order(tx, offer.model_copy(update={"kind": "certificate", "url": "", "sha256": None, "version": 0}))


def _order(tx: Transaction, paper: Paper) -> Paper:
    """Under a random key: nobody can guess it, and nothing of the estimate stands in it (V24)."""
    placed = {"document_key": f"estimates/{ids.new_secret()}.pdf", "created_at": clock.stamp(clock.now())}
    kept = paper.model_copy(update=placed)
    store.papers.add(tx, kept)
    add_rendering(tx, kept.tenant_id, kept.customer_id, {"estimate_paper": kept.name})
    return kept


def hand_out(
    user: PortalUser | StaffUser, estimate: WholeEstimate, kind: PaperKind, revision: int
) -> Answer[DocumentLink | Rendering]:
    """A link to the file, or 202 while it is being made; one that was never ordered is ordered now."""
    paper = estimate.paper(kind, revision)
    if paper and paper.sha256:
        expires = clock.now() + timedelta(seconds=object_store.LINK_SECONDS)
        url = object_store.link(paper.document_key, filename_of(estimate, paper))
        return Answer(DocumentLink(url=url, sha256=paper.sha256, expires_at=clock.stamp(expires)))
    if not paper:
        _order_first(user, estimate, kind, revision)
    return Answer(Rendering(), status=202, headers={"Retry-After": str(RETRY_SECONDS)})


def _order_first(user: PortalUser | StaffUser, estimate: WholeEstimate, kind: PaperKind, revision: int) -> None:
    """Whoever asks for the certificate of an offer without a file has both made."""
    offered = estimate.paper("offer", revision)
    customer = find_customer(user.tenant_id, estimate.customer_id)
    try:
        with transaction() as tx:
            offered = offered or order_offer(tx, user.merchant, customer, estimate, revision)
            if kind == "certificate":
                order_certificate(tx, offered)
            record_change(tx, user, "estimate.document_ordered", estimate.id, customer_id=estimate.customer_id)
    except Conflict:
        return  # somebody ordered it at this very moment: the next question will tell
