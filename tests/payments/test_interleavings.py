"""Whoever meets whom at an invoice, in every order of their calls: charged once, booked once, nothing lost (V08).

The races that the design lists, and where each is walked:

pay ∥ pay, two tabs and three; pay ∥ offline payment, void, write-off; pay several ∥ one of them; two invoices ∥ one credit: here.
webhook ∥ webhook (same event; other event, same charge), ∥ answer, succeeded ∥ failed, refund ∥ charge not heard of yet: here.
overdue sweep ∥ payment, reconciler ∥ repeated request, refund ∥ refund, refund ∥ its event, void ∥ page, ∥ event, ∥ void: here.
renewal ∥ renewal, ∥ cancelling; cancelling ∥ undoing it: tests/subscriptions/test_interleavings.py.
accepting ∥ accepting, ∥ revoking; reset ∥ reset; refresh ∥ refresh; portal off ∥ refresh: tests/sessions/test_interleavings.py.
number ∥ number, twenty at once, and editing ∥ sending: tests/invoices/test_interleavings.py. Worker ∥ worker, ∥ sweep: tests/outbox.
pay ∥ edit is none: what was issued is not edited. Those of estimates and of changing plans come with them.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import ChargeRequest, Purpose, Succeeded
from chalicelib.checkouts.handle_gateway_event import handle_gateway_event
from chalicelib.core import ids
from chalicelib.core.errors import PortalError
from chalicelib.core.identity import Caller, Machine
from chalicelib.gateway import ask
from chalicelib.invoices.entity import Settlement
from chalicelib.invoices.find import find_invoice
from chalicelib.invoices.mark_overdue import mark_overdue_invoices
from chalicelib.invoices.rules import check_is_owed
from chalicelib.invoices.settle import settle_invoice
from chalicelib.payments import reconcile, store
from chalicelib.payments.pay_invoice import pay_invoice
from chalicelib.payments.pay_invoices import pay_invoices
from chalicelib.payments.record_offline import record_offline_payment
from chalicelib.payments.refund_invoice import refund_invoice
from chalicelib.payments.schemas import NewOfflinePayment, NewPayment, NewPayments, NewRefund, WriteOff
from chalicelib.payments.void_invoice import void_invoice
from chalicelib.payments.write_off import write_off_invoice
from tests.fixtures.books import attempts, check_books, old_credit, payments
from tests.fixtures.gateway import KEY
from tests.fixtures.interleave import explore, hook, park, wander
from tests.fixtures.snapshots import Snapshot

CALLER = Caller("", None, None, {}, "key", "", "req_1", None, {}, b"")
PARKS = ("Transact", "lambda.")
"""Where requests park, beside their beginning. A read between two of these sees what the call before it left: it is the
writes and the gateway that others can come between."""


@pytest.fixture
def race(desk, staff, monkeypatch, time, no_logs):
    """Run works against each other in all orders; afterwards the events arrive, the reconciler runs, the books agree."""
    hook(monkeypatch, lambda name: any(part in name for part in PARKS))
    monkeypatch.setattr(store, "SHARDS", 1)
    owner = staff("owner")
    desk.invoice_, desk.card_ = desk.invoice(), desk.card()
    people = {"ada": desk.ada.user, "staff": owner.user}
    noon = time.now

    def run(*works, before=None, most=3000, most_charged=11900, sample=0):
        if before:
            before()
        start = Snapshot(desk.bank.provider)

        def prepare():
            time.now = noon
            start.restore()
            return [lambda work=work: work(desk, people) for work in works]

        count = 0
        for outcome in wander(prepare, sample) if sample else explore(prepare, most):
            count += 1
            _heal(desk, time)
            assert sum(desk.bank.charged) <= most_charged, outcome.story
            try:
                check_books(desk.bank)
            except AssertionError as error:
                raise AssertionError(outcome.story) from error
            for runner in outcome.runners:
                assert runner.error is None or isinstance(runner.error, PortalError), (outcome.story, runner.error)
            yield outcome
        assert count > 1
        print(count, "SCHEDULES")

    return run


def _heal(desk, time):
    desk.bank.deliver()
    time.move(minutes=31)
    desk.reconcile()
    time.move(minutes=31)  # pages that nobody pays close
    desk.reconcile()
    desk.bank.deliver()


def pay(key, saved=True):
    def work(desk, people):
        request = NewPayment(payment_method_id=desk.card_.id if saved else None)
        return pay_invoice(people["ada"], replace(CALLER, idempotency_key=key), desk.invoice_.id, request)

    return work


def transfer(desk, people):
    wish = NewOfflinePayment(method="bank_transfer", amount=11900, date="2026-03-16")
    return record_offline_payment(people["staff"], CALLER, desk.invoice_.id, wish)


def void(desk, people):
    return void_invoice(people["staff"], desk.invoice_.id)


def events_of(kind, times=2):
    """Deliver whatever event of this kind waits, twice in a while."""

    def work(desk, people):
        for _ in range(times):
            park("events")
            for delivery in desk.bank.provider.webhooks.waiting(kind):
                _, headers, body = desk.bank.provider.webhooks.signed(delivery)
                handle_gateway_event(_event(headers, body), "ten_acme")

    return work


events = events_of("charge.succeeded")


def _event(headers, body):
    return replace(CALLER, headers={name.lower(): value for name, value in headers.items()}, raw_body=body)


def pay_other(desk, people):
    """The other invoice, in another tab."""
    request = NewPayment(payment_method_id=desk.card_.id)
    return pay_invoice(people["ada"], replace(CALLER, idempotency_key="other"), desk.other_.id, request)


def pay_both(desk, people):
    request = NewPayments(invoice_ids=[desk.invoice_.id, desk.other_.id], payment_method_id=desk.card_.id)
    return pay_invoices(people["ada"], replace(CALLER, idempotency_key="both"), request)


def _another_invoice(desk, credit=0):
    def before():
        desk.other_ = desk.invoice(number=2)
        if credit:
            old_credit(credit)

    return before


def test_two_invoices_and_one_credit(race, desk):
    """Exactly one of them gets it."""
    for outcome in race(pay("one"), pay_other, before=_another_invoice(desk, 2000), most_charged=21800):
        assert [result.status for result in outcome.results] == [201, 201], outcome.story
        assert sorted(payment.amount for payment in payments()) == [2000, 9900, 11900], outcome.story


def test_several_invoices_and_one_of_them(race, desk):
    """All or none become pending; whoever comes second pays what is left or is refused."""
    for outcome in race(pay_both, pay("one"), before=_another_invoice(desk), most_charged=23800):
        assert any(result is not None for result in outcome.results), outcome.story
        assert desk.now(desk.invoice_).status == "paid"


def refund(key, amount=11900):
    def work(desk, people):
        wish = NewRefund(amount=amount)
        caller = replace(CALLER, idempotency_key=key)
        return refund_invoice(people["staff"], caller, desk.invoice_.id, wish)

    return work


def _paid_before(desk):
    def before():
        assert pay("before")(desk, {"ada": desk.ada.user}).status == 201
        desk.bank.deliver()

    return before


def test_v09_two_refunds_of_one_payment(race, desk):
    """Together they never give back more than came."""
    for outcome in race(refund("one"), refund("two"), before=_paid_before(desk)):
        assert sum(row["amount"] for row in desk.bank.provider.rows("refund")) == 11900, outcome.story
        assert sum(result is not None for result in outcome.results) == 1, outcome.story


returns = events_of("refund.created")


def test_a_refund_and_its_event(race, desk):
    for outcome in race(refund("one", 1900), returns, before=_paid_before(desk)):
        assert outcome.results[0] is not None, (outcome.story, outcome.runners[0].error)
        assert payments()[0].refunded == 1900


def test_a_write_off_and_a_card(race, desk):
    def forgives(desk, people):
        return write_off_invoice(people["staff"], desk.invoice_.id, WriteOff())

    for outcome in race(pay("one"), forgives):
        assert desk.now(desk.invoice_).status == "paid", outcome.story
        assert len(payments()) + bool(desk.now(desk.invoice_).written_off) == 1


def test_v08_two_tabs_with_the_same_card(race):
    for outcome in race(pay("one"), pay("two")):
        statuses = sorted(getattr(result, "status", 0) for result in outcome.results)
        assert statuses[-1] == 201, outcome.story
        assert len(payments()) == 1


def test_v08_the_card_and_the_gateways_page(race, desk):
    for outcome in race(pay("one"), pay("two", saved=False)):
        assert any(result is not None for result in outcome.results), outcome.story
        live = [attempt for attempt in attempts() if attempt.state == "succeeded"]
        assert len(live) == len(payments()) <= 1


def test_a_card_and_a_bank_transfer(race):
    for outcome in race(pay("one"), transfer):
        assert len(payments()) == 1, outcome.story


def test_a_card_and_voiding(race, desk):
    for outcome in race(pay("one"), void):
        invoice = desk.now(desk.invoice_)
        assert (invoice.status == "paid") == (len(payments()) == 1), outcome.story
        assert invoice.status in ("paid", "void")


def _open_page(desk):
    return pay("page", saved=False)(desk, {"ada": desk.ada.user}).body.redirect_url


def test_voiding_and_a_client_who_leaves_for_the_gateways_page(race, desk):
    """Whoever is first: a void invoice has no page that takes money, and a page that is open belongs to an open invoice."""
    for outcome in race(pay("one", saved=False), void):
        invoice = desk.now(desk.invoice_)
        assert (invoice.status == "void") == (outcome.results[1] is not None), outcome.story
        assert payments() == []


def test_voiding_and_a_client_who_presses_pay_on_an_open_page(race, desk):
    opened = []

    def presses(desk, people):
        park("press")
        if any(row["url"] == opened[-1] for row in desk.bank.provider.rows("checkout.session")):
            desk.bank.press(opened[-1])

    for outcome in race(presses, void, before=lambda: opened.append(_open_page(desk))):
        invoice = desk.now(desk.invoice_)
        assert (invoice.status, len(payments())) in (("paid", 1), ("void", 0)), outcome.story
        assert (invoice.status == "void") == (outcome.results[1] is not None)


def test_voiding_and_the_event_of_a_payment_that_succeeded(race, desk):
    """Voiding asks the gateway and hears of the payment too: one of them books it, and staff are told."""
    for outcome in race(events, void, before=lambda: desk.bank.press(_open_page(desk))):
        assert (desk.now(desk.invoice_).status, len(payments())) == ("paid", 1), outcome.story
        assert getattr(outcome.runners[1].error, "code", "") in ("paid_meanwhile", "invoice_has_payments")


def test_voiding_twice_at_once(race, desk):
    for outcome in race(void, void, before=lambda: _open_page(desk)):
        assert desk.now(desk.invoice_).status == "void", outcome.story
        assert sum(result is not None for result in outcome.results) == 1


def test_the_answer_and_the_event(race):
    for outcome in race(pay("one"), events):
        assert outcome.results[0].status == 201, outcome.story
        assert len(payments()) == 1


def test_v07_two_deliveries_of_one_event(race, desk):
    def before():
        page = pay("one", saved=False)(desk, {"ada": desk.ada.user}).body
        desk.bank.press(page.redirect_url)

    for outcome in race(events, events, before=before):
        assert len(payments()) == 1, outcome.story


def _press_page(desk, *actions):
    def before():
        page = _open_page(desk)
        for action in actions:
            desk.bank.press(page, action)

    return before


def test_v07_two_events_of_one_charge(race, desk):
    other = events_of("payment_intent.succeeded", times=1)
    for outcome in race(events_of("charge.succeeded", times=1), other, before=_press_page(desk, "pay")):
        assert [runner.error for runner in outcome.runners] == [None, None], outcome.story
        assert len(payments()) == 1


def test_a_card_that_was_refused_and_the_next_that_was_not(race, desk):
    """The news of both come at once; the money counts."""
    refused = events_of("payment_intent.payment_failed", times=1)
    for outcome in race(refused, events_of("charge.succeeded", times=1), before=_press_page(desk, "decline", "pay")):
        assert [runner.error for runner in outcome.runners] == [None, None], outcome.story
        assert (len(payments()), desk.now(desk.invoice_).status) == (1, "paid")


def test_money_that_goes_back_before_anybody_heard_that_it_came(race, desk):
    def before():
        _press_page(desk, "pay")()
        charge = desk.bank.provider.charged()[0]["id"]
        desk.bank.provider.call(KEY, "POST", "/v1/refunds", f"charge={charge}&amount=1900")

    for outcome in race(events_of("refund.created", times=1), events_of("charge.succeeded", times=1), before=before):
        assert [payment.refunded for payment in payments()] == [1900], outcome.story


def test_v09_the_sweep_for_overdue_invoices_and_a_payment(race, desk, time):
    def sweeps(desk, people):
        time.now = noon + timedelta(days=15)
        mark_overdue_invoices("req_sweep")

    noon = time.now
    for outcome in race(pay("one"), sweeps):
        assert (desk.now(desk.invoice_).status, len(payments())) == ("paid", 1), outcome.story


def test_v08_three_tabs(race, desk):
    """All three of them have too many orders: a seeded sample."""
    tabs = pay("one"), pay("two"), pay("three", saved=False)
    for outcome in race(*tabs, sample=25):
        assert any(result is not None for result in outcome.results), outcome.story
        assert len(payments()) <= 1


def test_v08_two_tabs_that_both_leave_an_open_page(race, desk):
    """Both end the page; whoever reads the invoice again last meets the other's attempt. A seeded sample: there are thousands of orders."""
    for outcome in race(pay("one"), pay("two"), before=lambda: _open_page(desk), sample=25):
        assert len(payments()) == 1, outcome.story


