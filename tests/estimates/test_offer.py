"""Staff write, send and revise estimates; each revision is kept and can be compared."""

import pytest

from chalicelib.customers.find import find_customer
from chalicelib.estimates.revise import revise_estimate
from chalicelib.estimates.schemas import EstimateChange
from tests.fixtures.estimates import EXPIRY, a_sent_estimate, an_estimate, as_kept
from tests.fixtures.invoices import TODAY, actions, mails

LINE = {"description": "Robot arm", "quantity": "2", "unit_price": 10000, "tax_rate": "19"}
BODY = {"customer_id": "cus_one", "currency": "EUR", "expiry_date": "2026-04-15", "lines": [LINE], "terms": "Net 14."}


@pytest.fixture
def books(acme, ada, staff):
    return staff("accountant").token


@pytest.fixture
def written(api, books):
    told = api.post("/merchant/estimates", BODY, token=books)
    assert told.status == 201, told.json
    return f"/merchant/estimates/{told.json['id']}"


def portal(path):
    return path.replace("/merchant/", "/portal/")


def test_a_draft_has_its_sums_and_no_number_and_no_client_sees_it(api, books, ada, written):
    draft = api.get(written, token=books).json
    assert (draft["status"], draft["number"], draft["total"], draft["revision"]) == ("draft", None, 23800, 1)
    assert draft["actions"] == ["edit", "send"]
    assert api.get(portal(written), token=ada.token).status == 404
    assert api.get("/portal/estimates", token=ada.token).json["items"] == []
    assert actions(draft["id"]) == ["estimate.drafted"]


def test_a_draft_is_changed_and_its_sums_follow(api, books, written):
    told = api.patch(written, {"lines": [{**LINE, "quantity": "1"}], "notes": "As we spoke."}, token=books)
    assert (told.status, told.json["total"], told.json["notes"]) == (200, 11900, "As we spoke.")
    assert api.get(written, token=books).json == told.json
    assert api.patch(written, {"lines": []}, token=books).status == 422
    assert api.patch(written, {"number": "EST-1"}, token=books).status == 422


def test_sending_gives_the_number_and_tells_the_customer(api, books, ada, written):
    sent = api.post(f"{written}/sending", token=books)
    assert sent.status == 200, sent.json
    assert (sent.json["status"], sent.json["number"]) == ("sent", "EST-00001")
    assert [mail.to for mail in mails()] == ["ada@example.com"]
    shown = api.get(portal(written), token=ada.token).json
    assert (shown["status"], shown["actions"], shown["buyer"]["name"]) == (
        "sent",
        ["accept", "decline"],
        sent.json["buyer"]["name"],
    )
    assert api.patch(written, {"notes": "Later"}, token=books).code == "estimate_sent"


def test_what_waits_is_mailed_again_and_what_is_answered_is_not(api, books, ada, written):
    api.post(f"{written}/sending", token=books)
    assert api.post(f"{written}/sending", token=books).json["number"] == "EST-00001"
    assert len(mails()) == 2
    api.post(f"{portal(written)}/acceptance", {}, token=ada.token)
    again = api.post(f"{written}/sending", token=books)
    assert (again.status, again.json["state"]) == (409, "accepted")


def test_a_declined_one_is_revised_and_offered_again_and_each_revision_is_kept(api, books, ada, written):
    api.post(f"{written}/sending", token=books)
    api.post(f"{portal(written)}/decline", {"reason": "Too many"}, token=ada.token)
    revised = api.post(f"{written}/revision", {"lines": [{**LINE, "quantity": "1"}]}, token=books)
    assert (revised.status, revised.json["status"], revised.json["revision"]) == (200, "draft", 2), revised.json
    before = api.get(portal(written), token=ada.token).json
    assert (before["status"], before["revision"], before["total"], len(before["revisions"])) == (
        "declined",
        1,
        23800,
        1,
    )
    assert [one["status"] for one in api.get("/portal/estimates?status=declined", token=ada.token).json["items"]] == [
        "declined"
    ]
    again = api.post(f"{written}/sending", token=books).json
    assert (again["status"], again["number"], again["total"], again["decline_reason"]) == (
        "sent",
        "EST-00001",
        11900,
        None,
    )
    shown = api.get(portal(written), token=ada.token).json
    assert [(one["revision"], one["total"]) for one in shown["revisions"]] == [(1, 23800), (2, 11900)]
    first, second = shown["revisions"]
    assert (first["answer"]["reason"], second["answer"]) == ("Too many", None)
    assert first["content_sha256"] != second["content_sha256"]
    assert first["terms_sha256"] == second["terms_sha256"]
    accepted = api.post(f"{portal(written)}/acceptance", {"revision": 2}, token=ada.token).json
    assert accepted["status"] == "accepted"
    assert api.get(f"{portal(written)}/certificate", token=ada.token).json["revision"] == 2
    assert sorted(actions(shown["id"])) == sorted(
        [
            "estimate.drafted",
            "estimate.sent",
            "estimate.declined",
            "estimate.revised",
            "estimate.sent",
            "estimate.accepted",
        ]
    )


