"""The calendar feed: what stands in it, whom it answers, and when it ends."""

from datetime import date

import pytest
from icalendar import Calendar

from chalicelib.adapters.dynamodb import transaction
from chalicelib.calendars import store
from chalicelib.calendars.entity import Entry
from chalicelib.calendars.icalendar import as_text
from chalicelib.contacts import store as contacts
from chalicelib.core import ids
from chalicelib.payment_methods import store as methods
from chalicelib.payment_methods.entity import PaymentMethod
from chalicelib.sessions import store as sessions
from tests.fixtures.invoices import issued_invoice, requests_of
from tests.fixtures.people import a_client, change_portal
from tests.fixtures.subscriptions import a_subscription


@pytest.fixture
def feed(api, ada):
    """Asks for ada's feed, which she makes now."""
    made = api.post("/portal/me/calendar", token=ada.token)
    assert made.status == 201
    path = made.json["url"].removeprefix("https://portal.example.com/api")
    return lambda path=path, **headers: api.get(path, headers=headers)


def a_card(**more):
    values = {"id": "pm_1", "brand": "visa", "last4": "4242", "exp_month": 2, "exp_year": 2028, "gateway_id": "pm_g1"}
    card = PaymentMethod(
        tenant_id="ten_acme", customer_id="cus_one", type="card", gateway_customer="cus_g", created_at="2026-01-05T09:00:00.000Z",
        **{**values, **more},
    )  # fmt: skip
    with transaction() as tx:
        methods.table.add(tx, card)


def days(reply):
    """Day, title and place of everything in a feed, as a calendar program reads it."""
    events = Calendar.from_ical(reply.raw.decode()).events
    return [(str(event.start), str(event["SUMMARY"]).replace("\u00a0", " "), str(event["URL"])) for event in events]


HOME = "https://portal.example.com/acme"


def a_full_feed():
    """One of everything that belongs in it, and one of everything that does not."""
    due = issued_invoice("ten_acme", "cus_one", number=7, paid=1900)
    issued_invoice("ten_acme", "cus_one", number=8, paid=11900)
    issued_invoice("ten_acme", "cus_two", number=9)
    trial_days = {"current_term_end": date(2026, 3, 20), "next_billing_date": date(2026, 3, 21)}
    live = a_subscription(plan_name="Team; all, of it")
    trial = a_subscription(status="trial", trial=True, term=-1, quantity=2, **trial_days)
    ending = a_subscription(status="non_renewing", cancel_at=date(2026, 3, 31), next_billing_date=None)
    a_subscription(status="cancelled", cancel_at=date(2026, 3, 31), next_billing_date=None)
    a_subscription(status="paused", paused_at="2026-03-02T09:00:00.000Z")
    a_subscription(customer_id="cus_two")
    a_card()
    a_card(id="pm_2", exp_year=2026, gateway_id="pm_g2")
    return due, live, trial, ending


def test_it_says_what_falls_due_renews_ends_or_runs_out_and_nothing_that_is_settled_or_not_hers(feed, ada, carol):
    due, live, trial, ending = a_full_feed()
    reply = feed()
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert days(reply) == [
        ("2026-03-20", "The trial of Team ends; then €200.00 plus tax", f"{HOME}/subscriptions/{trial.id}"),
        ("2026-03-30", "Invoice INV-00007 is due: €100.00", f"{HOME}/invoices/{due.id}"),
        ("2026-03-31", "Team ends", f"{HOME}/subscriptions/{ending.id}"),
        ("2026-04-01", "Team; all, of it renews: €100.00 plus tax", f"{HOME}/subscriptions/{live.id}"),
        ("2028-02-29", "The card Visa ending in 4242 expires", f"{HOME}/account"),
    ]
    assert str(Calendar.from_ical(reply.raw.decode())["X-WR-CALNAME"]) == "Acme GmbH: due dates"


def test_it_speaks_the_persons_language_and_shows_what_the_merchant_shows(api, feed, ada):
    a_full_feed()
    api.patch("/portal/me", {"language": "de"}, token=ada.token)
    change_portal("ten_acme", show_subscriptions=False)
    assert [title for _, title, _ in days(feed())] == [
        "Rechnung INV-00007 ist fällig: 100,00 €",
        "Die Karte Visa mit den Endziffern 4242 läuft ab",
    ]


