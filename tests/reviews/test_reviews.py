"""A client says what one thinks of the merchant, changes it, and the merchant reads it."""

import pytest

from tests.fixtures.invoices import changes, mails
from tests.fixtures.people import a_staff_member, change_portal

PATH = "/portal/merchant/review"


@pytest.fixture
def sam(acme):
    change_portal("ten_acme", allow_reviews=True)
    return a_staff_member("ten_acme", "support")


def test_a_review_is_each_persons_own_and_may_be_changed(api, ada, bob, carol, sam, time):
    assert api.get(PATH, token=ada.token).json == {"rating": None, "comment": "", "updated_at": None}
    first = api.put(PATH, {"rating": 2, "comment": "Slow.\r\n<b>"}, token=ada.token)
    assert (first.status, first.json["comment"]) == (200, "Slow.\n<b>")
    time.move(seconds=1)
    api.put(PATH, {"rating": 4}, token=carol.token)
    time.move(seconds=1)
    assert api.put(PATH, {"rating": 5, "comment": "Better!"}, token=ada.token).status == 200
    assert api.get(PATH, token=ada.token).json["rating"] == 5
    assert api.get(PATH, token=bob.token).json["rating"] is None
    listed = api.get("/merchant/reviews", token=sam.token).json["items"]
    assert [(one["customer_name"], one["rating"], one["comment"]) for one in listed] == [
        ("Lovelace Ltd", 5, "Better!"),
        ("Hopper Inc", 4, ""),
    ]
    assert listed[0]["author"] == {"name": "Ada Example", "kind": "client"}
    assert listed[0]["created_at"] < listed[0]["updated_at"]
    assert sum(one.action == "review.written" for one in changes()) == 3


def test_the_merchant_hears_of_it_once_if_it_wants_to(api, ada, sam):
    for _ in range(2):
        api.put(PATH, {"rating": 1, "comment": "No."}, token=ada.token)
    (mail,) = mails()
    assert (mail.to, mail.reply_to) == ("office@acme.example", "ada@example.com")
    assert mail.subject == "Ada Example gives you one star of five"
    change_portal("ten_acme", notify_staff_of_activity=False)
    api.put(PATH, {"rating": 3}, token=ada.token)
    assert len(mails()) == 1


@pytest.mark.parametrize("rating", [0, 6, 4.5, "5", True, None])
def test_stars_are_whole_and_five_at_most(api, ada, sam, rating):
    refused = api.put(PATH, {"rating": rating}, token=ada.token)
    assert (refused.status, refused.fields) == (422, ["rating"])


def test_where_reviews_are_off_nobody_reviews(api, ada, sam):
    api.put(PATH, {"rating": 5}, token=ada.token)
    change_portal("ten_acme", allow_reviews=False)
    assert api.get(PATH, token=ada.token).status == 403
    assert api.put(PATH, {"rating": 1}, token=ada.token).status == 403
    assert len(api.get("/merchant/reviews", token=sam.token).json["items"]) == 1
