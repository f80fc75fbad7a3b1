"""A term that is collected online is charged by itself: once, with nobody there, and what fails is tried again and told."""

import logging
from datetime import date

import pytest

from chalicelib.core.portal import Cancellation
from chalicelib.invoices import store as invoices
from chalicelib.invoices.find import find_whole
from chalicelib.payments import store as payment_store
from chalicelib.payments.charge_invoice import charge_invoice
from chalicelib.subscriptions import collect, store
from chalicelib.subscriptions.renew import renew_subscriptions
from tests.fixtures.books import attempts, check_books, old_credit
from tests.fixtures.interleave import explore, hook
from tests.fixtures.invoices import actions, mails
from tests.fixtures.people import change_portal
from tests.fixtures.snapshots import Snapshot
from tests.fixtures.subscriptions import a_plan, a_subscription, as_kept


def wake():
    renew_subscriptions("req_wake")


@pytest.fixture
def due(ada, bank, time):
    """A subscription whose April term begins today, paid by the saved method of this token."""

    def make(token="pm_card_visa", **more):
        method = bank.saved_method("ten_acme", "cus_one", token)
        one = a_subscription(collection="online", payment_method_id=method.id, **more)
        time.move(days=16)
        return one

    return make


def bill():
    (found,) = invoices.table.query("ten_acme#cus_one", index="issued")
    return found


def events(one):
    return [happening.event for happening in as_kept(one).history]


def test_the_term_is_billed_and_charged_in_one_waking_and_never_again(due, bank):
    one = due()
    wake()
    wake()
    assert (bill().status, bank.charged) == ("paid", [11900])
    kept = as_kept(one)
    assert (kept.status, kept.collecting, events(one)) == ("live", None, ["renewed"])
    assert actions(one.id) == ["subscription.collected", "subscription.renewed"]
    assert sorted(mail.subject.split(" ")[0] for mail in mails()) == ["Invoice", "Receipt"]
    assert "saved payment method" in find_whole(one.partition, bill().id).notes
    check_books(bank)


def test_nobody_is_there_so_the_bank_may_not_ask_and_the_client_is_written_to(due, bank):
    one = due("pm_card_authenticationRequired")
    wake()
    assert [(attempt.state, attempt.failure_code) for attempt in attempts()] == [("failed", "authentication_required")]
    assert as_kept(one).status == "past_due"
    (told,) = [mail for mail in mails() if "did not go through" in mail.subject]
    assert f"/acme/invoices/{bill().id}" in told.text
    check_books(bank)


def test_what_is_declined_is_tried_after_3_4_and_7_days_and_then_waits_for_the_client(due, bank, time, api, ada):
    one = due("pm_card_visa_chargeDeclined")
    tried = []
    for day in range(25):
        wake()
        tried += [day] * (len(attempts()) - len(tried))
        if day < 14 and tried[-1] == day:
            assert (as_kept(one).status, events(one)[-1]) == ("past_due", "payment_failed")
        time.move(days=1)
    assert tried == [0, 3, 7, 14]
    assert len([mail for mail in mails() if "did not go through" in mail.subject]) == 4
    card = bank.saved_method("ten_acme", "cus_one")
    path = f"/portal/invoices/{bill().id}/payments"
    assert api.post(path, {"payment_method_id": card.id}, token=ada.token, key="k").status == 201
    wake()
    assert (as_kept(one).status, events(one)[-1]) == ("live", "payment_received")
    check_books(bank)


def test_a_direct_debit_stays_on_its_way_for_days(due, bank, time):
    one = due("pm_success_de")
    wake()
    wake()
    assert ([attempt.state for attempt in attempts()], as_kept(one).status) == (["pending"], "live")
    time.move(days=3)
    bank.provider.tick()
    bank.deliver()
    wake()
    assert (bill().status, as_kept(one).collecting) == ("paid", None)
    check_books(bank)


def test_credit_comes_first_and_may_be_enough(due, bank):
    old_credit(20000)
    one = due()
    wake()
    assert (bank.charged, bill().status, as_kept(one).collecting) == ([], "paid", None)
    check_books(bank)


def test_a_gateway_that_does_not_answer_is_asked_again_under_the_same_attempt(due, bank, caplog):
    one = due()

    def lose(payload):
        raise ConnectionError

    bank.lambdas.after = lose
    with caplog.at_level(logging.ERROR):
        wake()
    assert "could not be renewed" in caplog.text
    assert (len(bank.charged), bill().status, as_kept(one).term) == (1, "sent", 3)
    bank.lambdas.after = lambda payload: None
    wake()
    assert (bank.charged, len(attempts()), bill().status) == ([11900], 1, "paid")
    check_books(bank)


def test_whoever_pays_it_just_now_is_not_charged_beside(due, bank, api, ada, monkeypatch):
    one = due()
    monkeypatch.setattr(collect, "charge_invoice", lambda *args: None)
    wake()
    page = api.post(f"/portal/invoices/{bill().id}/payments", {}, token=ada.token, key="k").json["redirect_url"]
    monkeypatch.setattr(collect, "charge_invoice", charge_invoice)
    wake()
    assert (bank.charged, as_kept(one).status) == ([], "live")
    bank.press(page)
    bank.deliver()
    wake()
    assert (bank.charged, as_kept(one).collecting) == ([11900], None)
    check_books(bank)


