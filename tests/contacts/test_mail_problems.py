"""Staff see whose mail comes back or is unwanted, and say when it may be tried again; nobody loses access by it."""

import pytest

from chalicelib.audit.find import find_changes_of_month
from chalicelib.contacts.record_mail_event import record_mail_event
from tests.contacts.test_portal_access import a_contact, now, put
from tests.fixtures.feedback import AT, an_event, known_of, mark
from tests.fixtures.sign_in import is_in, sign_in

PEOPLE = "/merchant/customers/cus_one/contacts"
PROBLEM = {"kind": "bounce", "at": AT, "reason": "General"}


@pytest.fixture
def office(staff) -> str:
    return staff("support").token


def clear(api, contact_id: str, token: str, **query):
    return api.call("DELETE", f"{PEOPLE}/{contact_id}/mail-problem", token=token, query=query or None)


def seen(api, contact_id: str, token: str) -> tuple:
    one = api.get(f"{PEOPLE}/{contact_id}", token=token).json
    (listed,) = [item for item in api.get(PEOPLE, token=token).json["items"] if item["id"] == contact_id]
    assert listed == one
    return one["portal_status"], one["mail_problem"]


@pytest.mark.parametrize(("stored", "shown"), [("invited", "bounced"), ("active", "active"), ("disabled", "disabled")])
def test_an_invitation_that_came_back_shows_as_bounced_and_access_shows_as_it_is(api, office, acme, stored, shown):
    grace = a_contact("grace", portal_status=stored)
    assert seen(api, grace.id, office) == (stored, None)
    mark("ten_acme", grace.email)
    assert seen(api, grace.id, office) == (shown, PROBLEM)


@pytest.mark.parametrize("kind", ["complaint", "transient"])
def test_an_invitation_that_arrived_stays_invited(api, office, acme, kind):
    grace = a_contact("grace", portal_status="invited")
    mark("ten_acme", grace.email, kind)
    assert seen(api, grace.id, office) == ("invited", {**PROBLEM, "kind": kind})


@pytest.mark.parametrize("kind", ["bounce", "complaint"])
def test_who_is_in_stays_in_and_signs_in_whatever_becomes_of_mail(api, ada, kind):
    assert is_in(api, ada.token)
    mark("ten_acme", ada.email, kind)
    assert is_in(api, ada.token)
    assert sign_in(api, ada.email).json["access_token"]


def test_after_a_complaint_a_reset_that_the_person_asks_for_still_comes(api, ada, post):
    mark("ten_acme", ada.email, "complaint")
    assert api.post("/portals/acme/password-resets", {"email": ada.email}).status == 202
    assert [mail.to for mail in post.deliver()] == [ada.email]


def test_after_a_bounce_a_reset_comes_once_staff_cleared_it(api, ada, office, post):
    mark("ten_acme", ada.email)
    api.post("/portals/acme/password-resets", {"email": ada.email})
    assert post.deliver() == []
    assert clear(api, ada.id, office).status == 204
    api.post("/portals/acme/password-resets", {"email": ada.email})
    assert [mail.to for mail in post.deliver()] == [ada.email]


@pytest.mark.parametrize("kind", ["bounce", "transient"])
def test_staff_clear_a_bounce_and_the_audit_says_who(api, office, staff, ada, time, kind):
    mark("ten_acme", ada.email, kind)
    time.move(minutes=1)
    assert clear(api, ada.id, office).status == 204
    assert seen(api, ada.id, office) == ("active", None)
    found, _ = find_changes_of_month("ten_acme", "2026-03", 10, None)
    cleared = [one for one in found if one.action == "contact.mail_problem_cleared"]
    assert [(one.subject_id, one.actor_id, one.changes) for one in cleared] == [
        (ada.id, staff("support").id, {"kind": kind})
    ]


def test_clearing_where_there_is_nothing_to_clear_changes_nothing(api, office, ada):
    assert clear(api, ada.id, office).status == 204
    found, _ = find_changes_of_month("ten_acme", "2026-03", 10, None)
    assert "contact.mail_problem_cleared" not in [one.action for one in found]


