"""A client looks through invoices."""

from datetime import date, timedelta

import pytest

from chalicelib.adapters import cursors
from chalicelib.adapters.dynamodb import Slot
from tests.fixtures.invoices import TODAY, draft_invoice, issued_invoice, requests_of
from tests.fixtures.people import change_portal

LATE, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=9)
SEEN = "2026-03-16T12:00:00.000Z"
OPEN = ["sent", "viewed", "overdue", "partially_paid"]


def browse(api, person, **query):
    reply = api.get("/portal/invoices", token=person.token, query=query)
    assert reply.status == 200, reply.json
    return reply.json


def numbers(api, person, **query):
    return [invoice["number"] for invoice in browse(api, person, **query)["items"]]


def keep(number, days_ago=0, **more):
    values = {"issue_date": TODAY - timedelta(days=days_ago), "number": f"N{number}", **more}
    return issued_invoice("ten_acme", "cus_one", **values)


@pytest.fixture
def six(acme):
    """One invoice of every status, the newest first; then what was kept before it became late."""
    keep(1, 1)
    keep(2, 2, viewed_at=SEEN)
    keep(3, 3, due_date=LATE)
    keep(4, 4, paid=100)
    keep(5, 5, paid=11900)
    keep(6, 6, status="void")
    draft_invoice("ten_acme", "cus_one", number="draft")
    return ["N1", "N2", "N3", "N4", "N5", "N6"]


def test_newest_first_by_issue_date_then_id_and_no_drafts(api, ada, six):
    keep(7, 3, id="inv_0")
    keep(8, 3, id="inv_Z")
    assert numbers(api, ada) == ["N1", "N2", "N8", "N3", "N7", "N4", "N5", "N6"]


def test_an_invoice_shows_what_the_contract_names(api, ada, acme):
    invoice = keep(1, paid=900, subscription_id="sub_1", plan_code="robots", notes="n", terms="t")
    (item,) = browse(api, ada)["items"]
    assert item == {
        "id": invoice.id, "number": "N1", "status": "partially_paid", "issue_date": "2026-03-16", "due_date": "2026-03-30",
        "currency": "EUR", "subtotal": 10000, "tax_total": 1900, "total": 11900, "amount_paid": 900, "refunded": 0, "written_off": 0,
        "balance": 11000, "customer_id": "cus_one", "subscription_id": "sub_1", "plan_code": "robots", "notes": "n",
        "terms": "t", "actions": ["pay", "download", "print"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["sent"], ["N1"]),
        (["viewed"], ["N2"]),
        (["overdue"], ["N3"]),
        (["partially_paid"], ["N4"]),
        (["paid"], ["N5"]),
        (["void"], ["N6"]),
        (["open"], ["N1", "N2", "N3", "N4"]),
        (["open", "sent"], ["N1", "N2", "N3", "N4"]),
        (["sent", "overdue"], ["N1", "N3"]),
        (["overdue", "void"], ["N3", "N6"]),
        (["open", "paid", "void"], ["N1", "N2", "N3", "N4", "N5", "N6"]),
        (["draft"], []),
        (["draft", "paid"], ["N5"]),
    ],
)
def test_statuses_may_be_combined_and_open_means_four(api, ada, six, statuses, expected):
    assert numbers(api, ada, status=statuses) == expected


def test_the_calendar_decides_before_the_sweep_does(api, ada, acme, time):
    keep(1, 2, due_date=TODAY)
    keep(2, 1, due_date=TODAY, paid=100)
    keep(3, 0, due_date=SOON)
    time.move(days=1)
    assert numbers(api, ada, status="overdue") == ["N2", "N1"]
    assert numbers(api, ada, status=["sent", "partially_paid"]) == ["N3"]
    assert {one["status"] for one in browse(api, ada, status="overdue")["items"]} == {"overdue"}


def test_a_day_ends_when_it_ends_where_the_merchant_is(api, ada, acme, time):
    keep(1, due_date=TODAY)
    time.move(hours=10, minutes=59)  # 23:59 in Berlin
    assert numbers(api, ada, status="overdue") == []
    time.move(minutes=1)
    assert numbers(api, ada, status="overdue") == ["N1"]


def test_plan_and_subscription_filter_alone_and_with_statuses(api, ada, acme):
    keep(1, 1, plan_code="a", subscription_id="s1")
    keep(2, 2, plan_code="a", subscription_id="s2", paid=11900)
    keep(3, 3, plan_code="b", subscription_id="s3", paid=11900)
    keep(4, 4, plan_code="a", subscription_id="s1", status="void")
    keep(5, 5)
    assert numbers(api, ada, plan="a") == ["N1", "N2", "N4"]
    assert numbers(api, ada, subscription="s1") == ["N1", "N4"]
    assert numbers(api, ada, plan="a", subscription="s2") == ["N2"]
    assert numbers(api, ada, plan="a", status="open") == ["N1"]
    assert numbers(api, ada, plan="a", status="paid") == ["N2"]
    assert numbers(api, ada, plan="a", status="void") == ["N4"]
    assert numbers(api, ada, subscription="s1", status=["paid", "void"]) == ["N4"]
    assert numbers(api, ada, plan="nothing") == []


