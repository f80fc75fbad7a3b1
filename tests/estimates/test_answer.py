"""Clients accept or decline what they were offered: one answer, certified to both sides."""

import hashlib
import json
from datetime import timedelta

import pytest

from chalicelib.customers.find import find_customer
from chalicelib.dashboard.show import show_dashboard
from chalicelib.estimates import store
from chalicelib.estimates.expire import expire_estimates
from chalicelib.invoices import store as invoices
from tests.fixtures.estimates import EXPIRY, a_sent_estimate, an_estimate, as_kept
from tests.fixtures.invoices import TODAY, a_line, actions, mails
from tests.fixtures.people import change_portal

WHY = {"reason": "One robot is enough.\nSorry."}


@pytest.fixture
def one(acme, ada):
    return a_sent_estimate()


@pytest.fixture
def path(one):
    return f"/portal/estimates/{one.id}"


def test_whoever_accepts_gets_the_certificate_and_both_sides_a_mail(api, ada, path, one, staff):
    told = api.post(f"{path}/acceptance", {}, token=ada.token)
    assert told.status == 200, told.json
    assert (told.json["status"], told.json["actions"], told.json["invoice_id"]) == ("accepted", [], None)
    certificate = api.get(f"{path}/certificate", token=ada.token).json
    assert certificate == api.get(f"/merchant/estimates/{one.id}/certificate", token=staff("support").token).json
    assert certificate["accepted_by"]["email"] == "ada@example.com"
    assert certificate["accepted_from"]["address"]
    assert (certificate["revision"], certificate["accepted_at"]) == (1, as_kept(one).answer.at)
    assert certificate["terms_sha256"] == hashlib.sha256(b"Payable within 14 days.").hexdigest()
    assert certificate["content_sha256"] == one.newest.content_sha256
    assert actions(one.id) == ["estimate.accepted"]
    to_ada, to_merchant = mails()
    assert (to_ada.to, to_merchant.to) == ("ada@example.com", "office@acme.example")
    assert to_merchant.reply_to == "ada@example.com"


def test_the_hash_of_a_certificate_is_of_its_own_words(api, ada, path):
    api.post(f"{path}/acceptance", {}, token=ada.token)
    told = api.get(f"{path}/certificate", token=ada.token).json
    stated = told.pop("sha256")
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == stated
    altered = text.replace("ada@example.com", "eve@example.com")
    assert hashlib.sha256(altered.encode()).hexdigest() != stated


def test_there_is_no_certificate_of_what_was_not_accepted(api, ada, path):
    assert api.get(f"{path}/certificate", token=ada.token).code == "not_accepted"
    api.post(f"{path}/decline", WHY, token=ada.token)
    assert api.get(f"{path}/certificate", token=ada.token).code == "not_accepted"


def test_whoever_declines_says_why(api, ada, path, one):
    told = api.post(f"{path}/decline", WHY, token=ada.token)
    assert (told.status, told.json["status"]) == (200, "declined")
    assert told.json["decline_reason"] == WHY["reason"]
    assert told.json["revisions"][0]["answer"]["reason"] == WHY["reason"]
    assert actions(one.id) == ["estimate.declined"]
    assert all("One robot is enough." in mail.text for mail in mails())
    for wrong in ({}, {"reason": ""}, {"reason": "  "}):
        assert api.post(f"{path}/decline", wrong, token=ada.token).status == 422


def test_the_merchant_is_not_told_if_it_does_not_want_to(api, ada, path):
    change_portal("ten_acme", notify_staff_of_activity=False)
    api.post(f"{path}/decline", WHY, token=ada.token)
    assert [mail.to for mail in mails()] == ["ada@example.com"]


@pytest.mark.parametrize("first", ["acceptance", "decline"])
@pytest.mark.parametrize("second", ["acceptance", "decline"])
def test_a_second_answer_is_a_conflict_that_names_the_state(api, ada, path, first, second):
    bodies = {"acceptance": {}, "decline": WHY}
    state = api.post(f"{path}/{first}", bodies[first], token=ada.token).json["status"]
    again = api.post(f"{path}/{second}", bodies[second], token=ada.token)
    assert (again.status, again.code, again.json["state"]) == (409, f"estimate_{state}", state)
    assert len(mails()) == 2, "one answer is told once"


def test_it_can_be_answered_on_its_last_day_and_not_after_it(api, ada, time, acme):
    last = a_sent_estimate(expiry_date=TODAY)
    over = a_sent_estimate(expiry_date=TODAY - timedelta(days=1))
    assert api.post(f"/portal/estimates/{last.id}/acceptance", {}, token=ada.token).status == 200
    late = api.post(f"/portal/estimates/{over.id}/acceptance", {}, token=ada.token)
    assert (late.status, late.code, late.json["state"]) == (409, "estimate_expired", "expired")
    assert api.get(f"/portal/estimates/{over.id}", token=ada.token).json["actions"] == []


def test_whoever_looked_at_an_older_revision_is_told(api, ada, path):
    stale = api.post(f"{path}/acceptance", {"revision": 2}, token=ada.token)
    assert (stale.status, stale.code) == (409, "other_revision")
    assert api.post(f"{path}/acceptance", {"revision": 1}, token=ada.token).status == 200


