"""Staff and their customers."""

import pytest

ROUTES = [
    ("GET", "/merchant/customers", None),
    ("POST", "/merchant/customers", {"display_name": "New Ltd"}),
    ("GET", "/merchant/customers/cus_one", None),
    ("PATCH", "/merchant/customers/cus_one", {"phone": "1"}),
    ("DELETE", "/merchant/customers/cus_one", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_stranger_and_a_client_are_not_signed_in_here(api, ada, method, path, body):
    assert api.call(method, path, body).status == 401
    assert api.call(method, path, body, token=ada.token).status == 401


@pytest.mark.parametrize(("method", "path", "body"), [row for row in ROUTES if "cus_one" in row[1]])
def test_v01_another_tenants_customer_is_absent(api, acme, stranger_staff, method, path, body):
    foreign = api.call(method, path, body, token=stranger_staff.token)
    absent = api.call(method, path.replace("cus_one", "cus_nobody"), body, token=stranger_staff.token)
    assert foreign.status == absent.status == 404
    assert {**foreign.json, "request_id": ""} == {**absent.json, "request_id": ""}


@pytest.mark.parametrize(("method", "path", "body"), [row for row in ROUTES if row[2]])
def test_v05_fields_of_the_bank_cannot_be_written(api, staff, method, path, body):
    for field in ("outstanding", "credit", "in_use", "gateway_ref", "tenant_id", "id", "version"):
        assert api.call(method, path, {**body, field: 1}, token=staff().token).fields == [field]


def test_support_reads_and_does_not_write(api, staff):
    token = staff("support").token
    assert [api.call(m, p, b, token=token).status for m, p, b in ROUTES] == [200, 403, 200, 403, 403]


def test_a_new_customer_has_the_merchants_currency_and_language(api, staff):
    made = api.post("/merchant/customers", {"display_name": "Łódź Sp. z o.o."}, token=staff("accountant").token)
    assert made.status == 201
    shown = api.get(f"/merchant/customers/{made.json['id']}", token=staff().token).json
    assert (shown["currency"], shown["language"], shown["outstanding"]) == ("EUR", "en", [])


def test_customers_are_found_by_the_beginning_of_their_name_whatever_its_case_or_accents(api, staff):
    token = staff().token
    for name in ("Émile Zola", "emilia", "Zeta"):
        api.post("/merchant/customers", {"display_name": name}, token=token)
    found = api.get("/merchant/customers", token=token, query={"q": "EMIL"}).json["items"]
    assert [one["display_name"] for one in found] == ["Émile Zola", "emilia"]


def test_pages_follow_the_names_and_a_cursor_belongs_to_its_list(api, staff, stranger_staff):
    token = staff().token
    first = api.get("/merchant/customers", token=token, query={"limit": 1}).json
    assert [one["display_name"] for one in first["items"]] == ["Hopper Inc"]
    second = api.get("/merchant/customers", token=token, query={"limit": 1, "cursor": first["next_cursor"]}).json
    assert ([one["display_name"] for one in second["items"]], second["next_cursor"]) == (["Lovelace Ltd"], None)
    for odd in ({"q": "h"}, {"cursor": first["next_cursor"] + "x"}):
        assert api.get("/merchant/customers", token=token, query={"cursor": first["next_cursor"], **odd}).status == 400
    foreign = api.get("/merchant/customers", token=stranger_staff.token, query={"cursor": first["next_cursor"]})
    assert (foreign.status, foreign.code) == (400, "cursor_not_valid")


def test_what_is_left_out_of_a_change_stays(api, staff):
    token = staff().token
    address = {"line1": "1 Main St", "city": "London", "country": "GB"}
    api.patch("/merchant/customers/cus_one", {"billing_address": address}, token=token)
    shown = api.patch("/merchant/customers/cus_one", {"phone": "+44 20 1"}, token=token).json
    assert (shown["billing_address"]["city"], shown["phone"]) == ("London", "+44 20 1")


def test_a_customer_in_use_is_kept_and_a_mistake_can_be_removed(api, staff):
    token = staff("admin").token
    assert api.delete("/merchant/customers/cus_one", token=token).code == "customer_in_use"
    made = api.post("/merchant/customers", {"display_name": "Typo"}, token=token).json["id"]
    assert api.delete(f"/merchant/customers/{made}", token=token).status == 204
    assert api.get(f"/merchant/customers/{made}", token=token).status == 404


def find(api, token, q, **more):
    return api.get("/merchant/customers", token=token, query={"q": q, **more}).json


def names(page):
    return [one["display_name"] for one in page["items"]]


def enter(api, token, *pairs):
    return [
        api.post("/merchant/customers", {"display_name": name, "email": email}, token=token).json["id"]
        for name, email in pairs
    ]


def test_customers_are_found_by_the_beginning_of_their_address_too_names_first_and_nobody_twice(api, staff):
    token = staff().token
    enter(
        api, token, ("Zuse KG", "hopper@zuse.example"), ("Hoppe AG", "hop@hoppe.example"), ("Other", "a.hop@x.example")
    )
    for q in ("hop", "  HOP ", "Hop"):
        assert names(find(api, token, q)) == ["Hoppe AG", "Hopper Inc", "Zuse KG"]
    assert names(find(api, token, "Hopper@Zuse.ex")) == ["Zuse KG"]
    assert names(find(api, token, "zuse.example")) == []
    assert names(find(api, token, "hopper inc")) == ["Hopper Inc"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_pages_go_from_the_names_to_the_addresses_without_a_gap_or_a_double(api, staff, limit):
    token = staff().token
    enter(api, token, *[(f"Hop {n}", f"hop{n}@example.com") for n in range(3)])
    enter(api, token, *[(f"Zed {n}", f"hop-{n}@example.com") for n in range(3)])
    found, page = [], find(api, token, "hop", limit=limit)
    while True:
        found += names(page)
        if page["next_cursor"] is None:
            break
        assert len(page["items"]) == limit
        page = find(api, token, "hop", limit=limit, cursor=page["next_cursor"])
    assert found == ["Hop 0", "Hop 1", "Hop 2", "Hopper Inc", "Zed 0", "Zed 1", "Zed 2"]


def test_a_cursor_among_the_addresses_belongs_to_its_search(api, staff, stranger_staff):
    token = staff().token
    enter(api, token, *[(f"Zed {n}", f"hop-{n}@example.com") for n in range(2)])
    cursor = find(api, token, "hop-", limit=1)["next_cursor"]
    assert names(find(api, token, "hop-", limit=1, cursor=cursor)) == ["Zed 1"]
    for reader, query in ((token, {"q": "hop"}), (token, {}), (stranger_staff.token, {"q": "hop-"})):
        odd = api.get("/merchant/customers", token=reader, query={**query, "cursor": cursor})
        assert (odd.status, odd.code) == (400, "cursor_not_valid")


def test_a_changed_or_removed_address_is_found_no_more_and_a_neighbours_never(api, staff, stranger_staff):
    token = staff().token
    [made] = enter(api, token, ("Zed", "old@example.com"))
    api.patch(f"/merchant/customers/{made}", {"email": "new@example.com"}, token=token)
    assert (names(find(api, token, "old@")), names(find(api, token, "new@"))) == ([], ["Zed"])
    assert find(api, stranger_staff.token, "new@")["items"] == []
    api.patch(f"/merchant/customers/{made}", {"email": ""}, token=token)
    assert names(find(api, token, "new@")) == []


@pytest.mark.parametrize(("q", "requests"), [("", 2), ("hopper inc", 2), ("hop", 3)])
def test_a_search_asks_both_indexes_at_once_and_any_other_list_one(api, staff, q, requests, caplog):
    token = staff().token
    with caplog.at_level("INFO", logger="portal"):
        api.get("/merchant/customers", token=token, query={"q": q})
    [line] = [record.fields for record in caplog.records if getattr(record, "fields", {}).get("status") == 200]
    assert line["dynamodb_requests"] == requests
