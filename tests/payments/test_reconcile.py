"""The reconciler finishes what everybody else left open."""

from chalicelib.adapters.functions import NoAnswer
from chalicelib.payments import rules
from tests.fixtures.books import attempts, check_books, payments
from tests.fixtures.gateway import KEY


def lost(desk, method=None, **body):
    """A payment whose answer was lost on the way."""

    def lose(payload):
        if payload["operation"] in ("charge_method", "start_checkout"):
            raise NoAnswer

    desk.bank.lambdas.after = lose
    invoice = desk.invoice(number=len(attempts()) + 1)
    assert desk.pay(invoice, method, **body).status == 503
    desk.bank.lambdas.after = lambda payload: None
    return invoice


def test_a_charge_nobody_heard_of_is_found_at_the_gateway(desk, time):
    invoice = lost(desk, desk.card())
    time.move(minutes=11)
    desk.reconcile()
    assert desk.now(invoice).status == "paid"
    assert payments()[0].face.last4 == "4242"
    check_books(desk.bank)


def test_nothing_is_looked_at_before_its_time(desk, time):
    invoice = lost(desk, desk.card())
    time.move(minutes=9)
    desk.reconcile()
    assert desk.now(invoice).status == "sent"


def test_reconciling_twice_changes_nothing(desk, time):
    lost(desk, desk.card())
    time.move(minutes=11)
    desk.reconcile()
    before = [payment.model_dump() for payment in payments()]
    time.move(minutes=11)
    desk.reconcile()
    assert [payment.model_dump() for payment in payments()] == before


def test_a_charge_the_gateway_never_heard_of_is_given_up_and_the_invoice_is_free(desk, time):
    desk.bank.provider.fail_next(times=2, method="POST", path="/v1/payment_intents")
    invoice = desk.invoice()
    desk.pay(invoice, desk.card())
    time.move(minutes=11)
    desk.reconcile()
    assert [attempt.state for attempt in attempts()] == ["expired"]
    assert desk.now(invoice).attempt_id is None
    check_books(desk.bank)


def test_a_decline_nobody_heard_of_fails_the_attempt(desk, time):
    lost(desk, desk.card("pm_card_visa_chargeDeclined"))
    time.move(minutes=11)
    desk.reconcile()
    assert [attempt.state for attempt in attempts()] == ["failed"]


def test_a_page_whose_address_was_lost_is_found_and_then_closes(desk, time):
    lost(desk)
    time.move(minutes=11)
    desk.reconcile()
    (attempt,) = attempts()
    assert (attempt.state, attempt.gateway_id[:3]) == ("requires_action", "cs_")
    time.move(seconds=rules.PAGE_SECONDS)
    desk.reconcile()
    assert [attempt.state for attempt in attempts()] == ["expired"]


def test_a_paid_page_whose_events_never_came_is_booked(desk, time):
    invoice = desk.invoice()
    reply = desk.pay(invoice, save=True)
    desk.bank.press(reply.json["redirect_url"])
    time.move(minutes=11)
    desk.reconcile()
    assert desk.attempt(reply)["status"] == "succeeded"
    assert len(desk.api.get("/portal/payment-methods", token=desk.ada.token).json["items"]) == 1
    check_books(desk.bank)


def test_a_question_of_the_bank_that_nobody_answers_is_withdrawn_after_a_day(desk, time):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card("pm_card_authenticationRequired"))
    time.move(hours=23)
    desk.reconcile()
    assert desk.attempt(reply)["status"] == "requires_action"
    time.move(hours=7)
    desk.reconcile()
    assert desk.attempt(reply)["status"] == "expired"
    assert {row["status"] for row in desk.bank.provider.rows("payment_intent")} == {"canceled"}


def test_a_bank_that_takes_days_is_asked_less_and_less_often_and_an_alarm_tells(desk, time, alarms):
    desk.bank.provider.options.settle_after = 10**9
    invoice = desk.invoice()
    desk.pay(invoice, desk.card("pm_success_de"))
    for _ in range(8):
        time.move(hours=6, seconds=1)
        desk.reconcile()
    (attempt,) = attempts()
    assert (attempt.state, attempt.checks) == ("pending", 8)
    stuck = [one for one in alarms if one["alarm"] == "reconcile.stuck"]
    assert stuck and all(
        (one["tenant"], one["attempt"], one["state"]) == ("ten_acme", attempt.id, "pending") for one in stuck
    )
    desk.bank.provider.tick(everything=True)
    time.move(hours=6, seconds=1)
    desk.reconcile()
    assert desk.now(invoice).status == "paid"
    check_books(desk.bank)


def test_after_a_day_a_charge_is_looked_up_and_never_sent_again(desk, time):
    """The gateway has forgotten the idempotency key by then: sent again, it would charge again."""
    invoice, card = desk.invoice(), desk.card()
    desk.bank.lambdas.after = _lose_charges
    desk.pay(invoice, card, key="click")
    desk.bank.lambdas.after = lambda payload: None
    time.move(hours=25)
    assert desk.pay(invoice, card, key="click").status == 201
    assert desk.bank.charged == [11900]
    check_books(desk.bank)


def _lose_charges(payload):
    if payload["operation"] == "charge_method":
        raise NoAnswer


def test_one_that_fails_does_not_hold_up_the_others(desk, time):
    card = desk.card()
    first, second = lost(desk, card), lost(desk, card)
    time.move(minutes=11)
    desk.bank.provider.fail_next(times=2, method="GET", path="/v1/")
    desk.reconcile()
    assert sorted([desk.now(first).status, desk.now(second).status]) == ["paid", "sent"]
    desk.reconcile()
    check_books(desk.bank)


def test_a_request_that_took_the_attempt_up_meanwhile_is_not_overruled(desk, time):
    """The gateway knows nothing, but at this very moment a request notes that it asks again: then nothing is given up."""
    invoice, card = desk.invoice(), desk.card()
    desk.bank.provider.fail_next(times=2, method="POST", path="/v1/payment_intents")
    desk.pay(invoice, card, key="click")
    time.move(minutes=11)
    held = desk.bank.provider.fail_next(times=1, method="GET", path="/v1/checkout/sessions", applied=True)
    held.wait = lambda: desk.pay(invoice, card, key="click")  # type: ignore[method-assign]
    desk.reconcile()
    assert desk.now(invoice).status == "paid"
    assert desk.bank.charged == [11900]
    assert [attempt.state for attempt in attempts()] == ["succeeded"]
    check_books(desk.bank)


def test_the_merchant_without_keys_stays_for_the_next_time(desk, time):
    invoice = lost(desk, desk.card())
    desk.bank.provider.revoke(KEY)
    time.move(minutes=11)
    desk.reconcile()
    assert desk.now(invoice).status == "sent"
    desk.bank.provider._revoked.clear()
    desk.reconcile()
    assert desk.now(invoice).status == "paid"