def test_seeing_it_is_noted_once_and_reading_changes_nothing(api, ada, path, one):
    assert api.get(path, token=ada.token).json["status"] == "sent"
    assert api.post(f"{path}/views", token=ada.token).status == 204
    api.post(f"{path}/views", token=ada.token)
    assert api.get(path, token=ada.token).json["status"] == "viewed"
    assert actions(one.id) == ["estimate.viewed"]


def test_only_who_looks_after_bills_answers(api, ada, bob, carol, eve, path, staff):
    assert api.post(f"{path}/acceptance", {}, token=bob.token).status == 403
    assert api.get(path, token=bob.token).json["actions"] == []
    for stranger in (carol, eve):
        assert api.post(f"{path}/acceptance", {}, token=stranger.token).status == 404
    assert api.post(f"{path}/acceptance", {}).status == 401
    assert api.post(f"{path}/acceptance", {}, token=staff("owner").token).status == 401
    assert api.post(f"{path}/acceptance", {"status": "accepted"}, token=ada.token).status == 422


def test_what_the_merchant_does_not_show_is_neither_seen_nor_answered(api, ada, path):
    change_portal("ten_acme", show_estimates=False)
    for reply in (
        api.get("/portal/estimates", token=ada.token),
        api.get(path, token=ada.token),
        api.post(f"{path}/acceptance", {}, token=ada.token),
        api.get(f"{path}/certificate", token=ada.token),
    ):
        assert (reply.status, reply.code) == (403, "switched_off")
    home = api.get("/portal/dashboard", token=ada.token).json
    assert (home["estimates_to_review"], home["features"]["estimates"]) == (0, False)


def test_the_home_page_counts_what_waits_for_an_answer(api, ada, path, acme, time):
    a_sent_estimate(number="EST-00002", expiry_date=TODAY)
    an_estimate()
    count = lambda: api.get("/portal/dashboard", token=ada.token).json["estimates_to_review"]  # noqa: E731
    assert count() == 2
    api.post(f"{path}/decline", WHY, token=ada.token)
    assert count() == 1
    time.move(days=1)
    assert show_dashboard(ada.user).estimates_to_review == 0


def test_acceptance_makes_a_draft_that_only_staff_see(api, ada, path, one, staff):
    change_portal("ten_acme", invoice_on_acceptance="draft")
    told = api.post(f"{path}/acceptance", {}, token=ada.token).json
    assert (told["status"], told["invoice_id"]) == ("invoiced", None)
    invoice_id = api.get(f"/merchant/estimates/{one.id}", token=staff("support").token).json["invoice_id"]
    draft = api.get(f"/merchant/invoices/{invoice_id}", token=staff("support").token).json
    assert (draft["status"], draft["total"], draft["terms"]) == ("draft", 11900, "Payable within 14 days.")
    assert actions(invoice_id) == ["invoice.drafted"]


def test_acceptance_sends_an_invoice_and_the_customer_owes_it(api, ada, path, one):
    change_portal("ten_acme", invoice_on_acceptance="sent")
    told = api.post(f"{path}/acceptance", {}, token=ada.token).json
    assert told["status"] == "invoiced"
    bill = api.get(f"/portal/invoices/{told['invoice_id']}", token=ada.token).json
    assert (bill["status"], bill["total"], bill["due_date"]) == ("sent", 11900, "2026-03-30")
    customer = find_customer("ten_acme", "cus_one")
    assert (customer.outstanding, customer.offers) == ({"EUR": 11900}, None)
    assert api.post(f"{path}/acceptance", {}, token=ada.token).json["state"] == "invoiced"
    assert len(invoices.query_open("ten_acme#cus_one")) == 1


def test_what_cannot_be_sent_without_the_tax_id_stays_with_staff(api, ada, acme):
    change_portal("ten_acme", invoice_on_acceptance="sent")
    one = a_sent_estimate(lines=[a_line(tax_rate="0", category="AE")])
    told = api.post(f"/portal/estimates/{one.id}/acceptance", {}, token=ada.token)
    assert (told.status, told.json["status"], told.json["invoice_id"]) == (200, "invoiced", None)
    assert invoices.get("ten_acme#cus_one", as_kept(one).invoice_id).status == "draft"


def test_the_calendar_leaves_alone_what_was_answered(api, ada, path, one, time):
    late = a_sent_estimate(number="EST-00002")
    api.post(f"{path}/acceptance", {}, token=ada.token)
    time.move(days=(EXPIRY - TODAY).days)
    expire_estimates("req_1")
    assert as_kept(late).status == "sent", "its last day is a day of its own"
    time.move(days=1)
    expire_estimates("req_2")
    expire_estimates("req_3")
    assert (as_kept(one).status, as_kept(late).status) == ("accepted", "expired")
    assert actions(late.id) == ["estimate.expired"]
    assert find_customer("ten_acme", "cus_one").offers is None
    assert list(store.stream_due(EXPIRY + timedelta(days=9))) == []
