"""However a client presses, reloads and repeats, and whatever answer is lost on the way: one charge, one booking."""

import pytest

from chalicelib.payments import rules
from tests.fixtures.books import attempts, check_books, payments
from tests.fixtures.people import change_portal

ASK = "/v1/payment_intents"


def lose_answer(desk, operation):
    """The gateway's Lambda does what it is asked, but its answer is lost (once)."""

    def lose(payload):
        if payload["operation"] == operation:
            desk.bank.lambdas.after = lambda _: None
            raise ConnectionError

    desk.bank.lambdas.after = lose


def test_two_tabs_with_the_same_card_share_one_attempt(desk):
    invoice, card = desk.invoice(), desk.card()
    first, second = desk.pay(invoice, card), desk.pay(invoice, card)
    assert (first.status, second.status) == (201, 409)
    assert desk.bank.charged == [11900]
    check_books(desk.bank)


def test_two_tabs_on_the_gateways_page_get_the_same_page(desk, bill):
    invoice = desk.invoice()
    first, second = desk.pay(invoice), desk.pay(invoice, by=bill)
    assert (first.status, second.status) == (202, 202)
    assert first.json == second.json
    assert len(attempts()) == 1


def test_a_double_click_under_one_key_is_one_payment(desk):
    invoice, card = desk.invoice(), desk.card()
    first, second = (desk.pay(invoice, card, key="click") for _ in range(2))
    assert (first.status, first.raw) == (second.status, second.raw)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert desk.bank.charged == [11900]


def test_the_same_key_with_another_body_is_refused(desk):
    invoice = desk.invoice()
    desk.pay(invoice, desk.card(), key="click")
    assert desk.pay(invoice, key="click").status == 422


@pytest.mark.parametrize("applied", [False, True], ids=["the charge did not arrive", "only its answer was lost"])
@pytest.mark.asvs("16.5.2")
def test_a_gateway_that_does_not_answer_is_asked_again_under_the_attempts_own_key(desk, applied):
    invoice, card = desk.invoice(), desk.card()
    desk.bank.provider.fail_next(times=2, method="POST", path=ASK, applied=applied)
    lost = desk.pay(invoice, card, key="click")
    assert lost.status == 503
    assert lost.headers["Retry-After"]
    again = desk.pay(invoice, card, key="click")
    assert (again.status, again.json["status"]) == (201, "succeeded")
    assert desk.bank.charged == [11900]
    asked = [entry.idempotency_key for entry in desk.bank.provider.requests if entry.path == ASK]
    assert set(asked) == {again.json["id"]}
    check_books(desk.bank)


def test_a_lambda_whose_answer_is_lost_is_asked_again(desk):
    invoice, card = desk.invoice(), desk.card()
    lose_answer(desk, "charge_method")
    assert desk.pay(invoice, card, key="click").status == 503
    assert desk.pay(invoice, card, key="click").status == 201
    assert desk.bank.charged == [11900]
    check_books(desk.bank)


def test_the_events_finish_what_the_answer_left_open_and_the_repeated_request_finds_it(desk):
    invoice, card = desk.invoice(), desk.card()
    lose_answer(desk, "charge_method")
    desk.pay(invoice, card, key="click")
    assert set(desk.bank.deliver()) == {200}
    assert desk.now(invoice).status == "paid"
    again = desk.pay(invoice, card, key="click")
    assert (again.status, again.json["payment_id"]) == (201, payments()[0].id)
    check_books(desk.bank)


def test_a_decline_whose_answer_was_lost_is_told_to_the_repeated_request(desk):
    invoice, card = desk.invoice(), desk.card("pm_card_visa_chargeDeclined")
    lose_answer(desk, "charge_method")
    assert desk.pay(invoice, card, key="click").status == 503
    desk.bank.deliver()
    again = desk.pay(invoice, card, key="click")
    assert (again.status, again.code) == (402, "card_declined")
    assert len(desk.bank.provider.rows("charge")) == 1


def test_another_tab_takes_up_a_payment_whose_answer_was_lost(desk):
    invoice, card = desk.invoice(), desk.card()
    lose_answer(desk, "charge_method")
    desk.pay(invoice, card)
    assert desk.pay(invoice, card).status == 201
    assert desk.bank.charged == [11900]
    check_books(desk.bank)


def test_another_way_to_pay_waits_while_nobody_knows_whether_the_card_was_charged(desk):
    invoice = desk.invoice()
    lose_answer(desk, "charge_method")
    desk.pay(invoice, desk.card())
    refused = desk.pay(invoice)
    assert (refused.status, refused.code) == (409, "payment_pending")
    desk.bank.deliver()
    assert desk.now(invoice).status == "paid"
    check_books(desk.bank)


def test_a_charge_that_never_arrived_is_given_up_once_nobody_can_be_asking(desk, time):
    invoice, card = desk.invoice(), desk.card()
    desk.bank.provider.fail_next(times=2, method="POST", path=ASK)
    desk.pay(invoice, card, key="click")
    time.move(minutes=11)
    assert desk.pay(invoice).status == 202, "another way to pay"
    late = desk.pay(invoice, card, key="click")
    assert (late.status, late.code) == (409, "attempt_expired")
    assert desk.bank.charged == []


def test_a_page_whose_address_was_lost_is_asked_for_again_and_is_the_same_page(desk):
    invoice = desk.invoice()
    lose_answer(desk, "start_checkout")
    assert desk.pay(invoice, key="click").status == 503
    reply = desk.pay(invoice, key="click")
    assert reply.status == 202
    assert [row["url"] for row in desk.bank.provider.rows("checkout.session")] == [reply.json["redirect_url"]]