def test_v09_a_transfer_and_a_tab_that_both_end_an_open_page(race, desk):
    for outcome in race(pay("one"), transfer, before=lambda: _open_page(desk), sample=25):
        assert len(payments()) == 1, outcome.story


def test_v09_voiding_and_a_tab_that_both_end_an_open_page(race, desk):
    for outcome in race(pay("one"), void, before=lambda: _open_page(desk), sample=25):
        assert (desk.now(desk.invoice_).status, len(payments())) in (("paid", 1), ("void", 0)), outcome.story


def test_the_event_and_another_way_to_pay(race, desk):
    def before():
        page = pay("one", saved=False)(desk, {"ada": desk.ada.user}).body
        desk.bank.press(page.redirect_url)

    for outcome in race(events, pay("two"), before=before):
        assert outcome.results[1] is None, outcome.story
        assert len(payments()) == 1


def test_the_reconciler_and_the_repeated_request(race, desk, time):
    """The charge never arrived. While the reconciler gives the attempt up, the browser asks again."""

    def before():
        desk.bank.provider.fail_next(times=2, method="POST", path="/v1/payment_intents")
        with pytest.raises(PortalError):
            pay("one")(desk, {"ada": desk.ada.user})

    def reconciles(desk, people):
        reconcile.reconcile_payments("req_2")

    def repeats(desk, people):
        time.move(minutes=11)
        return pay("one")(desk, people)

    for outcome in race(repeats, reconciles, before=before):
        assert len(payments()) <= 1, outcome.story