def test_a_method_that_is_gone_leaves_it_to_the_client(due, bank):
    one = due()
    with_none = as_kept(one).model_copy(update={"payment_method_id": "pm_gone"})
    from chalicelib.adapters.dynamodb import transaction

    with transaction() as tx:
        store.table.save(tx, with_none)
    wake()
    assert (as_kept(one).status, bill().status, attempts()) == ("past_due", "sent", [])


def test_ending_it_now_ends_the_charging(due, bank, time, api, ada):
    change_portal("ten_acme", cancellation=Cancellation(immediately=True))
    one = due("pm_card_visa_chargeDeclined")
    wake()
    body = {"when": "now", "reason": "unused"}
    assert api.post(f"/portal/subscriptions/{one.id}/cancellation", body, token=ada.token, key="k").status == 200
    time.move(days=20)
    wake()
    assert (len(attempts()), as_kept(one).status, as_kept(one).collecting) == (1, "cancelled", None)


def test_undoing_a_cancellation_does_not_forget_what_is_owed(due, bank, api, ada):
    change_portal("ten_acme", cancellation=Cancellation(end_of_term=True))
    one = due("pm_card_visa_chargeDeclined")
    wake()
    path = f"/portal/subscriptions/{one.id}/cancellation"
    assert (
        api.post(path, {"when": "end_of_term", "reason": "unused"}, token=ada.token, key="k").json["status"]
        == "non_renewing"
    )
    assert api.delete(path, token=ada.token).json["status"] == "past_due"


def test_what_starts_today_is_charged_at_the_next_waking(ada, bank, api, staff):
    a_plan()
    method = bank.saved_method("ten_acme", "cus_one")
    wish = {"customer_id": "cus_one", "plan_code": "team", "collection": "online", "payment_method_id": method.id}
    assert api.post("/merchant/subscriptions", wish, token=staff("admin").token).status == 201
    wake()
    assert (bank.charged, bill().status) == ([11900], "paid")
    check_books(bank)


def test_offline_ones_are_not_charged(ada, bank, time):
    bank.saved_method("ten_acme", "cus_one")
    one = a_subscription()
    time.move(days=16)
    wake()
    assert (bank.charged, as_kept(one).collecting, bill().notes if hasattr(bill(), "notes") else "") == ([], None, "")


@pytest.fixture
def race(due, bank, time, monkeypatch, no_logs):
    """Works against each other on a bill that is to be charged, in all orders of their writes and of the gateway."""
    hook(monkeypatch, lambda name: "Transact" in name or "lambda." in name)
    for each in (store, payment_store):
        monkeypatch.setattr(each, "SHARDS", 1)
    one = due()
    with monkeypatch.context() as patch:
        patch.setattr(collect, "charge_invoice", lambda *args: None)
        wake()

    def run(*works, most=3000):
        start, noon = Snapshot(bank.provider), time.now

        def prepare():
            time.now = noon
            start.restore()
            return [lambda work=work: work() for work in works]

        count = 0
        for outcome in explore(prepare, most):
            count += 1
            bank.deliver()
            wake()
            assert bank.charged == [11900], outcome.story
            assert (bill().status, as_kept(one).collecting) == ("paid", None), outcome.story
            check_books(bank)
        assert count > 1

    return run


def test_i1_two_wakings_charge_once(race):
    race(wake, wake)


def test_i1_the_calendar_and_a_client_who_pays_charge_once(race, api, ada, bank):
    card, token, owed = bank.saved_method("ten_acme", "cus_one", "pm_card_mastercard"), ada.token, bill().id
    race(
        wake,
        lambda: api.post(f"/portal/invoices/{owed}/payments", {"payment_method_id": card.id}, token=token, key="k"),
    )


def test_a_calendar_that_makes_a_new_attempt_each_time_is_found(race, monkeypatch):
    """Without the turn in its name, an answer that was lost is another charge."""
    from chalicelib.core import ids
    from chalicelib.payments import charge_invoice as verb

    monkeypatch.setattr(verb, "_attempt_id", lambda bill, turn: ids.new_id("att"))
    monkeypatch.setattr(verb, "begin_attempt", begins_beside_others)
    with pytest.raises(AssertionError):
        race(wake, wake)


def begins_beside_others(payer, bill, wish):
    from chalicelib.adapters.dynamodb import transaction
    from chalicelib.payments import begin

    attempt = begin._attempt(payer, bill, wish, begin._charge(payer, bill, wish))
    with transaction() as tx:
        payment_store.attempts.add(tx, attempt)
    return attempt.model_copy(update={"version": 1}), bill.invoices


def test_the_day_of_the_next_charge_is_the_merchants(due):
    one = due("pm_card_visa_chargeDeclined")
    wake()
    assert as_kept(one).collecting.next_on == date(2026, 4, 4)
