"""Staff pause, resume and change subscriptions: what is paid for stays, what is more is billed by days, nothing is given back."""

from datetime import date

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.invoices import store as invoices
from chalicelib.payment_methods import store as methods
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.subscriptions.cancel_for_customer import cancel_for_customer
from chalicelib.subscriptions.pause import pause_subscription
from chalicelib.subscriptions.renew import renew_subscriptions
from chalicelib.subscriptions.resume import resume_subscription
from chalicelib.subscriptions.rules import SubscriptionEnded
from chalicelib.subscriptions.schemas import CancellationRequest
from tests.fixtures.invoices import actions, mails
from tests.fixtures.subscriptions import a_plan, a_subscription, as_kept

MORE = {"quantity": 3, "when": "now"}


@pytest.fixture
def office(acme, ada, staff):
    a_plan()
    a_plan(code="pro", name="Pro", amount=25000)
    a_plan(code="yearly", name="Yearly", amount=90000, interval="year")
    a_plan(code="dollars", name="Dollars", currency="USD")
    return staff("admin")


@pytest.fixture
def admin(office):
    return office.token


@pytest.fixture
def one(admin):
    """100.00 EUR a month, in its March term; today is the 16th: 16 of 31 days are left."""
    return a_subscription()


@pytest.fixture
def post(api, admin, one):
    return lambda verb, body=None: api.post(f"/merchant/subscriptions/{one.id}/{verb}", body or {}, token=admin)


def bills(one):
    return sorted(invoices.query_open(one.partition), key=lambda bill: bill.number)


def test_a_paused_one_begins_no_term_and_goes_on_where_it_was(post, one, time):
    told = post("pause")
    assert (told.status, told.json["status"], told.json["next_billing_date"]) == (200, "paused", None), told.json
    assert told.json["actions"] == ["cancel", "resume"]
    assert [mail.subject for mail in mails()] == ["Team is paused"]
    assert (post("pause").code, post("change", MORE).code) == ("subscription_paused", "subscription_paused")
    resumed = post("resumption").json
    assert (resumed["status"], resumed["next_billing_date"], resumed["paused_at"]) == ("live", "2026-04-01", None)
    assert post("resumption").code == "not_paused"
    assert actions(one.id) == ["subscription.paused", "subscription.resumed"]


def test_resumed_after_its_term_it_is_billed_from_today_on(office, post, one, time):
    post("pause")
    time.move(days=40)
    renew_subscriptions("req_1")
    assert bills(one) == [], "no term began meanwhile"
    resumed = resume_subscription(office.user, one.id)
    assert (str(resumed.current_term_start), str(resumed.current_term_end)) == ("2026-04-25", "2026-05-24")
    (bill,) = bills(one)
    assert (bill.total, str(bill.issue_date), bill.subscription_id) == (11900, "2026-04-25", one.id)
    time.move(days=30)
    renew_subscriptions("req_2")
    assert (str(as_kept(one).current_term_start), len(bills(one))) == ("2026-05-25", 2)


def test_a_paused_one_is_cancelled_and_the_cancellation_undone(api, office, admin, post, one, time):
    post("pause")
    assert post("cancellation", {"when": "end_of_term", "reason": "unused"}).json["status"] == "non_renewing"
    assert post("resumption").code == "cancellation_scheduled"
    undone = api.delete(f"/merchant/subscriptions/{one.id}/cancellation", token=admin).json
    assert (undone["status"], undone["next_billing_date"]) == ("paused", None)
    time.move(days=40)
    ended = cancel_for_customer(office.user, one.id, CancellationRequest(when="end_of_term", reason="unused"))
    assert (ended.status, str(ended.cancel_at), ended.actions) == ("cancelled", "2026-03-31", [])
    with pytest.raises(SubscriptionEnded):
        pause_subscription(office.user, one.id)