# The same race with a careless handler must be found out.


def naive_pay(desk, people):
    """Looks whether the invoice is owed, charges under a fresh key, writes down that it is paid."""
    invoice = find_invoice(people["ada"].partition, desk.invoice_.id)
    check_is_owed(invoice)
    purpose = Purpose(tenant="ten_acme", customer="cus_one", attempt=ids.new_id("att"))
    outcome = ask.charge_method(
        ChargeRequest(
            purpose=purpose, amount=invoice.balance, currency="EUR", gateway_customer=desk.card_.gateway_customer,
            method_id=desk.card_.gateway_id, description="x", return_url="https://portal.example.com/",
        )
    )  # fmt: skip
    assert isinstance(outcome, Succeeded)
    with transaction() as tx:
        settlement = Settlement(payment_id="pay_1", date="2026-03-16", method="card", amount=outcome.amount)
        settle_invoice(tx, invoice, [settlement], invoice.due_date)
        from chalicelib.audit.record import record_change

        record_change(tx, Machine("ten_acme", "naive", "req"), "payment.succeeded", invoice.id)


def test_a_careless_handler_is_found_out(desk, monkeypatch):
    hook(monkeypatch, lambda name: any(part in name for part in PARKS))
    desk.invoice_, desk.card_ = desk.invoice(), desk.card()
    people, start = {"ada": desk.ada.user}, Snapshot(desk.bank.provider)

    def prepare():
        start.restore()
        return [lambda: naive_pay(desk, people)] * 2

    charged = [list(desk.bank.charged) for _ in explore(prepare)]
    assert [11900, 11900] in charged, "the controller never let both look before one of them charged"
    assert [11900] in charged, "one after the other is fine even so"
