"""Staff subscribe a customer to a plan."""

from datetime import date

import pytest

from chalicelib.customers.find import find_customer
from chalicelib.invoices import store as invoices
from chalicelib.invoices.find import find_whole
from chalicelib.subscriptions import store
from tests.fixtures.invoices import actions, mails
from tests.fixtures.people import change_customer_row
from tests.fixtures.subscriptions import a_plan

WISH = {"customer_id": "cus_one", "plan_code": "team", "collection": "offline"}


@pytest.fixture
def start(api, staff):
    """POST a subscription as an admin; what is left out is of WISH."""
    return lambda **more: api.post("/merchant/subscriptions", {**WISH, **more}, token=staff("admin").token)


def said(bill, line=0):
    """A line's words; dates do not break."""
    return find_whole(bill.partition, bill.id).lines[line].description.replace("\u00a0", " ")


def bills():
    return invoices.query_open("ten_acme#cus_one")


def test_what_starts_today_is_invoiced_at_once_and_mailed(start, ada):
    a_plan()
    made = start(quantity=3)
    assert made.status == 201, made.json
    told = made.json
    assert (told["status"], told["amount"], told["quantity"]) == ("live", 10000, 3)
    assert (told["current_term_start"], told["current_term_end"]) == ("2026-03-16", "2026-04-15")
    assert (told["next_billing_date"], told["cancel_at"]) == ("2026-04-16", None)
    assert [line["event"] for line in told["history"]] == ["started"]
    (bill,) = bills()
    assert (bill.subscription_id, bill.plan_code, bill.total) == (told["id"], "team", 35700)
    assert said(bill) == "Team, 16 March 2026 – 15 April 2026"
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 35700}
    assert [mail.to for mail in mails()] == ["ada@example.com"]
    assert (actions(told["id"]), actions(bill.id)) == (["subscription.started"], ["invoice.sent"])


def test_a_setup_fee_stands_on_the_first_invoice_alone(start):
    a_plan(setup_fee=5000)
    start()
    (bill,) = bills()
    assert [
        (said(bill, number), line.amount) for number, line in enumerate(find_whole(bill.partition, bill.id).lines)
    ] == [
        ("Team, 16 March 2026 – 15 April 2026", 10000),
        ("Set-up of Team", 5000),
    ]
    (kept,) = store.table.query("ten_acme#cus_one")
    assert kept.setup_fee == 0


def test_a_trial_costs_nothing_until_it_ends(start):
    change_customer_row("cus_one", in_use=False)
    a_plan(trial_days=14)
    told = start().json
    assert (told["status"], told["current_term_end"], told["next_billing_date"]) == (
        "trial",
        "2026-03-29",
        "2026-03-30",
    )
    assert (bills(), mails()) == ([], [])
    assert find_customer("ten_acme", "cus_one").in_use


def test_a_free_plan_is_invoiced_and_owes_nothing(start):
    change_customer_row("cus_one", in_use=False)
    a_plan(amount=0)
    assert start().status == 201
    assert bills() == []
    assert find_customer("ten_acme", "cus_one").in_use


def test_what_starts_later_is_invoiced_on_its_first_day(start):
    a_plan()
    told = start(start_date="2026-04-01").json
    assert (told["status"], told["current_term_start"], told["next_billing_date"]) == (
        "live",
        "2026-04-01",
        "2026-04-01",
    )
    assert bills() == []


def test_what_started_before_is_billed_from_its_current_term_on(start):
    a_plan(setup_fee=5000)
    told = start(start_date="2025-11-30").json
    assert (told["current_term_start"], told["current_term_end"]) == ("2026-02-28", "2026-03-29")
    (bill,) = bills()
    assert bill.subtotal == 10000, "one term, and no fee for the beginning"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"customer_id": "cus_three"}, "customer_id"),
        ({"customer_id": "cus_nobody"}, "customer_id"),
        ({"plan_code": "gold"}, "plan_code"),
        ({"plan_code": "retired"}, "plan_code"),
        ({"plan_code": "theirs"}, "plan_code"),
        ({"payment_method_id": "pm_nowhere"}, "payment_method_id"),
        ({"quantity": 0}, "quantity"),
        ({"collection": "later"}, "collection"),
        ({"start_date": "soon"}, "start_date"),
    ],
)
def test_what_is_not_there_is_refused_by_name_and_nothing_is_kept(start, globex, wish, field):
    a_plan()
    a_plan(code="retired", active=False)
    a_plan("ten_globex", "theirs")
    reply = start(**wish)
    assert (reply.status, reply.fields) == (422, [field])
    assert (bills(), store.table.query("ten_acme#cus_one")) == ([], [])


def test_an_idempotency_key_starts_it_once(api, staff):
    a_plan()
    token = staff("admin").token
    first, second = (api.post("/merchant/subscriptions", WISH, token=token, key="one") for _ in range(2))
    assert (second.json, second.headers["Idempotent-Replayed"]) == (first.json, "true")
    assert len(bills()) == 1


def test_a_price_that_changes_later_leaves_what_was_agreed(start, api, staff):
    plan = a_plan()
    one = start().json
    api.patch(f"/merchant/plans/{plan.id}", {"amount": 99}, token=staff("admin").token)
    shown = api.get(f"/merchant/subscriptions/{one['id']}", token=staff("support").token).json
    assert shown["amount"] == 10000
    assert shown["current_term_start"] == str(date(2026, 3, 16))


def test_v02_a_method_of_another_customer_is_not_known(start, bank):
    a_plan()
    theirs = bank.saved_method("ten_acme", "cus_two")
    told = start(collection="online", payment_method_id=theirs.id)
    assert (told.status, told.fields) == (422, ["payment_method_id"])
    assert start(customer_id="cus_two", collection="online", payment_method_id=theirs.id).status == 201
