"""Clients cancel as the merchant's settings offer, and change their minds until it happens."""

from datetime import date

import pytest

from chalicelib.core.portal import Cancellation
from tests.fixtures.invoices import actions, changes, mails
from tests.fixtures.people import change_portal
from tests.fixtures.subscriptions import a_subscription, as_kept

NOW = {"when": "now", "reason": "unused"}
LATER = {"when": "end_of_term", "reason": "too_expensive", "comment": "Sorry to go.\nSee you."}


@pytest.fixture
def one(acme):
    change_portal("ten_acme", cancellation=Cancellation(immediately=True, end_of_term=True))
    return a_subscription()


@pytest.fixture
def path(one):
    return f"/portal/subscriptions/{one.id}"


@pytest.fixture
def offer():
    return lambda **offered: change_portal("ten_acme", cancellation=Cancellation(**offered))


def test_cancelling_for_the_end_of_the_term_changes_nothing_until_then(api, ada, path, one):
    told = api.post(f"{path}/cancellation", LATER, token=ada.token)
    assert told.status == 200, told.json
    assert (told.json["status"], told.json["cancel_at"], told.json["next_billing_date"]) == (
        "non_renewing",
        "2026-03-31",
        None,
    )
    assert told.json["ending"]["reason"] == "too_expensive"
    assert told.json["actions"] == ["cancel", "undo_cancellation"]
    (entry,) = [entry for entry in changes() if entry.subject_id == one.id]
    assert entry.action == "subscription.cancellation_scheduled"
    assert entry.changes == {"ends_on": "2026-03-31", "reason": "too_expensive"}


def test_whoever_cancels_gets_it_in_writing_and_the_merchant_hears_why(api, ada, path):
    api.post(f"{path}/cancellation", LATER, token=ada.token)
    to_ada, to_merchant = mails()
    assert (to_ada.to, to_merchant.to) == ("ada@example.com", "office@acme.example")
    assert to_ada.subject == "Team ends on 31 March 2026"
    assert "Too expensive" in to_merchant.text and "Sorry to go." in to_merchant.text
    assert to_merchant.reply_to == "ada@example.com"


def test_the_merchant_is_not_told_if_it_does_not_want_to(api, ada, path):
    change_portal("ten_acme", notify_staff_of_activity=False)
    api.post(f"{path}/cancellation", NOW, token=ada.token)
    assert [mail.to for mail in mails()] == ["ada@example.com"]


def test_cancelling_now_ends_it_today(api, ada, path, one):
    told = api.post(f"{path}/cancellation", NOW, token=ada.token).json
    assert (told["status"], told["cancel_at"], told["actions"]) == ("cancelled", "2026-03-16", [])
    assert actions(one.id) == ["subscription.cancelled"]


def test_what_is_cancelled_for_later_can_still_be_ended_now(api, ada, path):
    api.post(f"{path}/cancellation", LATER, token=ada.token)
    assert api.post(f"{path}/cancellation", NOW, token=ada.token).json["status"] == "cancelled"


def test_cancelling_twice_is_a_conflict(api, ada, path):
    api.post(f"{path}/cancellation", LATER, token=ada.token)
    again = api.post(f"{path}/cancellation", LATER, token=ada.token)
    assert (again.status, again.code) == (409, "cancellation_scheduled")
    api.post(f"{path}/cancellation", NOW, token=ada.token)
    for wish in (NOW, LATER):
        over = api.post(f"{path}/cancellation", wish, token=ada.token)
        assert (over.status, over.code) == (409, "subscription_ended")
    assert len(mails()) == 4, "each cancellation is told once"


def test_undoing_lets_it_go_on_as_before(api, ada, path, one):
    api.post(f"{path}/cancellation", LATER, token=ada.token)
    told = api.delete(f"{path}/cancellation", token=ada.token)
    assert told.status == 200, told.json
    assert (told.json["status"], told.json["next_billing_date"], told.json["ending"]) == ("live", "2026-04-01", None)
    assert [line["event"] for line in told.json["history"]] == ["cancellation_undone", "cancellation_scheduled"]
    kept = as_kept(one)
    assert kept.model_copy(update={"history": [], "version": 1}) == one
    assert len(mails()) == 4


def test_there_is_nothing_to_undo_on_a_live_or_ended_one(api, ada, path):
    assert api.delete(f"{path}/cancellation", token=ada.token).code == "nothing_scheduled"
    api.post(f"{path}/cancellation", NOW, token=ada.token)
    assert api.delete(f"{path}/cancellation", token=ada.token).code == "subscription_ended"


