"""The merchant's first page."""

from tests.dashboard.test_show import keep, owed
from tests.fixtures.invoices import issued_invoice


def test_a_stranger_and_a_client_have_no_overview(api, ada):
    assert api.get("/merchant/overview").status == 401
    assert api.get("/merchant/overview", token=ada.token).status == 401


def test_staff_see_what_all_customers_owe_and_what_is_late(api, staff, stranger_staff):
    keep(owed(100), owed(900, customer="cus_two", days=-2), owed(50, days=-9), owed(70, paid=70))
    shown = api.get("/merchant/overview", token=staff("support").token).json
    assert shown["outstanding"] == [{"currency": "EUR", "amount": 1050, "overdue": 950, "count": 3}]
    assert [one["total"] for one in shown["overdue_invoices"]] == [50, 900]
    assert shown["portal"] == {"enabled": True, "url": "https://portal.example.com/acme"}
    assert api.get("/merchant/overview", token=stranger_staff.token).json["outstanding"] == []


def pay(api, token, invoice, amount):
    body = {"method": "cash", "amount": amount, "date": "2026-03-16"}
    reply = api.post(f"/merchant/invoices/{invoice.id}/payments", body, token=token, key=f"{invoice.id}-{amount}")
    assert reply.status == 201, reply.raw
    return reply.json["id"]


def test_the_newest_payments_carry_the_customers_names_of_today_in_one_request(api, staff, acme, caplog):
    token = staff().token
    one, two = (issued_invoice("ten_acme", customer, number=n) for n, customer in enumerate(("cus_one", "cus_two"), 1))
    made = [pay(api, token, one, 100), pay(api, token, two, 200), pay(api, token, one, 300)]
    api.patch("/merchant/customers/cus_two", {"display_name": "Hopper & Co"}, token=token)
    caplog.clear()
    shown = api.get("/merchant/overview", token=staff("support").token).json["recent_payments"]
    assert {(each["id"], each["customer_id"], each["customer_name"]) for each in shown} == {
        (made[0], "cus_one", "Lovelace Ltd"),
        (made[1], "cus_two", "Hopper & Co"),
        (made[2], "cus_one", "Lovelace Ltd"),
    }
    [line] = [record.fields for record in caplog.records if hasattr(record, "fields") and "route" in record.fields]
    assert line["dynamodb_requests"] == 1 + 4 + 1 + 1  # session, open invoices by status, payments, names
