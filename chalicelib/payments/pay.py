"""A bill is paid, whatever else happens to its invoices meanwhile."""

from collections.abc import Callable
from contextlib import suppress

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.errors import GatewayRefused
from chalicelib.adapters.idempotency import KeyReused
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.answer import Answer
from chalicelib.core.errors import Unavailable
from chalicelib.core.identity import PortalUser
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import note_gateway_ref
from chalicelib.invoices.rules import check_is_owed
from chalicelib.payments import rules, store
from chalicelib.payments.begin import ask_for_customer, begin_attempt, pay_by_credit
from chalicelib.payments.bill import Bill, find_bill
from chalicelib.payments.carry_out import carry_out, resume_attempt
from chalicelib.payments.clear_way import clear_way
from chalicelib.payments.entity import PaymentAttempt
from chalicelib.payments.payer import Payer
from chalicelib.payments.races import TRIES, lost_race
from chalicelib.payments.schemas import PaymentAttemptView
from chalicelib.payments.wish import Wish


def pay_bill(user: PortalUser, bill: Bill, wish_for: Callable[[Bill], Wish]) -> Answer[PaymentAttemptView]:
    """Pay the bill as it stands; after a race it is read again. Raises what the verbs of payment say."""
    for turn in range(TRIES):
        with lost_race(turn):
            return _answer(_pay(user, bill, wish_for, first=not turn))
        bill = _again(bill)
    raise rules.PaymentPending


def _again(bill: Bill) -> Bill:
    customer = bill.customer
    return find_bill(customer.tenant_id, customer.id, [invoice.id for invoice in bill.invoices])


def _answer(attempt: PaymentAttempt) -> Answer[PaymentAttemptView]:
    if attempt.state == "failed":
        raise rules.PaymentDeclined(attempt.failure_code or "card_declined")
    if attempt.state == "expired":
        raise rules.AttemptExpired
    return Answer(PaymentAttemptView.of(attempt), status=201 if attempt.state == "succeeded" else 202)


def _pay(user: PortalUser, bill: Bill, wish_for: Callable[[Bill], Wish], *, first: bool) -> PaymentAttempt:
    """Invoices that nobody is paying are paid without looking for attempts: one that is there after all refuses the new one."""
    wish = wish_for(bill)
    untouched = first and not bill.attempt_ids and all(invoice.is_open for invoice in bill.invoices)
    wanted = () if untouched else (wish.attempt_id, *bill.attempt_ids)
    mine, *live = store.get_attempts(user.partition, *wanted) or [None]
    if mine is not None:
        if not wish.is_repeated_by(mine):
            raise KeyReused([])
        return _follow(user, mine)
    _check(user, bill, wish)
    others = [attempt for attempt in live if attempt is not None and not attempt.is_final]
    if len(others) == 1 and wish.is_like(others[0]) and _is_open(others[0]):
        return _join(user, others[0])
    if others:
        for attempt in others:
            clear_way(user, user.merchant, attempt)
        bill = _again(bill)  # an attempt that ended gives its credit back
        if set(bill.attempt_ids) - {attempt.id for attempt in others}:
            raise rules.AttemptChanged  # somebody else cleared the way, too, and began to pay
        wish = wish_for(bill)
        _check(user, bill, wish)
    return _begin(user, bill, wish)


def _check(user: PortalUser, bill: Bill, wish: Wish) -> None:
    for invoice, part in zip(bill.invoices, wish.parts, strict=True):
        check_is_owed(invoice)
        rules.check_amount(
            part.amount,
            invoice.balance,
            invoice.currency,
            part_payment=user.settings.allow_partial_payment,
            minimum=user.settings.minimum_payment,
            minimum_currency=user.merchant.organization.currency,
        )


def _is_open(attempt: PaymentAttempt) -> bool:
    """Whether the gateway's page still waits; an attempt without one always counts."""
    return attempt.closes_at is None or attempt.closes_at > clock.epoch()


def _follow(user: PortalUser, attempt: PaymentAttempt) -> PaymentAttempt:
    """The request came before and its answer was lost: what has become of its attempt?"""
    if attempt.is_final:
        return attempt
    if attempt.gateway_id is None:
        return resume_attempt(user, user.merchant, attempt)
    if attempt.state == "requires_action" and not _is_open(attempt):
        clear_way(user, user.merchant, attempt)
        raise rules.AttemptExpired
    return attempt


def _join(user: PortalUser, attempt: PaymentAttempt) -> PaymentAttempt:
    """Another tab or a colleague began the very same payment."""
    if attempt.state == "requires_action":
        return attempt
    if attempt.gateway_id is not None:
        raise rules.PaymentPending
    return resume_attempt(user, user.merchant, attempt)


def _begin(user: PortalUser, bill: Bill, wish: Wish) -> PaymentAttempt:
    if wish.credit == wish.amount:
        return pay_by_credit(Payer.of(user), bill, wish)
    attempt, invoices = begin_attempt(Payer.of(user), bill, wish)
    try:
        return carry_out(user, user.merchant, attempt, invoices)
    except GatewayRefused:
        if attempt.on_page and attempt.gateway_customer:
            _renew_customer(user, attempt.gateway_customer)
        raise


def _renew_customer(user: PortalUser, known: str) -> None:
    """The gateway may not know its customer any more (deleted there, another account): the next try finds a new one."""
    customer = find_customer(user.tenant_id, user.customer_id)
    with suppress(Unavailable):
        renewed = ask_for_customer(customer)
        if renewed != known:
            with transaction() as tx:
                note_gateway_ref(tx, user.tenant_id, user.customer_id, renewed)
                record_change(tx, user, "customer.gateway_ref_renewed", user.customer_id)
