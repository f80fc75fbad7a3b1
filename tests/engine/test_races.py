"""Twenty at once, in threads that really run at the same time, on MiniStack: charged once, booked once, numbered without gaps.

``tests/payments/test_interleavings.py`` and its neighbours walk all orders of two or three; here are many, with the engine deciding.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.checkouts.handle_gateway_event import handle_gateway_event
from chalicelib.core.errors import Conflict, PortalError
from chalicelib.core.identity import Caller
from chalicelib.invoices import store as invoice_store
from chalicelib.invoices.send import send_invoice
from chalicelib.outbox.deliver import deliver_outbox
from chalicelib.payments import store
from chalicelib.payments.apply_credit import apply_credit
from chalicelib.payments.pay_invoice import pay_invoice
from chalicelib.payments.record_offline import record_offline_payment
from chalicelib.payments.refund_invoice import refund_invoice
from chalicelib.payments.schemas import CreditUse, NewOfflinePayment, NewPayment, NewRefund
from chalicelib.payments.void_invoice import void_invoice
from chalicelib.sessions import store as session_store
from chalicelib.sessions.accept_invitation import accept_invitation
from chalicelib.sessions.refresh import refresh_session
from chalicelib.sessions.schemas import Acceptance, Empty
from chalicelib.tenants import store as tenant_store
from chalicelib.tenants.entity import Series
from chalicelib.tenants.take_number import NumberTaken, take_number
from tests.engine.conftest import THREADS
from tests.fixtures.books import check_books, old_credit, payments
from tests.fixtures.invoices import draft_invoice
from tests.fixtures.people import hash_cheaply
from tests.fixtures.sign_in import is_in, mailed_token, sign_in
from tests.outbox.letters import a_mail, row

CALLER = Caller("", "https://portal.example.com", "1", {}, "key", "", "req_1", None, {}, b"")


@pytest.fixture
def counter(desk, staff, monkeypatch, time, no_logs):
    """The desk with an invoice, a card, and what they do there; after each race the books are closed and looked at."""
    monkeypatch.setattr(store, "SHARDS", 1)
    return Counters(desk, desk.invoice(), desk.card(), desk.ada.user, staff("owner").user, time)


class Counters:
    def __init__(self, desk, invoice, card, ada, owner, time) -> None:
        self.desk, self.invoice, self.card, self.ada, self.owner, self.time = desk, invoice, card, ada, owner, time

    @property
    def bank(self) -> Any:
        return self.desk.bank

    def by(self, key) -> Caller:
        return replace(CALLER, idempotency_key=key)

    def pay(self, key, saved=True):
        request = NewPayment(payment_method_id=self.card.id if saved else None)
        return lambda: pay_invoice(self.ada, self.by(key), self.invoice.id, request)

    def void(self, _):
        return lambda: void_invoice(self.owner, self.invoice.id)

    def transfer(self, key):
        wish = NewOfflinePayment(method="bank_transfer", amount=11900, date="2026-03-16")
        return lambda: record_offline_payment(self.owner, self.by(key), self.invoice.id, wish)

    def refund(self, key, amount):
        return lambda: refund_invoice(self.owner, self.by(key), self.invoice.id, NewRefund(amount=amount))

    def credit(self, key, amount=None):
        return lambda: apply_credit(self.owner, self.by(key), self.invoice.id, CreditUse(amount=amount))

    def event(self, delivery):
        """Take this event, whose answer the provider does not get to see."""
        _, headers, body = self.bank.provider.webhooks.signed(delivery)
        caller = replace(CALLER, headers={name.lower(): value for name, value in headers.items()}, raw_body=body)
        return lambda: handle_gateway_event(caller, "ten_acme")

    def close(self):
        """Whatever is on its way arrives; then the books and the bank agree."""
        for minutes in (31, 31, 0):
            self.bank.deliver()
            self.time.move(minutes=minutes)
            self.desk.reconcile()
        check_books(self.bank)
        return self.desk.now(self.invoice)


def crowd(work, count=THREADS):
    """``count`` works, each under a key of its own."""
    return [work(f"key-{number}") for number in range(count)]


def refusals(endings):
    return Counter(type(ending.refusal).__name__ for ending in endings if ending.refusal)


def test_v08_twenty_tabs_pay_one_invoice_once(counter, together):
    endings = together(*crowd(counter.pay))
    assert any(ending.result is not None and ending.result.status in (201, 202) for ending in endings), refusals(
        endings
    )
    assert counter.bank.charged == [11900]
    assert counter.close().status == "paid"
    assert len(payments()) == 1


def test_v08_one_request_that_a_nervous_browser_sends_twenty_times_is_one_payment(counter, together):
    together(*[counter.pay("the one key") for _ in range(THREADS)])
    assert counter.bank.charged == [11900]
    assert counter.close().status == "paid"


def test_v08_an_invoice_is_voided_or_paid_but_never_both(counter, together):
    half = THREADS // 2
    endings = together(*crowd(counter.pay, half), *crowd(counter.void, half))
    voided = [ending for ending in endings[half:] if ending.result is not None]
    now = counter.close()
    assert (now.status, len(voided), sum(counter.bank.charged)) in [("void", 1, 0), ("paid", 0, 11900)]


def test_v08_a_card_and_a_bank_transfer_settle_it_once_and_what_is_too_much_is_credit(counter, together):
    half = THREADS // 2
    together(*crowd(counter.pay, half), *[counter.transfer("the one key") for _ in range(half)])
    now = counter.close()
    assert (now.status, now.settled, now.balance) == ("paid", 11900, 0)
    assert sum(counter.bank.charged) in (0, 11900)


def test_v09_twenty_refunds_give_back_no_more_than_came(counter, together):
    counter.pay("before")()
    counter.bank.deliver()
    endings = together(*crowd(lambda key: counter.refund(key, 5000)))
    counter.close()
    sent = [one["amount"] for one in counter.bank.provider.rows("refund")]
    assert sent == [5000] * len(sent) and 1 <= len(sent) <= 2, (sent, refusals(endings))
    assert payments()[0].refunded == sum(sent)


def test_v09_one_refund_asked_for_twenty_times_is_one(counter, together):
    counter.pay("before")()
    counter.bank.deliver()
    together(*[counter.refund("the one key", 5000) for _ in range(THREADS)])
    counter.close()
    assert [one["amount"] for one in counter.bank.provider.rows("refund")] == [5000]


def test_credit_is_applied_once_however_often_it_is_asked_for(counter, together):
    old_credit(5000)
    together(*[counter.credit("the one key") for _ in range(THREADS)])
    now = counter.close()
    assert (now.settled, [one.amount for one in payments()]) == (5000, [5000])


def test_twenty_who_apply_one_credit_share_what_there_is(counter, together):
    old_credit(5000)
    endings = together(*crowd(lambda key: counter.credit(key, 1000)))
    now = counter.close()
    taken = sum(ending.result is not None for ending in endings)
    assert now.settled == 1000 * taken and 1 <= taken <= 5, refusals(endings)


def test_v07_an_event_delivered_twenty_times_at_once_is_booked_once(counter, together):
    counter.pay("key")()
    waiting = counter.bank.provider.webhooks.waiting("charge.succeeded")
    assert len(waiting) == 1
    together(*[counter.event(waiting[0]) for _ in range(THREADS)])
    assert counter.close().status == "paid"
    assert len(payments()) == 1


def test_twenty_invoices_issued_at_once_are_numbered_without_a_gap(desk, staff, together):
    owner, drafts = staff("owner").user, [draft_invoice("ten_acme", "cus_one") for _ in range(THREADS)]

    def send(invoice):
        """As a person does who is told that somebody else was faster."""
        for _ in range(THREADS):
            try:
                return send_invoice(owner, invoice.id)
            except Conflict:
                continue
        raise AssertionError("never its turn")

    endings = together(*[lambda one=one: send(one) for one in drafts])
    assert not any(ending.refusal for ending in endings)
    kept = [invoice_store.get(one.partition, one.id) for one in drafts]
    assert sorted(one.number for one in kept) == [f"INV-{number:05}" for number in range(1, THREADS + 1)]
    assert tenant_store.get_series("ten_acme", "invoice").last == THREADS


def test_a_number_is_lost_by_nobody_and_given_to_one(acme, together):
    """The counter alone: each turn one at least goes on, and nothing is counted that was refused."""

    def take(number):
        won = 0
        for _ in range(25):
            try:
                with transaction() as tx:
                    take_number(tx, "ten_acme", "test")
            except NumberTaken:
                continue
            won += 1
        return won

    endings = together(*[lambda number=number: take(number) for number in range(THREADS)])
    won = sum(ending.result for ending in endings)
    assert tenant_store.get_series("ten_acme", "test") == Series(
        tenant_id="ten_acme", series="test", last=won, version=won
    )
    assert won >= 25


def test_a_counter_without_a_condition_would_lose_some(acme, together):
    """What all of this rests on is not MiniStack's manners: who only reads and writes is overtaken here."""

    def careless(number):
        for _ in range(5):
            counter = tenant_store.get_series("ten_acme", "test")
            with transaction() as tx:
                tenant_store.series.overwrite(tx, counter.model_copy(update={"last": counter.last + 1}))

    together(*[lambda number=number: careless(number) for number in range(THREADS)])
    assert tenant_store.get_series("ten_acme", "test").last < 5 * THREADS


