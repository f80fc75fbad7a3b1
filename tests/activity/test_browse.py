"""A client sees what the customer's own people did, and nothing of anybody else."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.record import record_change


def did(actor, action, subject="inv_1", **more):
    with transaction() as tx:
        record_change(tx, actor.user, action, subject, **more)


def test_who_of_us_did_what_newest_first(api, ada, bob, time):
    did(ada, "invoice.document_ordered")
    time.move(seconds=1)
    did(bob, "invoice.viewed", "inv_2")
    items = api.get("/portal/activity", token=ada.token).json["items"]
    assert [(item["actor"]["name"], item["action"], item["subject_id"]) for item in items] == [
        (bob.user.name, "invoice.viewed", "inv_2"),
        (ada.user.name, "invoice.document_ordered", "inv_1"),
    ]
    assert items[0]["actor"] == {"kind": "client", "id": bob.id, "name": bob.user.name}


def test_v01_what_staff_or_other_customers_did_is_not_shown(api, ada, carol, eve, staff):
    did(carol, "invoice.viewed")
    did(eve, "invoice.viewed")
    did(staff("owner"), "invoice.drafted", customer_id=ada.customer_id)
    assert api.get("/portal/activity", token=ada.token).json == {"items": [], "next_cursor": None}


def test_pages_follow_each_other_and_a_cursor_is_this_lists_own(api, ada, carol, time):
    for number in range(5):
        did(ada, "invoice.viewed", f"inv_{number}")
        time.move(seconds=1)
    seen, cursor = [], None
    while not seen or cursor:
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = api.get("/portal/activity", token=ada.token, query=query).json
        seen += [item["subject_id"] for item in page["items"]]
        cursor = page["next_cursor"] or None
        if len(seen) == 2:
            assert api.get("/portal/activity", token=carol.token, query=query | {"cursor": cursor}).status == 400
    assert seen == [f"inv_{number}" for number in reversed(range(5))]


def test_a_person_who_is_gone_has_no_name(api, ada, bob, staff):
    did(bob, "invoice.viewed")
    path = f"/merchant/customers/{bob.customer_id}/contacts/{bob.id}"
    assert api.delete(path, token=staff("owner").token).status == 204
    (item,) = api.get("/portal/activity", token=ada.token).json["items"]
    assert item["actor"] == {"kind": "client", "id": bob.id, "name": None}


def test_a_stranger_is_told_to_sign_in(api):
    assert api.get("/portal/activity").status == 401


def test_staff_have_their_own_list(api, staff):
    assert api.get("/portal/activity", token=staff("owner").token).status == 401


@pytest.mark.parametrize("query", [{"colour": "blue"}, {"limit": 0}, {"limit": 101}])
def test_a_query_that_is_not_understood_is_refused_by_name(api, ada, query):
    reply = api.get("/portal/activity", token=ada.token, query=query)
    assert (reply.status, reply.fields) == (422, list(query))