def test_another_method_ends_the_open_page_first(desk):
    invoice = desk.invoice()
    page = desk.pay(invoice)
    assert desk.pay(invoice, desk.card()).status == 201
    assert desk.attempt(page)["status"] == "expired"
    assert [row["status"] for row in desk.bank.provider.rows("checkout.session")] == ["expired"]
    desk.bank.deliver()
    check_books(desk.bank)


def test_another_method_ends_the_banks_open_question_first(desk):
    invoice = desk.invoice()
    asked = desk.pay(invoice, desk.card("pm_card_authenticationRequired"))
    assert desk.pay(invoice).status == 202
    assert desk.attempt(asked)["status"] == "expired"
    assert {row["status"] for row in desk.bank.provider.rows("payment_intent")} == {"canceled"}


def test_another_amount_ends_the_open_page_first(desk):
    change_portal(desk.ada.tenant_id, allow_partial_payment=True)
    invoice = desk.invoice()
    whole = desk.pay(invoice)
    part = desk.pay(invoice, amount=5000)
    assert part.status == 202
    assert part.json["redirect_url"] != whole.json["redirect_url"]
    assert desk.attempt(whole)["status"] == "expired"


def test_another_method_after_the_page_was_paid_is_a_conflict_and_books_it(desk):
    invoice = desk.invoice()
    page = desk.pay(invoice)
    desk.bank.press(page.json["redirect_url"])
    late = desk.pay(invoice, desk.card())
    assert (late.status, late.code) == (409, "paid_meanwhile")
    assert desk.now(invoice).status == "paid"
    assert desk.bank.charged == [11900]
    assert set(desk.bank.deliver()) == {200}
    check_books(desk.bank)


def test_another_method_while_the_page_waits_for_the_bank_is_a_conflict(desk):
    invoice = desk.invoice()
    page = desk.pay(invoice)
    desk.bank.press(page.json["redirect_url"], "slow")
    late = desk.pay(invoice, desk.card())
    assert (late.status, late.code) == (409, "payment_pending")
    desk.bank.provider.tick(everything=True)
    desk.bank.deliver()
    check_books(desk.bank)


def test_a_page_whose_end_is_lost_can_still_be_left(desk):
    invoice, card = desk.invoice(), desk.card()
    desk.pay(invoice)
    lose_answer(desk, "expire_attempt")
    assert desk.pay(invoice, card, key="click").status == 503
    assert desk.pay(invoice, card, key="click").status == 201
    desk.bank.deliver()
    check_books(desk.bank)


def test_a_page_that_closed_by_itself_is_replaced(desk, time):
    invoice = desk.invoice()
    first = desk.pay(invoice)
    time.move(seconds=rules.PAGE_SECONDS + 1)
    second = desk.pay(invoice)
    assert second.status == 202
    assert second.json["redirect_url"] != first.json["redirect_url"]
    assert desk.attempt(first)["status"] == "expired"


def test_an_event_that_is_faster_than_the_answer_leaves_one_booking(desk):
    invoice, card = desk.invoice(), desk.card()
    desk.bank.lambdas.after = lambda payload: desk.bank.deliver() and None
    reply = desk.pay(invoice, card)
    assert (reply.status, reply.json["status"]) == (201, "succeeded")
    assert len(payments()) == 1
    check_books(desk.bank)


def test_a_decline_that_is_told_before_it_is_answered_is_a_decline(desk):
    invoice, card = desk.invoice(), desk.card("pm_card_visa_chargeDeclined")
    desk.bank.lambdas.after = lambda payload: desk.bank.deliver() and None
    assert desk.pay(invoice, card).status == 402
    assert [attempt.state for attempt in attempts()] == ["failed"]


def test_a_page_that_is_paid_after_the_invoice_was_settled_becomes_credit(desk, staff):
    """The page could not be ended in time: the money is the customer's, not lost."""
    invoice = desk.invoice()
    page = desk.pay(invoice)
    lost = desk.bank.provider.rows("checkout.session")[0]
    assert desk.pay(invoice, desk.card()).status == 201
    _reopen(desk, lost["id"])
    desk.bank.press(page.json["redirect_url"])
    desk.bank.deliver()
    assert [(payment.amount, payment.credited) for payment in payments()] == [(11900, 0), (11900, 11900)]
    customer = desk.api.get("/merchant/customers/cus_one", token=staff("owner").token).json
    assert customer["credit"] == [{"currency": "EUR", "amount": 11900}]
    assert desk.attempt(page)["status"] == "succeeded"
    check_books(desk.bank)


def _reopen(desk, session_id):
    store = desk.bank.provider.store
    account, _ = desk.bank.provider.account("sk_test_acme_0001")
    row = store.get(account, "checkout.session", session_id)
    store.put(account, "checkout.session", {**row, "status": "open"})


def test_a_part_of_a_late_payment_is_credited_if_only_a_part_was_still_owed(desk, staff):
    invoice = desk.invoice()
    page = desk.pay(invoice)
    session = desk.bank.provider.rows("checkout.session")[0]
    body = {"method": "cash", "amount": 10000, "date": "2026-03-16"}
    recorded = desk.api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=staff().token, key="k")
    assert recorded.status == 201
    _reopen(desk, session["id"])
    desk.bank.press(page.json["redirect_url"])
    desk.bank.deliver()
    assert [(payment.amount, payment.credited) for payment in payments()] == [(10000, 0), (11900, 10000)]
    assert desk.now(invoice).status == "paid"
    check_books(desk.bank)


def test_two_invoices_are_two_payments(desk):
    card = desk.card()
    for number in (1, 2):
        assert desk.pay(desk.invoice(number=number), card).status == 201
    assert [payment.number for payment in payments()] == ["R-00001", "R-00002"]
    check_books(desk.bank)