def test_more_is_billed_for_the_days_that_are_left(post, one):
    """200.00 more a month, 16 of 31 days: 103.2258 → 103.23, and 19 % of it."""
    before = post("change-preview", MORE).json
    assert (before["due_now"], before["days_left"], before["days_in_term"]) == (10323, 16, 31)
    assert (before["next_price"], before["next_billing_date"]) == (30000, "2026-04-01")
    assert bills(one) == [] and as_kept(one).version == 1, "a preview changes nothing"
    told = post("change", MORE)
    assert (told.status, told.json["quantity"], told.json["current_term_end"]) == (200, 3, "2026-03-31"), told.json
    (bill,) = bills(one)
    assert (bill.subtotal, bill.total, bill.subscription_id) == (10323, 12284, one.id)
    line = invoices.get_whole(one.partition, bill.id).lines[0]
    assert line.description == "Team → Team × 3, 16 March 2026 – 31 March 2026".replace(" March ", "\u00a0March\u00a0")
    assert sorted(mail.subject for mail in mails())[1] == "Team has changed"
    assert post("change", MORE).code == "nothing_changes"


def test_less_counts_at_once_and_nothing_is_given_back(post, one, api, admin):
    post("change", MORE)
    told = post("change", {"quantity": 1, "when": "now"}).json
    assert (told["quantity"], told["actions"]) == (1, ["cancel", "change", "pause"])
    assert len(bills(one)) == 1


def test_another_plan_begins_with_the_next_term(post, one, time):
    told = post("change", {"plan_code": "pro"}).json
    assert (told["plan_code"], told["pending"]["plan_code"], told["pending"]["amount"]) == ("team", "pro", 25000)
    assert [mail.subject for mail in mails()] == ["Team changes on 1 April 2026"]
    assert bills(one) == []
    time.move(days=16)
    renew_subscriptions("req_1")
    kept = as_kept(one)
    assert (kept.plan_code, kept.pending, kept.term) == ("pro", None, 3)
    assert [bill.subtotal for bill in bills(one)] == [25000]


def test_a_planned_change_is_dropped_by_asking_for_what_it_is(post, one):
    post("change", {"plan_code": "pro", "quantity": 2})
    assert post("change", {"quantity": 5}).json["pending"]["quantity"] == 5, "of the plan that comes"
    assert post("change", {"plan_code": "team", "quantity": 1}).json["pending"] is None
    assert actions(one.id) == [
        "subscription.change_dropped", "subscription.change_scheduled", "subscription.change_scheduled",
    ]  # fmt: skip


def test_terms_of_another_length_are_counted_from_the_next_one_on(post, one, time):
    refused = post("change", {"plan_code": "yearly", "when": "now"})
    assert (refused.status, refused.json["errors"][0]["path"]) == (422, "when")
    post("change", {"plan_code": "yearly"})
    time.move(days=16)
    renew_subscriptions("req_1")
    kept = as_kept(one)
    assert (kept.anchor, kept.term, kept.current_term_end) == (date(2026, 4, 1), 0, date(2027, 3, 31))


@pytest.mark.parametrize(
    ("body", "path"),
    [({"plan_code": "gone"}, "plan_code"), ({"plan_code": "dollars"}, "plan_code"), ({"quantity": 0}, "quantity")],
)
def test_what_cannot_be_is_refused_at_its_field(post, body, path):
    for verb in ("change", "change-preview"):
        refused = post(verb, body)
        assert (refused.status, refused.json["errors"][0]["path"]) == (422, path)


def test_v02_it_is_paid_by_a_method_of_its_own_customer_only(api, admin, one):
    path = f"/merchant/subscriptions/{one.id}"
    theirs, ours = (a_card(customer, name) for customer, name in (("cus_two", "pm_theirs"), ("cus_one", "pm_ours")))
    for wrong in ("pm_of_nobody", theirs):
        refused = api.patch(path, {"payment_method_id": wrong}, token=admin)
        assert (refused.status, refused.json["errors"][0]["path"]) == (422, "payment_method_id")
    told = api.patch(path, {"collection": "online", "payment_method_id": ours}, token=admin).json
    assert (told["collection"], told["payment_method_id"]) == ("online", ours)
    assert api.patch(path, {"payment_method_id": None}, token=admin).json["payment_method_id"] is None
    assert actions(one.id) == ["subscription.updated", "subscription.updated"]


def a_card(customer, name):
    card = PaymentMethod(
        tenant_id="ten_acme", customer_id=customer, id=name, type="card", last4="4242", gateway_id="g",
        gateway_customer="c", created_at="2026-03-10T09:00:00.000Z",
    )  # fmt: skip
    with transaction() as tx:
        methods.table.add(tx, card)
    return name
