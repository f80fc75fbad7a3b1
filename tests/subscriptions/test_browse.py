"""Clients and staff look at subscriptions."""

from tests.fixtures.invoices import requests_of
from tests.fixtures.subscriptions import a_subscription


def ids_of(reply):
    return [item["id"] for item in reply.json["items"]]


def test_a_client_sees_the_customers_own_newest_first_and_by_status(api, ada, acme):
    one, two = (a_subscription(id=f"sub_{number}") for number in (1, 2))
    over = a_subscription(id="sub_3", status="cancelled", next_billing_date=None)
    a_subscription(customer_id="cus_two")
    assert ids_of(api.get("/portal/subscriptions", token=ada.token)) == [over.id, two.id, one.id]
    live = api.get("/portal/subscriptions", token=ada.token, query={"status": "live"})
    assert ids_of(live) == [two.id, one.id]
    assert requests_of(lambda: api.get("/portal/subscriptions", token=ada.token), ada) == 2
    assert requests_of(lambda: api.get(f"/portal/subscriptions/{one.id}", token=ada.token), ada) == 2


def test_staff_see_all_customers_or_one_and_turn_pages(api, staff, globex):
    found = [
        a_subscription(customer_id=customer, id=f"sub_{customer}_{n}")
        for customer in ("cus_one", "cus_two")
        for n in (1, 2)
    ]
    a_subscription("ten_globex", "cus_three")
    token, newest_first = staff("support").token, sorted((one.id for one in found), reverse=True)
    pages, cursor = [], None
    while not pages or cursor:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        reply = api.get("/merchant/subscriptions", token=token, query=query)
        pages, cursor = [*pages, *ids_of(reply)], reply.json["next_cursor"]
    assert pages == newest_first
    of_two = api.get("/merchant/subscriptions", token=token, query={"customer_id": "cus_two"})
    assert {item["customer_id"] for item in of_two.json["items"]} == {"cus_two"}
    assert ids_of(api.get("/merchant/subscriptions", token=token, query={"status": "paused"})) == []
    assert ids_of(api.get("/merchant/subscriptions", token=token, query={"customer_id": "cus_three"})) == []


def test_actions_say_what_this_person_may_do(api, ada, bob, staff, acme):
    one = a_subscription()
    path = f"/portal/subscriptions/{one.id}"
    assert api.get(path, token=ada.token).json["actions"] == [], "cancelling is not offered"
    assert api.get(path, token=bob.token).json["actions"] == []
    theirs = f"/merchant/subscriptions/{one.id}"
    assert api.get(theirs, token=staff("admin").token).json["actions"] == ["cancel", "change", "pause"]
    assert api.get(theirs, token=staff("support").token).json["actions"] == []
