"""A client accepts or declines an estimate: one answer, whoever else answers at the same moment."""

from collections.abc import Callable

from chalicelib.adapters.dynamodb import Transaction, transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.errors import Conflict
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.customers.totals import close_offer
from chalicelib.estimates import emails, rules, store
from chalicelib.estimates.document import order_certificate
from chalicelib.estimates.entity import Answer, WholeEstimate
from chalicelib.estimates.find import find_own
from chalicelib.estimates.invoice_of import keep_with_invoice
from chalicelib.estimates.schemas import AcceptanceRequest, DeclineRequest, EstimateDetail
from chalicelib.invoices.emails import Reader
from chalicelib.invoices.today import today_of
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings

_TRIES = 3
_LONGEST_DEVICE = 300


def accept_estimate(user: PortalUser, caller: Caller, estimate_id: str, request: AcceptanceRequest) -> EstimateDetail:
    """Accept it; with the merchant's setting an invoice is made of it in the same transaction.

    Raises EstimateState with the state that it is in for whoever comes second or too late, OtherRevision.
    """
    return _answer(user, caller, estimate_id, request, _keep_accepted)


def decline_estimate(user: PortalUser, caller: Caller, estimate_id: str, request: DeclineRequest) -> EstimateDetail:
    """Decline it, and say why. Raises EstimateState, OtherRevision."""
    return _answer(user, caller, estimate_id, request, _keep_declined)


_Keep = Callable[[PortalUser, WholeEstimate], WholeEstimate]


def _answer(
    user: PortalUser, caller: Caller, estimate_id: str, request: AcceptanceRequest | DeclineRequest, keep: _Keep
) -> EstimateDetail:
    """What was merely seen meanwhile is answered all the same; what was answered meanwhile says so when it is read again."""
    for left in range(_TRIES - 1, -1, -1):
        estimate = find_own(user, estimate_id)
        user.must_be("billing")
        raise_deferred()
        answer = _said(user, caller, request)
        today = today_of(user.merchant)
        rules.check_open(estimate, today)
        if request.revision not in (None, estimate.revision):
            raise rules.OtherRevision
        try:
            kept = keep(user, rules.answered(estimate, answer))
        except Conflict:
            if not left:
                raise
        else:
            break
    return EstimateDetail.of(kept, user, today)


def _said(user: PortalUser, caller: Caller, request: AcceptanceRequest | DeclineRequest) -> Answer:
    reason = request.reason if isinstance(request, DeclineRequest) else ""
    return Answer(
        kind="declined" if reason else "accepted",
        at=clock.stamp(clock.now()),
        contact_id=user.contact_id,
        name=user.name,
        email=user.email,
        address=caller.address,
        device=caller.user_agent[:_LONGEST_DEVICE],
        reason=reason,
    )


def _keep_accepted(user: PortalUser, accepted: WholeEstimate) -> WholeEstimate:
    return keep_with_invoice(user, accepted, lambda tx, kept: _tell(tx, user, kept))


def _keep_declined(user: PortalUser, declined: WholeEstimate) -> WholeEstimate:
    with transaction() as tx:
        store.save_whole(tx, declined)
        close_offer(tx, user.tenant_id, user.customer_id, rules.offer_key(declined))
        _tell(tx, user, declined)
    return declined


def _tell(tx: Transaction, user: PortalUser, estimate: WholeEstimate) -> None:
    """The audit row, the certificate, the confirmation for whoever answered, and the merchant's mail."""
    answer = estimate.answer
    assert answer
    offer = estimate.paper("offer", estimate.revision)
    if offer and answer.kind == "accepted":
        order_certificate(tx, offer)
    changes: dict[str, str | int | bool | None] = {"revision": estimate.revision}
    record_change(tx, user, f"estimate.{answer.kind}", estimate.id, changes=changes)
    reader = Reader(user.email, user.name, user.language)
    sheet = emails.write_answered(user.merchant, reader, estimate, settings().site_of(user.tenant_id))
    add_mail(tx, user.merchant, sheet, estimate.customer_id)
    if user.settings.notify_staff_of_activity:
        add_mail(tx, user.merchant, emails.tell_merchant(user, estimate, settings().site_url))