def test_a_complaint_is_cleared_only_by_who_says_so(api, office, ada):
    mark("ten_acme", ada.email, "complaint")
    refused = clear(api, ada.id, office)
    assert (refused.status, refused.code) == (409, "mail_unwanted")
    assert known_of("ten_acme", ada.email) == ("complaint", AT)
    assert clear(api, ada.id, office, complaint="true").status == 204
    assert known_of("ten_acme", ada.email) is None


def test_events_from_before_the_clearing_do_not_bring_the_mark_back(api, office, ada, post, time):
    api.post("/portals/acme/password-resets", {"email": ada.email})
    (message,) = post.waiting("outbox")
    mark("ten_acme", ada.email)
    time.move(minutes=1)
    clear(api, ada.id, office)
    record_mail_event(an_event(message["outbox_id"], ada.email), "req_late")
    assert known_of("ten_acme", ada.email) is None
    record_mail_event(an_event(message["outbox_id"], ada.email, at="2026-03-16T12:05:00.000Z"), "req_new")
    assert known_of("ten_acme", ada.email) == ("bounce", "2026-03-16T12:05:00.000Z")


def test_inviting_again_says_that_the_address_works_now(api, office, acme, post, time):
    grace = a_contact("grace", portal_status="invited")
    mark("ten_acme", grace.email)
    time.move(minutes=1)
    reply = put(api, grace, office)
    assert (reply.status, reply.json["portal_status"], reply.json["mail_problem"]) == (202, "invited", None)
    assert [mail.to for mail in post.deliver()] == [grace.email]


def test_inviting_again_does_not_forget_a_complaint(api, office, acme, post):
    grace = a_contact("grace", portal_status="invited")
    mark("ten_acme", grace.email, "complaint")
    reply = put(api, grace, office)
    assert (reply.status, reply.code) == (409, "mail_unwanted")
    assert (post.deliver(), now(grace).version) == ([], 1)


def test_inviting_many_passes_over_whose_mail_comes_back(api, office, acme, post):
    a_contact("grace")
    lost = a_contact("lost")
    mark("ten_acme", lost.email)
    reply = api.post("/merchant/invitations", {"customer_ids": ["cus_one"]}, token=office)
    assert len(reply.json["items"]) == 1
    assert [mail.to for mail in post.deliver()] == ["grace@example.com"]


def test_a_corrected_address_is_another_mailbox(api, office, acme):
    grace = a_contact("grace")
    mark("ten_acme", grace.email)
    reply = api.patch(f"{PEOPLE}/{grace.id}", {"email": "grace.hopper@example.com"}, token=office)
    assert reply.json["mail_problem"] is None
    assert known_of("ten_acme", grace.email) == ("bounce", AT)


def test_a_contact_with_an_address_that_is_known_shows_it_at_once(api, office, acme):
    mark("ten_acme", "lost@example.com")
    assert api.post(PEOPLE, {"email": "lost@example.com"}, token=office).json["mail_problem"] == PROBLEM


@pytest.mark.parametrize("query", [{"complaint": "perhaps"}, {"all": "true"}])
def test_an_unknown_wish_is_refused_and_clears_nothing(api, office, ada, query):
    mark("ten_acme", ada.email, "complaint")
    assert clear(api, ada.id, office, **query).status == 422
    assert known_of("ten_acme", ada.email) == ("complaint", AT)


def test_strangers_and_other_tenants_clear_nothing(api, ada, eve, staff):
    mark("ten_acme", ada.email)
    assert clear(api, ada.id, "").status == 401
    assert clear(api, ada.id, ada.token).status == 401
    other = api.call(
        "DELETE", f"/merchant/customers/cus_two/contacts/{ada.id}/mail-problem", token=staff("owner").token
    )
    assert other.status == 404
    assert known_of("ten_acme", ada.email) == ("bounce", AT)