def test_it_is_the_same_while_nothing_changes_and_then_need_not_be_sent_again(feed):
    issued_invoice("ten_acme", "cus_one")
    first = feed()
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = feed(**{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.raw, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    issued_invoice("ten_acme", "cus_one")
    assert feed(**{"If-None-Match": first.headers["ETag"]}).status == 200


def test_looking_costs_the_same_for_every_history(feed, ada):
    """The row of the limit, the address, who it is, and three lists at once."""
    assert requests_of(feed, ada) == 6


def _changed(table, row, **changes):
    with transaction() as tx:
        table.save(tx, row.model_copy(update=changes))


ENDS = {
    "renewed": lambda api, ada: api.post("/portal/me/calendar", token=ada.token),
    "revoked": lambda api, ada: api.delete("/portal/me/calendar", token=ada.token),
    "access off": lambda api, ada: _changed(contacts.table, ada.row, portal_status="disabled", access=1),
    "access off and on": lambda api, ada: _changed(contacts.table, ada.row, access=1),
    "portal off": lambda api, ada: change_portal("ten_acme", enabled=False),
    "sessions cut": lambda api, ada: _changed(sessions.credentials, ada.credential, epoch=2),
    "another person at the address": lambda api, ada: _changed(contacts.table, ada.row, id="con_other"),
    "gone": lambda api, ada: _remove(ada),
}


def _remove(ada):
    with transaction() as tx:
        contacts.table.remove(tx, contacts.get(ada.row.partition, ada.email))


@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("end", ENDS)
def test_V16_it_ends_with_what_it_was_made_under_and_answers_like_one_that_never_was(api, ada, feed, end):
    assert feed().status == 200
    contact = contacts.get(ada.row.partition, ada.email)
    ada.row = contact
    ENDS[end](api, ada)
    gone, never = feed(), feed("/calendars/cal_never")
    told = [(reply.status, {**reply.json, "request_id": ""}) for reply in (gone, never)]
    assert told[0] == told[1] and told[0][0] == 404


def test_only_the_digest_of_the_address_is_kept_and_every_address_begins_with_a_letter(api, ada):
    url = api.post("/portal/me/calendar", token=ada.token).json["url"]
    kept = store.get(ada.row.partition, ada.id)
    secret = url.rpartition("/")[2]
    assert secret.startswith("cal_") and len(secret) == 47
    assert kept.digest == ids.digest(secret) and secret not in kept.model_dump_json()


def test_the_owner_sees_that_there_is_one_and_revokes_it_once_and_for_all(api, ada, feed):
    state = api.get("/portal/me/calendar", token=ada.token).json
    assert state == {"active": True, "created_at": "2026-03-16T12:00:00.000Z"}
    assert [api.delete("/portal/me/calendar", token=ada.token).status for _ in range(2)] == [204, 204]
    assert api.get("/portal/me/calendar", token=ada.token).json == {"active": False, "created_at": None}


def test_each_customer_of_a_person_has_a_feed_of_its_own(api, ada, feed, carol):
    there = a_client("ten_acme", "cus_two", "Ada", email="ada@elsewhere.example")
    issued_invoice("ten_acme", "cus_two", number=9)
    url = api.post("/portal/me/calendar", token=there.token).json["url"]
    assert [title for _, title, _ in days(feed(url.partition("/api")[2]))] == ["Invoice INV-00009 is due: €119.00"]
    assert days(feed()) == []


@pytest.mark.asvs("2.4.1")
def test_wrong_addresses_are_counted_for_who_asks_and_right_ones_for_themselves(feed):
    assert [feed("/calendars/cal_guess").status for _ in range(61)][-2:] == [404, 429]
    assert [feed().status for _ in range(61)][-2:] == [200, 429]


NASTY = 'A\r\nEND:VEVENT\r\nBEGIN:VALARM\\n; "x", \u2028' + "ü€😀" * 40


def test_V14_V28_no_text_ends_its_line_and_no_line_is_longer_than_75_octets():
    said = {"title": NASTY, "text": NASTY}
    entry = Entry(
        uid="u-1", day=date(2026, 12, 31), since="2026-03-01T09:00:00.000Z", sequence=3, url="https://x", **said
    )
    text = as_text([entry], NASTY)
    assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    read = Calendar.from_ical(text)
    (event,) = read.events
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (NASTY.replace("\r", ""),) * 2
    assert (event.start, event.end, event["SEQUENCE"]) == (date(2026, 12, 31), date(2027, 1, 1), 3)
    assert not event.subcomponents
