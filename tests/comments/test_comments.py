"""What client and merchant say about a thing reaches the other side, and nobody else."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.core.errors import TooManyRequests
from chalicelib.mailboxes import store as mailboxes
from chalicelib.mailboxes.entity import Mailbox, MailProblem
from tests.fixtures.estimates import a_sent_estimate, an_estimate
from tests.fixtures.invoices import changes, draft_invoice, issued_invoice, mails
from tests.fixtures.people import a_client, a_staff_member, change_portal
from tests.fixtures.subscriptions import a_subscription

THINGS = {
    "estimates": lambda: a_sent_estimate("ten_acme", "cus_one"),
    "invoices": lambda: issued_invoice("ten_acme", "cus_one"),
    "subscriptions": lambda: a_subscription("ten_acme", "cus_one"),
}
DRAFTS = {
    "estimates": lambda: an_estimate("ten_acme", "cus_one"),
    "invoices": lambda: draft_invoice("ten_acme", "cus_one"),
}
CANARY = "<script>alert(1)</script> {secret} {{7*7}}"


@pytest.fixture
def sam(acme):
    return a_staff_member("ten_acme", "support", name="Sam Support")


@pytest.mark.parametrize("things", THINGS)
def test_both_sides_talk_about_a_thing_and_each_hears_of_the_other_by_mail(api, ada, bob, carol, sam, things, time):
    path = f"/{things}/{THINGS[things]().id}/comments"
    asked = api.post(f"/portal{path}", {"text": " Why two?\r\nWe ordered one. "}, token=bob.token)
    assert asked.status == 201, asked.json
    assert asked.json["author"] == {"name": "Bob Example", "kind": "client"}
    assert asked.json["text"] == "Why two?\nWe ordered one."
    (to_merchant,) = mails()
    assert (to_merchant.to, to_merchant.reply_to) == ("office@acme.example", "bob@example.com")
    assert f"https://portal.example.com/merchant{path.removesuffix('/comments')}" in to_merchant.text
    time.move(seconds=1)
    said = api.post(f"/merchant{path}", {"text": "One is a gift."}, token=sam.token)
    assert said.json["author"] == {"name": "Sam Support", "kind": "staff"}
    assert {mail.to for mail in mails() if mail.id != to_merchant.id} == {"ada@example.com", "bob@example.com"}, (
        "that customer's people alone"
    )
    for audience, who in (("portal", ada), ("merchant", sam)):
        items = api.get(f"/{audience}{path}", token=who.token).json["items"]
        assert [one["id"] for one in items] == [said.json["id"], asked.json["id"]]
    told = [one for one in changes() if one.action == f"{things[:-1]}.commented"]
    assert [one.changes for one in told] == [{"comment": asked.json["id"]}, {"comment": said.json["id"]}]


def test_a_page_goes_on_with_what_was_said_before(api, ada, time):
    path = f"/portal/invoices/{issued_invoice('ten_acme', 'cus_one').id}/comments"
    for text in ("one", "two", "three"):
        time.move(seconds=1)
        api.post(path, {"text": text}, token=ada.token)
    first = api.get(path, token=ada.token, query={"limit": 2}).json
    rest = api.get(path, token=ada.token, query={"limit": 2, "cursor": first["next_cursor"]}).json
    texts = [one["text"] for one in (*first["items"], *rest["items"])]
    assert (texts, rest["next_cursor"]) == (["three", "two", "one"], None)
    other = f"/portal/invoices/{issued_invoice('ten_acme', 'cus_one', number=2).id}/comments"
    assert api.get(other, token=ada.token).json["items"] == []
    assert api.get(other, token=ada.token, query={"cursor": first["next_cursor"]}).status == 400


@pytest.mark.parametrize("things", DRAFTS)
def test_nobody_talks_about_a_draft(api, ada, sam, things):
    path = f"/{things}/{DRAFTS[things]().id}/comments"
    assert api.get(f"/portal{path}", token=ada.token).status == 404
    assert api.post(f"/portal{path}", {"text": "Hm"}, token=ada.token).status == 404
    said = api.post(f"/merchant{path}", {"text": "Let us see what they say"}, token=sam.token)
    assert (said.status, said.code) == (409, "not_offered_yet")
    assert mails() == []


def test_mail_is_written_only_if_the_settings_say_so(api, ada, sam):
    path = f"/invoices/{issued_invoice('ten_acme', 'cus_one').id}/comments"
    change_portal("ten_acme", notify_staff_of_activity=False, notify_clients_of_comments=False)
    assert api.post(f"/portal{path}", {"text": "Hello"}, token=ada.token).status == 201
    assert api.post(f"/merchant{path}", {"text": "Hello"}, token=sam.token).status == 201
    assert mails() == []


def test_who_cannot_sign_in_or_has_no_mailbox_is_not_told(api, ada, bob, sam):
    path = f"/merchant/invoices/{issued_invoice('ten_acme', 'cus_one').id}/comments"
    a_client("ten_acme", "cus_one", "Ivy", portal_status="invited")
    a_client("ten_acme", "cus_one", "Dan", portal_status="disabled")
    problem = MailProblem(kind="bounce", at="2026-03-10T09:00:00.000Z", reason="NoEmail")
    with transaction() as tx:
        mailboxes.table.add(tx, Mailbox(tenant_id="ten_acme", email="bob@example.com", problem=problem))
    api.post(path, {"text": "Hello"}, token=sam.token)
    assert [mail.to for mail in mails()] == ["ada@example.com"]


def test_what_is_switched_off_is_kept_for_staff_to_read(api, ada, sam):
    path = f"/invoices/{issued_invoice('ten_acme', 'cus_one').id}/comments"
    api.post(f"/portal{path}", {"text": "Hello"}, token=ada.token)
    change_portal("ten_acme", allow_comments=False)
    assert api.get(f"/portal{path}", token=ada.token).status == 403
    assert api.post(f"/merchant{path}", {"text": "Hello"}, token=sam.token).status == 403
    assert len(api.get(f"/merchant{path}", token=sam.token).json["items"]) == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001, "a\0b", None, 7])
def test_bad_words_are_refused_at_their_field(api, ada, text):
    path = f"/portal/invoices/{issued_invoice('ten_acme', 'cus_one').id}/comments"
    refused = api.post(path, {"text": text}, token=ada.token)
    assert (refused.status, refused.fields) == (422, ["text"])


def test_v14_v18_v21_what_is_written_stays_plain_words(api, sam):
    person = a_client("ten_acme", "cus_one", "Ada\u2028Bcc: x", last_name="<b>{secret}</b>", email="odd@example.com")
    path = f"/portal/invoices/{issued_invoice('ten_acme', 'cus_one').id}/comments"
    assert api.post(path, {"text": CANARY}, token=person.token).json["text"] == CANARY
    (mail,) = mails()
    assert "<script" not in mail.html and "<b>{" not in mail.html and "{secret}" not in mail.html + mail.text
    assert "\u2028" not in mail.subject and "\n" not in mail.subject


def test_whoever_writes_too_much_waits(api, ada, monkeypatch):
    monkeypatch.setattr("chalicelib.comments.add.limit_comments", _refuses)
    path = f"/portal/invoices/{issued_invoice('ten_acme', 'cus_one').id}/comments"
    assert api.post(path, {"text": "Hello"}, token=ada.token).status == 429
    assert mails() == []


def _refuses(tenant_id: str, actor_id: str) -> None:
    raise TooManyRequests(60)
