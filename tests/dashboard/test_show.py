"""The client's home page."""

import logging
from datetime import date, timedelta

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.customers.totals import change_credit
from chalicelib.invoices import store as invoices
from chalicelib.subscriptions import store as subscriptions
from chalicelib.subscriptions.entity import Subscription
from tests.fixtures.invoices import TODAY, a_line, an_issued_invoice
from tests.fixtures.people import change_portal


def keep(*kept):
    for invoice in kept:
        with transaction() as tx:
            invoices.table.add(tx, invoice)


def owed(price: int, *, days: int = 14, customer: str = "cus_one", currency: str = "EUR", **more):
    lines = [a_line(price, tax_rate="0")]
    return an_issued_invoice(
        "ten_acme", customer, lines=lines, currency=currency, due_date=TODAY + timedelta(days=days), **more
    )


def a_subscription(next_billing: date, status="live", **more):
    values = {
        "tenant_id": "ten_acme",
        "customer_id": "cus_one",
        "id": f"sub_{next_billing}",
        "plan_code": "team",
        "plan_name": "Team",
        "quantity": 3,
        "amount": 1000,
        "currency": "EUR",
        "interval": "month",
        "status": status,
        "created_at": "2026-01-01T00:00:00.000Z",
        "anchor": date(2026, 1, 1),
        "current_term_start": date(2026, 3, 1),
        "current_term_end": date(2026, 3, 31),
        "next_billing_date": next_billing,
        "collection": "online",
    }
    with transaction() as tx:
        subscriptions.table.add(tx, Subscription(**{**values, **more}))


def home(api, who):
    reply = api.get("/portal/dashboard", token=who.token)
    assert reply.status == 200, reply.raw
    return reply.json


def test_a_stranger_and_staff_have_no_home_here(api, staff):
    assert api.get("/portal/dashboard").status == 401
    assert api.get("/portal/dashboard", token=staff().token).status == 401


def test_a_new_client_owes_nothing(api, ada):
    shown = home(api, ada)
    assert shown["customer"] == {"id": "cus_one", "display_name": "Lovelace Ltd"}
    assert (shown["outstanding"], shown["due_invoices"], shown["last_payment"], shown["next_renewal"]) == (
        [],
        [],
        None,
        None,
    )
    assert shown["merchant"]["name"] == "Acme GmbH"


def test_what_is_outstanding_is_summed_per_currency_with_what_is_late_by_the_merchants_calendar(api, ada):
    keep(
        owed(10000, days=-1),
        owed(5000, days=0),
        owed(700, currency="JPY"),
        owed(10000, paid=10000),
        owed(300, paid=100, days=-5),
    )
    assert home(api, ada)["outstanding"] == [
        {"currency": "EUR", "amount": 15200, "overdue": 10200, "count": 3},
        {"currency": "JPY", "amount": 700, "overdue": 0, "count": 1},
    ]


def test_it_becomes_overdue_at_the_merchants_midnight_not_at_ours(api, ada, time):
    keep(owed(100, days=0))
    time.move(hours=10, minutes=30)  # 22:30 in UTC, 23:30 in Berlin
    assert home(api, ada)["outstanding"][0]["overdue"] == 0
    time.move(minutes=31)
    assert home(api, ada)["outstanding"][0]["overdue"] == 100


def test_the_five_invoices_due_first_are_shown(api, ada):
    keep(*(owed(100 + day, days=day) for day in (9, 2, 7, -3, 4, 30)))
    assert [one["total"] for one in home(api, ada)["due_invoices"]] == [97, 102, 104, 107, 109]


def test_v01_nothing_of_another_customer_or_tenant_is_counted(api, ada, carol, eve):
    keep(owed(100), owed(900, customer="cus_two"))
    assert home(api, ada)["outstanding"][0]["amount"] == 100
    assert home(api, carol)["outstanding"][0]["amount"] == 900
    assert home(api, eve)["outstanding"] == []


def test_the_next_renewal_is_the_earliest_live_one_from_today(api, ada):
    for day, status in ((5, "cancelled"), (20, "live"), (25, "live")):
        a_subscription(TODAY + timedelta(days=day), status)
    a_subscription(TODAY - timedelta(days=3))
    assert home(api, ada)["next_renewal"] == {
        "subscription_id": "sub_2026-04-05", "date": "2026-04-05", "plan_name": "Team", "amount": 3000, "currency": "EUR",
    }  # fmt: skip


def test_credit_is_shown(api, ada):
    with transaction() as tx:
        change_credit(tx, "ten_acme", "cus_one", "EUR", 250)
    assert home(api, ada)["credits"] == [{"currency": "EUR", "amount": 250}]


def test_what_is_switched_off_is_not_offered(api, ada, bob):
    assert home(api, ada)["features"]["forward"] is False
    change_portal("ten_acme", allow_forwarding=True, show_subscriptions=False, banner_message="Hello")
    a_subscription(TODAY + timedelta(days=5))
    shown = home(api, ada)
    assert (shown["features"]["forward"], shown["features"]["subscriptions"], shown["banner"]) == (True, False, "Hello")
    assert shown["next_renewal"] is None
    assert home(api, bob)["features"]["forward"] is False and home(api, bob)["features"]["pay"] is False


@pytest.fixture
def logged():
    lines: list[dict] = []

    class Catch(logging.Handler):
        def emit(self, record):
            lines.append(record.fields)

    handler = Catch()
    logging.getLogger("portal.request").addHandler(handler)
    yield lines
    logging.getLogger("portal.request").removeHandler(handler)


@pytest.mark.parametrize("count", [1, 30])
def test_the_home_page_costs_five_requests_however_many_invoices_there_are(api, ada, logged, count):
    keep(*(owed(100, paid=100) for _ in range(count)))
    token = ada.token
    logged.clear()
    api.get("/portal/dashboard", token=token)
    assert logged[-1]["dynamodb_requests"] == 5