def test_v10_twenty_uses_of_one_refresh_cookie_give_one_successor(api, ada, together):
    name, _, value = ada.cookie["Cookie"].partition("=")
    before, caller = session_store.sessions.get(ada.session.id), replace(CALLER, cookies={name: value})
    endings = together(*[lambda: refresh_session(caller, "acme", Empty()) for _ in range(THREADS)])
    assert not any(ending.refusal for ending in endings), refusals(endings)
    cookies = {ending.result.cookies for ending in endings}
    assert len(cookies) == 1, "all tabs keep the same cookie"
    session = session_store.sessions.get(ada.session.id)
    assert session.version == before.version + 1, "it was rotated once"
    assert is_in(api, endings[0].result.body.access_token)


@pytest.fixture
def quick(monkeypatch):
    """Hashing is the same however many there are."""
    hash_cheaply(monkeypatch)


def test_v10_a_link_of_an_invitation_lets_one_of_twenty_set_a_password(quick, api, acme, staff, post, together, time):
    office, path = staff("support").token, "/merchant/customers/cus_one/contacts"
    told = {"email": "grace@example.com", "first_name": "Grace", "last_name": "Hopper"}
    contact = api.post(path, told, token=office).json
    assert api.put(f"{path}/{contact['id']}/portal-access", {}, token=office).status == 202
    token = mailed_token(post, "grace@example.com")
    words = [f"tall windmill {number:02}" for number in range(THREADS)]
    requests = [Acceptance(token=token, password=word) for word in words]
    endings = together(*[lambda one=one: accept_invitation(CALLER, "acme", one) for one in requests])
    (first,) = [number for number, ending in enumerate(endings) if ending.result is not None]
    assert all(isinstance(ending.refusal, PortalError) for number, ending in enumerate(endings) if number != first)
    assert len(session_store.get_credential("client", "ten_acme", "grace@example.com").sessions) == 1
    time.move(minutes=16)  # nineteen others typed what is not her password
    assert sign_in(api, "grace@example.com", words[first]).status == 200


def test_a_mail_that_twenty_workers_hold_goes_out_once(acme, post, together, time):
    mail = a_mail()
    post.waiting("outbox")
    together(*[lambda: deliver_outbox({"outbox_id": mail}, "req_1") for _ in range(THREADS)])
    assert len(post.sent) == 1
    assert row(mail).state == "done"
