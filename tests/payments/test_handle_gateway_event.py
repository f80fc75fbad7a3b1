"""The gateway's events: only genuine ones count, in any order, any number of times."""

import json
from itertools import permutations

import pytest

from chalicelib.adapters import secrets
from chalicelib.core import clock
from chalicelib.payments import store
from infra.provider import signature
from tests.fixtures.books import attempts, check_books, ledger, payments
from tests.fixtures.gateway import KEY
from tests.fixtures.invoices import mails

PATH = "/webhooks/stripe/ten_acme"


def secret_of(tenant_id="ten_acme"):
    return secrets.tenant_secret(tenant_id, "webhook-secret")


def paid_page(desk, **more):
    """A page that was paid, whose events have not been delivered; the reply that led there."""
    reply = desk.pay(desk.invoice(), **more)
    desk.bank.press(reply.json["redirect_url"])
    return reply


def event_of(desk, type_):
    """The body of the waiting event of this type."""
    (delivery,) = desk.bank.provider.webhooks.waiting(type_)
    _, _, body = desk.bank.provider.webhooks.signed(delivery)
    return json.loads(body)


def send(desk, event, *, path=PATH, secret=None, at=None, header=None, body=None):
    raw = body if body is not None else json.dumps(event).encode()
    stamp = clock.epoch() if at is None else at
    signed = header if header is not None else signature(secret or secret_of(), raw, stamp)
    return desk.api.post(path, raw=raw, headers={"Stripe-Signature": signed} if signed else {})


def assert_nothing_was_booked(desk):
    assert ledger() == []
    assert [attempt.state for attempt in attempts()] == ["requires_action"]


def test_a_genuine_event_books_the_payment(desk):
    paid_page(desk)
    reply = send(desk, event_of(desk, "charge.succeeded"))
    assert (reply.status, reply.json) == (200, {"result": "done"})
    assert len(ledger()) == 1
    check_books(desk.bank)


def test_v06_an_event_without_a_signature_is_refused(desk):
    paid_page(desk)
    assert send(desk, event_of(desk, "charge.succeeded"), header="").status == 400
    assert_nothing_was_booked(desk)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_v06_an_event_signed_too_early_or_too_late_is_refused(desk, seconds):
    paid_page(desk)
    assert send(desk, event_of(desk, "charge.succeeded"), at=clock.epoch() + seconds).status == 400
    assert_nothing_was_booked(desk)


def test_v06_another_secret_is_refused(desk):
    paid_page(desk)
    assert send(desk, event_of(desk, "charge.succeeded"), secret="whsec_of_somebody_else").status == 400
    assert_nothing_was_booked(desk)


def test_v06_a_body_that_was_written_anew_is_refused(desk):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded")
    header = signature(secret_of(), json.dumps(event, indent=2).encode(), clock.epoch())
    assert send(desk, event, header=header, body=json.dumps(event).encode()).status == 400
    assert_nothing_was_booked(desk)


@pytest.mark.parametrize("secret", ["", " "])
def test_v06_a_merchant_whose_secret_is_empty_takes_no_events_at_all(desk, secret):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded")
    secrets.keep_tenant_secret("ten_acme", "webhook-secret", secret or "\t")
    reply = send(desk, event, secret=secret or "x")
    assert reply.status in (404, 503)
    assert_nothing_was_booked(desk)


def test_v06_a_merchant_without_a_gateway_is_not_found(desk, globex):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded")
    assert send(desk, event, path="/webhooks/stripe/ten_globex").status == 404
    assert send(desk, event, path="/webhooks/stripe/ten_absent").status == 404


def test_v06_a_live_event_is_refused_where_no_real_money_moves(desk):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded") | {"livemode": True}
    assert send(desk, event).status == 400
    assert_nothing_was_booked(desk)


def test_v06_an_event_of_another_account_is_refused(desk):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded") | {"account": "acct_somebody_else"}
    assert send(desk, event).status == 400
    assert_nothing_was_booked(desk)


@pytest.mark.parametrize(("field", "value"), [("amount", 1), ("amount", 11901), ("currency", "usd")])
def test_v06_another_amount_or_currency_is_refused_with_an_alarm(desk, field, value):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded")
    event["data"]["object"][field] = value
    reply = send(desk, event)
    assert (reply.status, reply.code) == (400, "event_not_ours")
    assert_nothing_was_booked(desk)


