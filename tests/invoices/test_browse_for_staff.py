"""Staff look through invoices of one customer or of all."""

from datetime import timedelta

import pytest

from tests.fixtures.invoices import TODAY, draft_invoice, issued_invoice, requests_of

LATE = TODAY - timedelta(days=1)


def browse(api, person, **query):
    reply = api.get("/merchant/invoices", token=person.token, query=query)
    assert reply.status == 200, reply.json
    return reply.json


def numbers(api, person, **query):
    return [invoice["number"] or "draft" for invoice in browse(api, person, **query)["items"]]


def keep(number, days_ago, customer_id="cus_one", **more):
    return issued_invoice("ten_acme", customer_id, number=number, issue_date=TODAY - timedelta(days=days_ago), **more)


@pytest.fixture
def some(acme, globex):
    keep(1, 1)
    keep(2, 2, "cus_two", due_date=LATE)
    keep(3, 3, paid=11900, plan_code="p")
    keep(4, 4, "cus_two", status="void", plan_code="p")
    keep(5, 5, plan_code="p")
    draft_invoice("ten_acme", "cus_one", issue_date=TODAY - timedelta(days=6))
    issued_invoice("ten_globex", "cus_three", number=9)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 0]),
        ({"status": "draft"}, [0]),
        ({"status": "open"}, [1, 2, 5]),
        ({"status": "overdue"}, [2]),
        ({"status": ["draft", "paid"]}, [3, 0]),
        ({"plan": "p"}, [3, 4, 5]),
        ({"plan": "p", "status": "open"}, [5]),
        ({"plan": "p", "status": ["paid", "void"]}, [3, 4]),
        ({"customer_id": "cus_one"}, [1, 3, 5, 0]),
        ({"customer_id": "cus_two"}, [2, 4]),
        ({"customer_id": "cus_one", "status": "draft"}, [0]),
        ({"customer_id": "cus_one", "status": ["open", "draft"]}, [1, 5, 0]),
        ({"customer_id": "cus_one", "plan": "p"}, [3, 5]),
        ({"customer_id": "cus_three"}, []),
        ({"customer_id": "cus_nobody"}, []),
    ],
)
def test_filters_and_order(api, staff, some, query, expected):
    assert numbers(api, staff("support"), **query) == [f"INV-{n:05}" if n else "draft" for n in expected]


def test_what_became_late_since_the_last_sweep_is_listed_as_late(api, staff, some, time):
    keep(6, 0, due_date=TODAY)
    time.move(days=1)
    assert numbers(api, staff(), status="overdue") == ["INV-00006", "INV-00002"]
    assert numbers(api, staff(), status="sent") == ["INV-00001", "INV-00005"]
    assert numbers(api, staff(), status=["sent", "overdue"]) == ["INV-00006", "INV-00001", "INV-00002", "INV-00005"]


@pytest.mark.parametrize("query", [{}, {"status": "open"}, {"status": "overdue"}, {"customer_id": "cus_one"}])
def test_pages_meet_without_gap_or_double(api, staff, acme, query, time):
    for number in range(1, 10):
        keep(number, number // 2, due_date=(LATE, TODAY)[number % 2])
    time.move(days=1)
    whole, pages, cursor = numbers(api, staff(), **query), [], None
    while True:
        page = browse(api, staff(), limit=2, **query, **({"cursor": cursor} if cursor else {}))
        pages += [invoice["number"] for invoice in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert (pages, len(whole)) == (whole, 9)


def test_a_cursor_is_of_one_customer_and_tenant(api, staff, stranger_staff, some):
    cursor = browse(api, staff(), limit=1)["next_cursor"]
    for person, query in [(staff(), {"customer_id": "cus_one"}), (stranger_staff, {}), (staff(), {"status": "open"})]:
        assert api.get("/merchant/invoices", token=person.token, query={"cursor": cursor, **query}).status == 400


def test_another_merchant_sees_its_own_only(api, stranger_staff, some):
    assert numbers(api, stranger_staff) == ["INV-00009"]
    assert numbers(api, stranger_staff, customer_id="cus_one") == []


def test_strangers_clients_and_unknown_filters_are_refused(api, staff, ada, some):
    assert api.get("/merchant/invoices").status == 401
    assert api.get("/merchant/invoices", token=ada.token).status == 401
    reply = api.get("/merchant/invoices", token=staff().token, query={"colour": "blue"})
    assert (reply.status, reply.fields) == (422, ["colour"])


def test_actions_follow_role_and_state(api, staff, some):
    found = {one["status"]: one["actions"] for one in browse(api, staff("accountant"))["items"]}
    assert found["draft"] == ["edit", "send"]
    assert found["overdue"] == ["send", "void", "record_payment", "write_off", "apply_credit", "download", "print"]
    assert found["paid"] == ["send", "refund", "download", "print"]
    assert found["void"] == ["download", "print"]
    for invoice in browse(api, staff("support"))["items"]:
        assert invoice["actions"] == ([] if invoice["status"] == "draft" else ["download", "print"])


BUDGET = [
    ({}, 2),
    ({"status": "paid"}, 2),
    ({"status": "overdue"}, 3),
    ({"status": "open"}, 5),
    ({"plan": "p"}, 2),
    ({"customer_id": "cus_one"}, 3),
    ({"customer_id": "cus_one", "status": "open"}, 2),
]


def test_a_page_asks_as_often_after_forty_invoices_as_after_five(api, staff, acme):
    person = staff()

    def asked():
        return [requests_of(lambda query=query: browse(api, person, limit=3, **query), person) for query, _ in BUDGET]

    for number in range(5):
        keep(number, number, plan_code="p", due_date=(LATE, TODAY)[number % 2])
    few = asked()
    for number in range(5, 40):
        keep(number, number, plan_code="p", paid=11900 if number % 2 else 0)
    assert few == asked() == [most for _, most in BUDGET]
