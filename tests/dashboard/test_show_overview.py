"""The merchant's first page."""

from tests.dashboard.test_show import keep, owed


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