def test_v06_an_event_that_names_another_merchants_payment_is_refused(desk, globex):
    """Whoever runs acme's account can write any metadata into it, but only acme's payments hear of that."""
    paid_page(desk)
    event = event_of(desk, "charge.succeeded")
    event["data"]["object"]["metadata"]["tenant"] = globex.tenant_id
    assert send(desk, event).status == 400
    assert_nothing_was_booked(desk)


@pytest.mark.parametrize("name", ["customer", "attempt"])
def test_v06_an_event_for_a_payment_that_is_not_there_changes_nothing(desk, name):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded")
    event["data"]["object"]["metadata"][name] = "cus_two" if name == "customer" else "att_absent"
    assert send(desk, event).json == {"result": "ignored"}
    assert_nothing_was_booked(desk)


def test_an_event_of_the_merchants_other_business_is_ignored(desk):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded")
    event["data"]["object"]["metadata"] = {}
    assert send(desk, event).json == {"result": "ignored"}
    assert_nothing_was_booked(desk)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"object": "event"}', b"[" * 100_000])
def test_v34_whatever_is_signed_but_no_event_is_malformed(desk, body):
    reply = send(desk, None, body=body)
    assert (reply.status, reply.code) == (400, "event_unreadable")


def test_v07_an_event_that_comes_again_changes_nothing(desk):
    paid_page(desk)
    assert set(desk.bank.deliver(times=3)) == {200}
    assert len(payments()) == 1
    assert len(mails()) == 1
    check_books(desk.bank)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_v07_the_order_of_the_events_does_not_matter(desk, order):
    reply = paid_page(desk, save=True)
    assert set(desk.bank.deliver(list(order))) == {200}
    attempt = desk.attempt(reply)
    assert attempt["status"] == "succeeded"
    (payment,) = payments()
    assert (payment.face.brand, payment.face.last4) == ("visa", "4242")
    (method,) = desk.api.get("/portal/payment-methods", token=desk.ada.token).json["items"]
    assert method["last4"] == "4242"
    check_books(desk.bank)


def test_a_late_failure_does_not_undo_a_success(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card())
    (charge,) = desk.bank.provider.charged()
    event = event_of(desk, "charge.succeeded")
    event |= {"type": "charge.failed"}
    event["data"]["object"] |= {"status": "failed", "id": charge["id"]}
    assert send(desk, event).status == 200
    assert desk.attempt(reply)["status"] == "succeeded"
    assert desk.now(invoice).status == "paid"


def test_a_success_after_a_failure_was_told_still_counts(desk):
    reply = desk.pay(desk.invoice(), desk.card("pm_success_de"))
    desk.bank.provider.tick(everything=True)
    event = event_of(desk, "charge.succeeded")
    failed = json.loads(json.dumps(event)) | {"type": "charge.failed"}
    failed["data"]["object"] |= {"status": "failed", "failure_code": "card_declined"}
    assert send(desk, failed).status == 200
    assert desk.attempt(reply)["status"] == "failed"
    assert send(desk, event).status == 200
    assert desk.attempt(reply)["status"] == "succeeded"
    assert desk.attempt(reply)["failure_code"] is None
    check_books(desk.bank)


def test_a_page_that_expired_lets_go_of_the_invoice(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice)
    session = desk.bank.provider.rows("checkout.session")[0]
    desk.bank.provider.call(KEY, "POST", f"/v1/checkout/sessions/{session['id']}/expire")
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "expired"
    assert desk.now(invoice).attempt_id is None


def test_a_direct_debit_on_the_page_is_pending_until_the_bank_has_paid(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice)
    desk.bank.press(reply.json["redirect_url"], "slow")
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "pending"
    assert desk.pay(invoice).status == 409
    desk.bank.provider.tick(everything=True)
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "succeeded"
    check_books(desk.bank)


def test_a_second_charge_of_one_attempt_is_kept_as_credit_with_an_alarm(desk):
    paid_page(desk)
    event = event_of(desk, "charge.succeeded")
    desk.bank.deliver()
    event["data"]["object"]["id"] = "ch_second"
    assert send(desk, event).status == 200
    assert [(payment.amount, payment.credited) for payment in payments()] == [(11900, 0), (11900, 11900)]
    check_books(desk.bank, healed=False)


def test_a_booking_that_cannot_be_kept_is_delivered_again(desk):
    paid_page(desk)
    broken = pytest.MonkeyPatch()
    broken.setattr(store.ledger, "add", _fail)
    assert all(status >= 500 for status in desk.bank.deliver()[:2])
    broken.undo()
    assert set(desk.bank.deliver()) == {200}
    check_books(desk.bank)


def _fail(*_, **__):
    from chalicelib.core.errors import Unavailable

    raise Unavailable