PAGED = [
    {}, {"status": "open"}, {"status": ["sent", "overdue"]}, {"status": ["open", "paid"]}, {"plan": "p"},
    {"status": "paid", "plan": "p"},
]  # fmt: skip


@pytest.mark.parametrize("query", PAGED)
def test_pages_meet_without_gap_or_double(api, ada, acme, query):
    for number in range(1, 12):
        keep(number, number // 2, plan_code="p", due_date=LATE if number % 3 else SOON, paid=11900 if number % 2 else 0)
    whole = numbers(api, ada, **query)
    pages, cursor = [], None
    while True:
        page = browse(api, ada, limit=2, **query, **({"cursor": cursor} if cursor else {}))
        pages += [invoice["number"] for invoice in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        assert len(page["items"]) == 2
    assert pages == whole
    assert len(whole) > 3


def test_the_last_page_has_no_cursor_even_when_it_is_full(api, ada, acme):
    keep(1)
    keep(2)
    assert browse(api, ada, limit=2)["next_cursor"] is None


def test_a_cursor_is_of_one_person_list_and_filter(api, ada, bob, carol, eve, acme):
    for number in range(4):
        keep(number, number, plan_code="p")
    cursor = browse(api, ada, limit=2)["next_cursor"]
    assert len(numbers(api, bob, cursor=cursor)) == 2  # the same customer
    body, _, signature = cursor.partition(".")
    for person, query in [
        (carol, {"cursor": cursor}),
        (eve, {"cursor": cursor}),
        (ada, {"cursor": cursor, "status": "open"}),
        (ada, {"cursor": cursor, "plan": "p"}),
        (ada, {"cursor": f"{body}.{signature[:-2]}xx"}),
        (ada, {"cursor": f"{body[:-2]}xx.{signature}"}),
        (ada, {"cursor": body}),
        (ada, {"cursor": "\u00e9"}),
        (ada, {"cursor": "x"}),
    ]:
        reply = api.get("/portal/invoices", token=person.token, query=query)
        assert (reply.status, reply.code) == (400, "cursor_not_valid"), query


def test_a_cursor_of_another_tenant_is_of_no_use(api, ada, acme):
    forged = cursors.encode(
        Slot({"place": "2026-03-16#x"}), "ten_globex", "cus_one", "invoices", ",".join(sorted(OPEN)), "", ""
    )
    assert api.get("/portal/invoices", token=ada.token, query={"cursor": forged, "status": "open"}).status == 400


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": "late"}, "status.0"),
        ({"status": ["paid", "late"]}, "status.1"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"plan": "a#b"}, "plan"),
        ({"subscription": ""}, "subscription"),
        ({"customer_id": "cus_two"}, "customer_id"),
        ({"tenant": "ten_globex"}, "tenant"),
    ],
)
def test_what_is_wrong_in_the_query_is_named(api, ada, acme, query, field):
    reply = api.get("/portal/invoices", token=ada.token, query=query)
    assert (reply.status, reply.fields) == (422, [field])


def test_v01_nobody_sees_a_neighbours_invoices(api, carol, eve, ada, six):
    assert (numbers(api, carol), numbers(api, eve)) == ([], [])
    assert api.get("/portal/invoices").status == 401


def test_a_viewer_sees_all_but_pays_nothing(api, bob, six):
    change_portal("ten_acme", allow_forwarding=True)
    for invoice in browse(api, bob)["items"]:
        assert invoice["actions"] == ["download", "print"]


def test_actions_follow_role_setting_and_state(api, ada, bill, six):
    change_portal("ten_acme", allow_forwarding=True)
    for person in (ada, bill):
        found = {one["status"]: one["actions"] for one in browse(api, person)["items"]}
        assert found["sent"] == found["overdue"] == ["pay", "forward", "download", "print"]
        assert found["paid"] == ["forward", "download", "print"]
        assert found["void"] == ["download", "print"]


BUDGET = [
    ({}, 2),
    ({"status": "open"}, 2),
    ({"status": "overdue"}, 2),
    ({"status": "sent"}, 2),
    ({"status": "paid"}, 2),
    ({"status": "void"}, 2),
    ({"plan": "p"}, 2),
    ({"plan": "p", "status": "open"}, 2),
    ({"plan": "p", "status": "paid"}, 2),
    ({"subscription": "s"}, 2),
    ({"status": ["open", "paid"]}, 3),
]


def test_a_page_asks_as_often_after_sixty_invoices_as_after_five(api, ada, acme):
    def asked():
        return [requests_of(lambda query=query: browse(api, ada, limit=5, **query), ada) for query, _ in BUDGET]

    for number in range(5):
        keep(number, number, plan_code="p", subscription_id="s", paid=11900 if number % 2 else 0)
    few = asked()
    for number in range(5, 60):
        keep(number, number, plan_code="p", subscription_id="s", paid=11900)
    assert few == asked() == [most for _, most in BUDGET]


def test_years_do_not_confuse_the_order(api, ada, acme):
    keep(1, issue_date=date(2025, 12, 31))
    keep(2, issue_date=date(2026, 1, 1))
    assert numbers(api, ada) == ["N2", "N1"]