def test_only_what_was_declined_or_has_expired_is_revised(api, books, staff, time):
    draft, sent, over = an_estimate(), a_sent_estimate(), a_sent_estimate(number="EST-00003", expiry_date=TODAY)
    for one in (draft, sent):
        assert api.post(f"/merchant/estimates/{one.id}/revision", {}, token=books).status == 409
    time.move(days=1)
    change = EstimateChange(expiry_date="2026-05-01")
    assert revise_estimate(staff("accountant").user, over.id, change).status == "draft"
    assert as_kept(over).offered.status == "expired"
    assert find_customer("ten_acme", "cus_one").offers == {f"{EXPIRY}#{sent.id}"}


def test_an_accepted_one_is_invoiced_by_staff_once(api, books, ada, written):
    assert api.post(f"{written}/invoice", token=books).status == 409
    api.post(f"{written}/sending", token=books)
    api.post(f"{portal(written)}/acceptance", {}, token=ada.token)
    made = api.post(f"{written}/invoice", token=books)
    assert (made.status, made.json["status"], made.json["total"]) == (201, "draft", 23800)
    again = api.post(f"{written}/invoice", token=books)
    assert (again.status, again.json["state"]) == (409, "invoiced")
    assert api.get(written, token=books).json["invoice_id"] == made.json["id"]


def test_lists_show_what_is_asked_for(api, books, ada, carol):
    a_sent_estimate(number="EST-00001")
    over = a_sent_estimate(number="EST-00002", expiry_date=TODAY.replace(day=1))
    an_estimate()
    a_sent_estimate(customer_id="cus_two", number="EST-00003")
    numbers = lambda path, token: [one["number"] for one in api.get(path, token=token).json["items"]]  # noqa: E731
    assert set(numbers("/portal/estimates", ada.token)) == {"EST-00001", "EST-00002"}
    assert numbers("/portal/estimates?status=sent", ada.token) == ["EST-00001"]
    assert numbers("/portal/estimates?status=expired", ada.token) == [over.number]
    assert numbers("/portal/estimates?status=accepted", ada.token) == []
    assert numbers("/portal/estimates?status=draft", ada.token) == []
    assert numbers("/portal/estimates?status=open", ada.token) == ["EST-00001"]
    assert numbers("/portal/estimates?status=open&status=expired", ada.token) == numbers("/portal/estimates", ada.token)
    assert set(numbers("/merchant/estimates?status=open", books)) == {"EST-00001", "EST-00003"}
    assert numbers("/portal/estimates", carol.token) == ["EST-00003"]
    assert len(numbers("/merchant/estimates", books)) == 4
    assert len(numbers("/merchant/estimates?customer_id=cus_one", books)) == 3
    assert numbers("/merchant/estimates?status=draft", books) == [None]
    assert api.get("/portal/estimates?status=lost", token=ada.token).status == 422


def test_pages_follow_each_other_without_gap(api, ada, books):
    kept = {a_sent_estimate(number=f"EST-0000{n}").number for n in range(1, 6)}
    for path, token in (
        ("/portal/estimates", ada.token),
        ("/portal/estimates?status=sent", ada.token),
        ("/merchant/estimates", books),
    ):
        join = "&" if "?" in path else "?"
        found, cursor = [], ""
        for _ in range(3):
            page = api.get(f"{path}{join}limit=2{cursor}", token=token).json
            found += [one["number"] for one in page["items"]]
            cursor = f"&cursor={page['next_cursor']}"
        assert page["next_cursor"] is None
        assert (len(found), set(found)) == (5, kept), path


def test_only_accountants_write_and_only_of_their_own_customers(api, staff, written, acme):
    support = staff("support").token
    for reply in (
        api.post("/merchant/estimates", BODY, token=support),
        api.patch(written, {}, token=support),
        api.post(f"{written}/sending", token=support),
        api.post(f"{written}/revision", {}, token=support),
        api.post(f"{written}/invoice", token=support),
    ):
        assert reply.status == 403
    assert api.get(written, token=support).json["actions"] == []
    wrong = api.post("/merchant/estimates", {**BODY, "customer_id": "cus_three"}, token=staff("accountant").token)
    assert (wrong.status, wrong.json["errors"][0]["path"]) == (422, "customer_id")