def test_once_the_last_day_has_passed_nothing_is_undone(api, ada, path, time):
    api.post(f"{path}/cancellation", LATER, token=ada.token)
    time.move(days=16)
    late = api.delete(f"{path}/cancellation", token=ada.token)
    assert (late.status, late.code) == (409, "subscription_ended")


def test_undoing_a_trial_leads_back_to_the_trial(api, ada, acme, offer):
    offer(end_of_term=True)
    trial = a_subscription(status="trial", trial=True, term=-1)
    path = f"/portal/subscriptions/{trial.id}/cancellation"
    assert api.post(path, LATER, token=ada.token).json["status"] == "non_renewing"
    assert api.delete(path, token=ada.token).json["status"] == "trial"


@pytest.mark.parametrize(
    ("offered", "wish", "status"),
    [
        ({}, NOW, 403),
        ({}, LATER, 403),
        ({"immediately": True}, LATER, 403),
        ({"end_of_term": True}, NOW, 403),
        ({"immediately": True}, NOW, 200),
        ({"end_of_term": True}, LATER, 200),
    ],
)
def test_only_what_is_offered_can_be_asked_for(api, ada, path, offer, offered, wish, status):
    offer(**offered)
    reply = api.post(f"{path}/cancellation", wish, token=ada.token)
    assert reply.status == status
    if status == 403:
        assert reply.code == "cancellation_not_offered"
        assert mails() == []


def test_what_is_not_offered_is_refused_before_the_body_is_read(api, ada, path, offer):
    offer()
    assert api.post(f"{path}/cancellation", {"when": "never"}, token=ada.token).status == 403


def test_the_preview_says_what_each_way_does(api, ada, path, one):
    told = api.get(f"{path}/cancellation-preview", token=ada.token).json
    assert told["options"] == [
        {"when": "end_of_term", "ends_on": "2026-03-31", "credit": 0, "currency": "EUR"},
        {"when": "now", "ends_on": "2026-03-16", "credit": 0, "currency": "EUR"},
    ]
    assert told["reasons"][0] == "too_expensive"
    assert as_kept(one) == one, "looking changes nothing"
    for option in told["options"]:
        assert (
            api.post(f"{path}/cancellation", {**LATER, "when": option["when"]}, token=ada.token).json["cancel_at"]
            == option["ends_on"]
        )


def test_there_is_no_preview_of_what_is_not_offered_or_over(api, ada, path, offer):
    api.post(f"{path}/cancellation", NOW, token=ada.token)
    assert api.get(f"{path}/cancellation-preview", token=ada.token).code == "subscription_ended"
    offer()
    assert api.get(f"{path}/cancellation-preview", token=ada.token).code == "cancellation_not_offered"


def test_only_owners_cancel_and_only_their_own(api, bill, carol, eve, path):
    for who, status in ((bill, 403), (carol, 404), (eve, 404)):
        assert api.post(f"{path}/cancellation", NOW, token=who.token).status == status
        assert api.delete(f"{path}/cancellation", token=who.token).status == status
        assert api.get(f"{path}/cancellation-preview", token=who.token).status == status
    assert api.post(f"{path}/cancellation", NOW).status == 401


def test_nothing_is_shown_or_cancelled_while_subscriptions_are_switched_off(api, ada, path):
    change_portal("ten_acme", show_subscriptions=False)
    for reply in (
        api.get("/portal/subscriptions", token=ada.token),
        api.get(path, token=ada.token),
        api.post(f"{path}/cancellation", NOW, token=ada.token),
    ):
        assert (reply.status, reply.code) == (403, "switched_off")


def test_a_bad_wish_is_refused_field_by_field(api, ada, path):
    reply = api.post(f"{path}/cancellation", {"when": "yesterday", "reason": "because", "why": 1}, token=ada.token)
    assert reply.status == 422
    assert sorted(reply.fields) == ["reason", "when", "why"]


def test_staff_cancel_whatever_the_portal_offers_and_the_customers_people_hear(api, ada, bob, staff, offer, one):
    offer()
    path = f"/merchant/subscriptions/{one.id}/cancellation"
    told = api.post(path, LATER, token=staff("admin").token)
    assert (told.status, told.json["status"]) == (200, "non_renewing")
    assert [mail.to for mail in mails()] == ["ada@example.com"]
    assert api.delete(path, token=staff("admin").token).json["status"] == "live"
    assert api.post(path, NOW, token=staff("accountant").token).code == "role_too_low"


def test_an_overdue_end_is_today_not_later(api, ada, path, time):
    time.move(days=20)
    told = api.post(f"{path}/cancellation", NOW, token=ada.token).json
    assert told["cancel_at"] == str(date(2026, 3, 31)), "a term that is over was used to its last day"
