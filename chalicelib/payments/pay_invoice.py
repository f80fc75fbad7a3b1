"""A client pays an invoice: with a saved method at once, or with a new card on the gateway's page."""

from contextlib import suppress

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.errors import GatewayRefused
from chalicelib.adapters.idempotency import KeyReused
from chalicelib.audit.record import record_change
from chalicelib.core import clock
from chalicelib.core.answer import Answer
from chalicelib.core.errors import Conflict, Unavailable
from chalicelib.core.identity import Caller, PortalUser
from chalicelib.customers.find import find_customer
from chalicelib.customers.totals import note_gateway_ref
from chalicelib.invoices.entity import Invoice
from chalicelib.invoices.find import find_invoice
from chalicelib.invoices.rules import check_is_owed
from chalicelib.payments import rules, store
from chalicelib.payments.begin import ask_for_customer, begin_attempt
from chalicelib.payments.carry_out import carry_out, resume_attempt
from chalicelib.payments.clear_way import clear_way
from chalicelib.payments.entity import PaymentAttempt
from chalicelib.payments.races import TRIES, is_race, pause
from chalicelib.payments.schemas import NewPayment, PaymentAttemptView
from chalicelib.payments.wish import Wish, read_wish


def pay_invoice(user: PortalUser, caller: Caller, invoice_id: str, request: NewPayment) -> Answer[PaymentAttemptView]:
    """Pay what is open, or a part of it. 201 if the money came, 202 if the client or the bank is asked; PaymentDeclined is 402.

    All tabs that pay the same share one attempt. Whatever is lost on the way, an event of the gateway or the reconciler
    finishes it, and the same request under the same key finds it again.
    """
    invoice = find_invoice(user.partition, invoice_id)
    user.must_be("billing")
    wish = read_wish(user, caller, invoice, request)
    for turn in range(TRIES):
        try:
            return _answer(_pay(user, invoice, wish, first=not turn))
        except Conflict as error:
            if not is_race(error):
                raise
        pause(turn)
        invoice = find_invoice(user.partition, invoice_id)
        wish = read_wish(user, caller, invoice, request)
    raise rules.PaymentPending


def _answer(attempt: PaymentAttempt) -> Answer[PaymentAttemptView]:
    if attempt.state == "failed":
        raise rules.PaymentDeclined(attempt.failure_code or "card_declined")
    if attempt.state == "expired":
        raise rules.AttemptExpired
    return Answer(PaymentAttemptView.of(attempt), status=201 if attempt.state == "succeeded" else 202)


def _pay(user: PortalUser, invoice: Invoice, wish: Wish, *, first: bool) -> PaymentAttempt:
    """An invoice that nobody is paying is paid without looking for attempts: one that is there after all refuses the new one."""
    untouched = first and invoice.is_open and invoice.attempt_id is None
    wanted = () if untouched else (wish.attempt_id, invoice.attempt_id)
    mine, live = store.get_attempts(user.partition, *wanted) or (None, None)
    if mine is not None:
        if not wish.is_repeated_by(mine):
            raise KeyReused([])
        return _follow(user, mine)
    check_is_owed(invoice)
    _check_amount(user, invoice, wish)
    if live is not None and not live.is_final:
        if wish.is_like(live, invoice) and _is_open(live):
            return _join(user, live)
        clear_way(user, user.merchant, live)
        invoice = find_invoice(user.partition, invoice.id)
    return _begin(user, invoice, wish)


def _check_amount(user: PortalUser, invoice: Invoice, wish: Wish) -> None:
    rules.check_amount(
        wish.amount,
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


def _begin(user: PortalUser, invoice: Invoice, wish: Wish) -> PaymentAttempt:
    attempt, invoice = begin_attempt(user, invoice, wish)
    try:
        return carry_out(user, user.merchant, attempt, invoice)
    except GatewayRefused:
        if attempt.on_page and attempt.gateway_customer:
            _renew_customer(user, attempt.gateway_customer)
        raise


def _renew_customer(user: PortalUser, known: str) -> None:
    """The gateway may not know its customer any more (deleted there, another account): the next try finds a new one."""
    customer = find_customer(user.tenant_id, user.customer_id)
    with suppress(Unavailable):
        renewed = ask_for_customer(user, customer)
        if renewed != known:
            with transaction() as tx:
                note_gateway_ref(tx, user.tenant_id, user.customer_id, renewed)
                record_change(tx, user, "customer.gateway_ref_renewed", user.customer_id)
