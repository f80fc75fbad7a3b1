"""Those who hear of a purchase meet each other in every order: one customer, one subscription, one bill, one payment (I1, I8)."""

from chalicelib.checkouts import store
from chalicelib.checkouts.settle import settle_checkout
from chalicelib.core.errors import PortalError
from chalicelib.core.identity import Machine
from chalicelib.customers.store import table as customers
from chalicelib.payments import store as payment_store
from chalicelib.payments.reconcile import reconcile_payments
from chalicelib.subscriptions.store import table as subscriptions
from chalicelib.tenants.find import find_merchant
from tests.fixtures.books import check_books, everything, invoices, payments
from tests.fixtures.interleave import hook, wander
from tests.fixtures.snapshots import Snapshot
from tests.fixtures.subscriptions import a_plan

BODY = {"plan_code": "team", "contact": {"first_name": "Grace", "email": "grace@example.org"}}


def test_i8_two_who_hear_of_it_carry_it_out_once(acme, bank, api, time, monkeypatch, no_logs):
    for each in (store, payment_store):
        monkeypatch.setattr(each, "SHARDS", 1)
    a_plan()
    opened = api.post("/portals/acme/checkouts", BODY, key="buy").json
    bank.press(opened["redirect_url"])
    hook(monkeypatch, lambda name: "Transact" in name)
    merchant, noon, start = find_merchant("ten_acme"), time.now, Snapshot(bank.provider)

    def hear():
        settle_checkout(Machine("ten_acme", "webhook", "req_1"), merchant, opened["id"])

    def prepare():
        time.now = noon
        start.restore()
        return [hear, hear]

    count = 0
    for outcome in wander(prepare, 40):
        count += 1
        for runner in outcome.runners:
            assert runner.error is None or isinstance(runner.error, PortalError), (outcome.story, runner.error)
        bank.deliver()
        time.move(minutes=31)
        reconcile_payments("req_heal")
        grace = [one for one in everything(customers) if one.email]
        made = [len(grace), len(everything(subscriptions)), len(invoices()), len(payments())]
        assert (made, bank.charged) == ([1, 1, 1, 1], [11900]), outcome.story
        assert store.get("ten_acme", opened["id"]).state == "complete", outcome.story
        check_books(bank)
    assert count > 1
    print(count, "SCHEDULES")
