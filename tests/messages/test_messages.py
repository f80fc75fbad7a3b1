"""A client writes to the merchant, both sides answer, and all of it stays together."""

import pytest

from chalicelib.core.errors import TooManyRequests
from chalicelib.messages import rules, store
from chalicelib.messages.entity import Message, Reply
from tests.fixtures.invoices import changes, mails
from tests.fixtures.people import a_client, a_staff_member, change_portal

PATH = "/portal/merchant/messages"
ASKED = {"subject": "Two arms", "body": " Why two?\r\nWe ordered one. "}


@pytest.fixture
def sam(acme):
    return a_staff_member("ten_acme", "support", name="Sam Support")


def newest():
    """Every mail, in the order of time."""
    return sorted(mails(), key=lambda mail: mail.id)


def test_a_message_reaches_the_merchants_mailbox_and_is_answered_to_the_client(api, bob, sam):
    sent = api.post(PATH, ASKED, token=bob.token)
    assert sent.status == 201, sent.json
    assert (sent.json["author"], sent.json["replies"]) == ({"name": "Bob Example", "kind": "client"}, [])
    (mail,) = mails()
    assert (mail.to, mail.reply_to) == ("office@acme.example", "bob@example.com")
    assert mail.subject == "Two arms (Lovelace Ltd)" and "> We ordered one." in mail.text
    (told,) = [one for one in changes() if one.action == "message.sent"]
    assert told.subject_id == sent.json["id"]


def test_both_sides_go_on_and_only_who_wrote_hears_of_answers(api, ada, bob, carol, sam, time):
    message = api.post(PATH, ASKED, token=bob.token).json["id"]
    time.move(seconds=1)
    answered = api.post(f"/merchant/messages/{message}/replies", {"body": "One is a gift."}, token=sam.token)
    assert answered.status == 201, answered.json
    assert (answered.json["customer_id"], answered.json["customer_name"]) == ("cus_one", "Lovelace Ltd")
    to_bob = newest()[-1]
    assert (to_bob.to, to_bob.subject, to_bob.reply_to) == ("bob@example.com", "Re: Two arms", "office@acme.example")
    assert "https://portal.example.com/acme/messages" in to_bob.text
    assert api.post(f"{PATH}/{message}/replies", {"body": "Thank you!"}, token=carol.token).status == 404
    time.move(seconds=1)
    thanked = api.post(f"{PATH}/{message}/replies", {"body": "Thank you!"}, token=ada.token).json
    assert [(one["author"]["kind"], one["body"]) for one in thanked["replies"]] == [
        ("staff", "One is a gift."),
        ("client", "Thank you!"),
    ]
    assert newest()[-1].subject == "Re: Two arms (Lovelace Ltd)"
    time.move(seconds=1)
    api.post(f"/merchant/messages/{message}/replies", {"body": "Welcome."}, token=sam.token)
    assert sorted(one.to for one in newest()[-2:]) == ["ada@example.com", "bob@example.com"]


def test_a_page_of_staffs_begins_with_what_was_last_written_in(api, ada, carol, sam, time):
    ids = []
    for person in (ada, carol, ada):
        time.move(seconds=1)
        ids.append(api.post(PATH, ASKED, token=person.token).json["id"])
    time.move(seconds=1)
    api.post(f"/merchant/messages/{ids[0]}/replies", {"body": "Yes"}, token=sam.token)
    first = api.get("/merchant/messages", token=sam.token, query={"limit": 2}).json
    rest = api.get("/merchant/messages", token=sam.token, query={"limit": 2, "cursor": first["next_cursor"]}).json
    items = [*first["items"], *rest["items"]]
    assert [one["id"] for one in items] == [ids[0], ids[2], ids[1]]
    assert [one["customer_name"] for one in items] == ["Lovelace Ltd", "Lovelace Ltd", "Hopper Inc"]
    assert [one["id"] for one in api.get(PATH, token=ada.token).json["items"]] == [ids[2], ids[0]]


def test_what_is_switched_off_is_neither_read_nor_written_and_still_answered_by_mail(api, ada, sam, time):
    message = api.post(PATH, ASKED, token=ada.token).json["id"]
    time.move(seconds=1)
    change_portal("ten_acme", allow_merchant_mail=False, allow_reviews=True)
    assert api.get(PATH, token=ada.token).status == 403
    assert api.post(f"{PATH}/{message}/replies", {"body": "?"}, token=ada.token).status == 403
    assert api.get("/portal/merchant", token=ada.token).json["actions"] == ["review"]
    assert api.post(f"/merchant/messages/{message}/replies", {"body": "Yes"}, token=sam.token).status == 201
    assert newest()[-1].to == "ada@example.com" and "/acme/messages" not in newest()[-1].text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"subject": " "}, "subject"), ({"subject": "a\nBcc: b"}, "subject"), ({"body": ""}, "body"), ({"body": "x" * 4001}, "body")],
)  # fmt: skip
def test_v14_bad_words_are_refused_at_their_field(api, ada, wrong, field):
    refused = api.post(PATH, {**ASKED, **wrong}, token=ada.token)
    assert (refused.status, refused.fields) == (422, [field])


def test_v18_v21_what_is_written_stays_plain_words(api, acme):
    person = a_client("ten_acme", "cus_one", "Ada\u2028Bcc: x", last_name="<b>", email="odd@example.com")
    said = {"subject": "<script> {secret}", "body": "{{7*7}} {secret} <script>alert(1)</script>"}
    assert api.post(PATH, said, token=person.token).json["body"] == said["body"]
    (mail,) = mails()
    assert "<script" not in mail.html and "{secret}" not in mail.subject + mail.html + mail.text
    assert "\u2028" not in mail.subject


def test_twenty_messages_an_hour_are_enough(api, ada, monkeypatch):
    def refuse(tenant_id: str, actor_id: str) -> None:
        raise TooManyRequests(60)

    monkeypatch.setattr("chalicelib.messages.write.limit_messages", refuse)
    assert api.post(PATH, ASKED, token=ada.token).status == 429
    assert mails() == []


def test_a_conversation_that_is_as_long_as_its_row_takes_is_told_so(api, ada):
    message = api.post(PATH, ASKED, token=ada.token).json["id"]
    kept = store.get("ten_acme#cus_one", message)
    assert kept
    reply = Reply(id="rep_1", author_kind="client", author_id="con_1", author_name="A", body="x", created_at="2026")
    for full in (_with(kept, reply, 30), _with(kept, reply.model_copy(update={"body": "x" * 5000}), 4)):
        with pytest.raises(rules.ConversationFull):
            rules.with_reply(full, reply.model_copy(update={"body": "x" * 5000}))


def _with(message: Message, reply: Reply, count: int) -> Message:
    return message.model_copy(update={"replies": [reply] * count})


def test_two_who_answer_at_once_both_stand_there(api, ada, sam, monkeypatch):
    """Between reading and saving, somebody else answers."""
    message = api.post(PATH, ASKED, token=ada.token).json["id"]
    real, waiting = store.get, [True]

    def read(pk: str, message_id: str) -> Message | None:
        found = real(pk, message_id)
        if waiting and len(reads) == 1:
            waiting.pop()
            assert api.post(f"/merchant/messages/{message}/replies", {"body": "One"}, token=sam.token).status == 201
        reads.append(pk)
        return found

    reads: list[str] = []
    monkeypatch.setattr(store, "get", read)
    told = api.post(f"{PATH}/{message}/replies", {"body": "Two"}, token=ada.token)
    assert told.status == 201, told.json
    assert [one["body"] for one in told.json["replies"]] == ["One", "Two"]
