"""Staff send an estimate: a draft is offered, what waits for an answer is mailed once more."""

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.deferred import raise_deferred
from chalicelib.core.identity import StaffUser
from chalicelib.customers.entity import Customer
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import open_offer
from chalicelib.estimates import emails, rules, store
from chalicelib.estimates.document import order_offer
from chalicelib.estimates.entity import WholeEstimate
from chalicelib.estimates.find import find_for_staff
from chalicelib.estimates.schemas import EstimateDetail
from chalicelib.estimates.update import with_newest
from chalicelib.invoices.emails import Reader
from chalicelib.invoices.paper import buyer_of, seller_of
from chalicelib.invoices.recipients import find_readers
from chalicelib.invoices.rules import NobodyToMail, check_buyer
from chalicelib.invoices.today import today_of
from chalicelib.outbox.add import add_mail
from chalicelib.settings import settings
from chalicelib.tenants.take_number import NumberTaken, take_numbers

SERIES = "estimate"
_TRIES = 25


def send_estimate(user: StaffUser, estimate_id: str) -> EstimateDetail:
    """Offer it to the customer's people who look after bills. Raises EstimateState once it is answered or expired, NobodyToMail,
    BuyerTaxIdMissing."""
    estimate = find_for_staff(user, estimate_id)
    user.must_be("accountant")
    raise_deferred()
    today = today_of(user.merchant)
    if estimate.status != "draft":
        rules.check_open(estimate, today)
    customer = find_customer(user.tenant_id, estimate.customer_id)
    readers = find_readers(customer)
    if estimate.status != "draft":
        return EstimateDetail.of(_mail_again(user, estimate, readers), user, today)
    return EstimateDetail.of(_offer(user, customer, estimate, readers), user, today)


def _offer(user: StaffUser, customer: Customer, draft: WholeEstimate, readers: list[Reader]) -> WholeEstimate:
    """The number is used up only together with the sending; whoever comes second to a number takes the next one."""
    check_buyer(draft.newest.lines, customer.tax_id)
    for left in range(_TRIES - 1, -1, -1):
        try:
            with transaction() as tx:
                taken = [] if draft.number else take_numbers(tx, user.tenant_id, SERIES, 1)
                sent = _freeze(user, customer, draft, draft.number or rules.number_of(taken[0]))
                store.save_whole(tx, sent)
                order_offer(tx, user.merchant, customer, sent, sent.revision)
                open_offer(tx, user.tenant_id, customer.id, rules.offer_key(sent))
                changes: dict[str, str | int | bool | None] = {"number": sent.number, "revision": sent.revision}
                record_change(tx, user, "estimate.sent", sent.id, customer_id=customer.id, changes=changes)
                for reader in readers:
                    add_mail(
                        tx,
                        user.merchant,
                        emails.write_sent(user.merchant, reader, sent, settings().site_of(user.tenant_id)),
                        customer.id,
                    )
        except NumberTaken:
            if not left:
                raise
        else:
            break
    return sent


def _freeze(user: StaffUser, customer: Customer, draft: WholeEstimate, number: str) -> WholeEstimate:
    today, now = today_of(user.merchant), clock.stamp(clock.now())
    dated = draft.newest.model_copy(update={"date": today, "sent_at": now})
    sealed = rules.seal(dated, number, seller_of(user.merchant), buyer_of(customer))
    state = {"status": "sent", "number": number, "date": today, "sent_at": now, "viewed_at": None, "offered": None}
    return with_newest(draft, sealed).model_copy(update=state)


def _mail_again(user: StaffUser, estimate: WholeEstimate, readers: list[Reader]) -> WholeEstimate:
    if not readers:
        raise NobodyToMail
    with transaction() as tx:
        for reader in readers:
            sheet = emails.write_sent(user.merchant, reader, estimate, settings().site_of(user.tenant_id))
            add_mail(tx, user.merchant, sheet, estimate.customer_id)
        record_change(tx, user, "estimate.mailed", estimate.id, customer_id=estimate.customer_id)
    return estimate
