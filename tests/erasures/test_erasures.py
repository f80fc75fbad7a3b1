"""A person asks to be forgotten, the merchant does it or says why not, and nothing but documents tells of that person afterwards."""

import json

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.adapters.gateways.models import SavedMethod
from chalicelib.core import clock
from chalicelib.core.letters import Letter, Sheet
from chalicelib.core.portal import Cancellation
from chalicelib.customers import store as customers
from chalicelib.erasures import erase, rules, store
from chalicelib.erasures.entity import id_of
from chalicelib.mailboxes.entity import Mailbox, MailProblem
from chalicelib.mailboxes.keep import keep_mailbox
from chalicelib.outbox import rules as outbox_rules
from chalicelib.outbox import store as outbox
from chalicelib.outbox.add import add_mail
from chalicelib.outbox.find import find_mail
from chalicelib.payment_methods.save import save_payment_method
from chalicelib.sessions import store as sessions
from chalicelib.settings import settings
from chalicelib.tenants.find import find_merchant
from tests.exports.archive import work as write_all
from tests.faults.harness import _rows, _tables
from tests.fixtures.authenticator import add_passkey
from tests.fixtures.aws import backend
from tests.fixtures.estimates import a_sent_estimate
from tests.fixtures.invoices import actions, issued_invoice, mails
from tests.fixtures.people import a_client, a_customer, a_staff_member, change_customer_row, change_portal
from tests.fixtures.subscriptions import a_subscription

PATH = "/portal/erasure-requests"
STAFF = "/merchant/erasure-requests"
LETTER = "/merchant/customers/{}/contacts/{}/erasure-request"
MINE = ("zelda", "Zelda", "Quux", "+49 30 77007")
RETAINED = {"invoices", "estimates"}
"""Documents say to whom they were made out, and who answered an offer, for as long as the law wants."""


@pytest.fixture
def admin(acme):
    return a_staff_member("ten_acme", "admin")


@pytest.fixture
def zelda(acme):
    """An owner beside ada, whose name stands nowhere else."""
    return a_client("ten_acme", "cus_one", "Zelda", "owner", last_name="Quux", phone="+49 30 77007")


def found(words=MINE):
    """The tables in which one of these words stands, in keys or values."""
    said = {name: json.dumps(_rows(name), default=str) for name in _tables()}
    return {name for name, text in said.items() if any(word.lower() in text.lower() for word in words)}


def stored(folder):
    """The files below a folder of the documents' bucket."""
    bucket = backend("s3").buckets[settings().documents_bucket]
    return [name for name in bucket.keys if name.startswith(folder)]


def work(post):
    for message in post.waiting("erasures"):
        erase.erase_person(message, "req_erase")


def erased(api, post, admin, person, asker=None):
    """The person is forgotten, as the merchant wants it."""
    asked = api.post(PATH, {"colleague_id": person.id}, token=(asker or person).token)
    assert asked.status == 202, asked.json
    begun = api.post(f"{STAFF}/{asked.json['id']}/erasure", {}, token=admin.token)
    assert (begun.status, begun.json["status"]) == (202, "erasing"), begun.json
    work(post)
    return asked.json["id"]


def _live(api, post, zelda, admin, time):
    """What a person leaves behind in a portal."""
    change_portal("ten_acme", allow_reviews=True, cancellation=Cancellation(end_of_term=True))
    issued_invoice("ten_acme", "cus_one")
    estimate = a_sent_estimate("ten_acme", "cus_one").id
    assert api.post(f"/portal/estimates/{estimate}/acceptance", {}, token=zelda.token).status == 200
    subscription = a_subscription().id
    for _ in range(2):
        path = f"/portal/subscriptions/{subscription}/comments"
        assert api.post(path, {"text": "Zelda Quux thinks so"}, token=zelda.token).status == 201
    asked = {"subject": "Zelda asks", "body": "I, Zelda Quux, ask."}
    cancelled = {"when": "end_of_term", "reason": "unused", "comment": "Zelda Quux says so"}
    path = f"/portal/subscriptions/{subscription}/cancellation"
    assert api.post(path, cancelled, token=zelda.token).status == 200
    message = api.post("/portal/merchant/messages", asked, token=zelda.token).json["id"]
    api.post(f"/merchant/messages/{message}/replies", {"body": "Dear Zelda"}, token=admin.token)
    assert api.put("/portal/merchant/review", {"rating": 5, "comment": "Zelda"}, token=zelda.token).status == 200
    assert api.post("/portal/me/calendar", {}, token=zelda.token).status in (200, 201)
    add_passkey(api, zelda)
    assert api.post("/portals/acme/password-resets", {"email": zelda.email}).status == 202
    change_customer_row("cus_one", email=zelda.email, phone=zelda.row.phone)
    time.move(seconds=1)
    post.deliver()


def test_nothing_but_documents_tells_of_a_person_who_was_erased(api, post, ada, zelda, admin, time):
    _live(api, post, zelda, admin, time)
    hers = "/portal/merchant/messages"
    of_ada = api.post(hers, {"subject": "Two", "body": "Arms"}, token=ada.token).json["id"]
    api.post(f"{hers}/{of_ada}/replies", {"body": "Zelda agrees"}, token=zelda.token)
    post.deliver()
    _leave_a_mail_that_ended_badly(zelda)
    with transaction() as tx:
        problem = MailProblem(kind="transient", at="2026-03-16T09:00:00.000Z", reason="MailboxFull")
        keep_mailbox(tx, Mailbox(tenant_id="ten_acme", email=zelda.email, problem=problem))
    before = found()
    assert before >= {
        "contacts", "credentials", "sessions", "passkeys", "tokens", "comments", "messages", "reviews", "calendars", "mailboxes",
        "outbox", "customers", "estimates", "subscriptions",
    }  # fmt: skip
    token, refresh = zelda.token, zelda.cookie
    own = api.post("/portal/exports", {}, token=ada.token)
    assert own.status == 202, own.json
    write_all(post)
    assert stored("exports/")
    erasure = erased(api, post, admin, zelda)
    assert [mail.subject for mail in post.deliver() if mail.to == zelda.email][-1] == "Your data are erased"
    assert found() <= RETAINED
    assert not stored("exports/")
    assert api.get("/portal/me", token=token).status == 401
    assert api.post("/portals/acme/sessions/refresh", {}, headers=refresh).status == 401
    told = api.get(f"{STAFF}/{erasure}", token=admin.token).json
    assert (told["status"], told["name"], told["email"]) == ("erased", "", "")
    (left,) = api.get(hers, token=ada.token).json["items"]
    assert (left["id"], left["replies"]) == (of_ada, [])
    customer = customers.get("ten_acme", "cus_one")
    assert (customer.display_name, customer.email, customer.phone) == ("Lovelace Ltd", "", "")
    assert {"erasure.begun", "erasure.done", "erasure.requested"} <= set(actions(zelda.id))


def _leave_a_mail_that_ended_badly(zelda):
    merchant = find_merchant("ten_acme")
    letter = Letter(to=zelda.email, language="en", subject="Zelda", greeting="Hello,", paragraphs=("Quux",))
    for end in (outbox_rules.refuse, None):
        with transaction() as tx:
            add_mail(tx, merchant, Sheet(letter), "cus_one")
        (entry,) = [one for one in mails() if one.state == "pending"]
        if end:
            outbox.keep(end(entry, "no", 0))


def test_a_second_erasure_changes_nothing(api, post, ada, zelda, admin):
    erasure = erased(api, post, admin, zelda)
    post.deliver()
    before = {name: _rows(name) for name in _tables()}
    again = api.post(f"{STAFF}/{erasure}/erasure", {}, token=admin.token)
    assert (again.status, again.json["status"]) == (202, "erased")
    work(post)
    assert {name: _rows(name) for name in _tables()} == before


def test_a_lost_task_is_ordered_again(api, post, ada, zelda, admin):
    asked = api.post(PATH, {}, token=zelda.token).json["id"]
    assert api.post(f"{STAFF}/{asked}/erasure", {}, token=admin.token).json["status"] == "erasing"
    post.waiting("erasures")  # and is lost
    assert api.post(f"{STAFF}/{asked}/erasure", {}, token=admin.token).json["status"] == "erasing"
    work(post)
    assert store.get("ten_acme#cus_one", asked).status == "erased"
    assert actions(zelda.id).count("erasure.begun") == 1


def test_who_is_to_be_forgotten_is_not_only_removed(api, ada, bob, admin):
    """The contact says whose words and whose password are to go."""
    paths = [
        (f"/merchant/customers/cus_one/contacts/{bob.id}", admin.token),
        (f"/portal/people/{bob.id}", ada.token),
    ]
    asked = api.post(PATH, {"colleague_id": bob.id}, token=ada.token).json["id"]
    for path, token in paths:
        assert (api.delete(path, {}, token=token).status, api.delete(path, {}, token=token).code) == (
            409,
            "erasure_asked",
        )
    api.delete(f"{PATH}/{asked}", {}, token=ada.token)
    api.post(PATH, {"colleague_id": bob.id}, token=ada.token)
    assert api.post(f"{STAFF}/{asked}/refusal", {"reason": "No."}, token=admin.token).status == 200
    assert api.delete(paths[1][0], {}, token=ada.token).status == 204


def test_of_two_people_the_second_to_go_is_the_last(api, post, ada, admin):
    bob = a_client("ten_acme", "cus_one", "Bob", "owner")
    change_customer_row("cus_one", outstanding={"EUR": 100}, tax_id="DE136695976")
    first, second = (api.post(PATH, {}, token=one.token).json["id"] for one in (ada, bob))
    assert api.post(f"{STAFF}/{first}/erasure", {}, token=admin.token).status == 202
    path = f"{STAFF}/{second}/erasure"
    refused = api.post(path, {}, token=admin.token)
    assert (refused.status, refused.json["detail"]) == (409, rules.MoneyIsOwed.sentence)
    change_customer_row("cus_one", outstanding={"EUR": 0})
    assert api.post(path, {}, token=admin.token).status == 202
    work(post)
    assert customers.get("ten_acme", "cus_one").tax_id == ""


def test_the_last_person_takes_cards_and_the_customers_own_address_along(api, post, carol, admin):
    change_customer_row("cus_two", email="books@hopper.example")
    face = SavedMethod(id="pm_gw", type="card", brand="visa", last4="4242", gateway_customer="cus_gw")
    with transaction() as tx:
        save_payment_method(tx, "ten_acme", "cus_two", face)
        problem = MailProblem(kind="transient", at="2026-03-16T09:00:00.000Z", reason="MailboxFull")
        keep_mailbox(tx, Mailbox(tenant_id="ten_acme", email="books@hopper.example", problem=problem))
    assert found(("4242", "books@hopper")) == {"payment_methods", "mailboxes", "customers"}
    asked = api.post(PATH, {}, token=carol.token).json["id"]
    assert api.post(f"{STAFF}/{asked}/erasure", {}, token=admin.token).status == 202
    work(post)
    assert not found(("4242", "books@hopper"))


def test_a_mail_on_its_way_is_waited_for(api, post, ada, zelda, admin):
    asked = api.post(PATH, {}, token=zelda.token).json["id"]
    (mail,) = [one for one in mails() if one.to == zelda.email]
    outbox.keep(outbox_rules.claim(mail, "a-worker", clock.epoch()))
    api.post(f"{STAFF}/{asked}/erasure", {}, token=admin.token)
    (message,) = post.waiting("erasures")
    with pytest.raises(outbox_rules.BeingDelivered):
        erase.erase_person(message, "req_1")
    outbox.keep(outbox_rules.refuse(find_mail(mail.id), "no", 0))
    erase.erase_person(message, "req_2")
    assert find_mail(mail.id).to is None


def test_the_refusal_reaches_who_cannot_sign_in(api, post, ada, admin):
    dora = a_client("ten_acme", "cus_one", "Dora", portal_status="disabled")
    asked = api.post(LETTER.format("cus_one", dora.id), {}, token=admin.token).json["id"]
    api.post(f"{STAFF}/{asked}/refusal", {"reason": "No."}, token=admin.token)
    assert [mail.to for mail in mails() if mail.subject == "The data were not erased"] == [dora.email]


def test_a_mail_to_the_merchant_that_ended_badly_does_not_say_from_whom_it_was(api, zelda):
    api.post("/portal/merchant/messages", {"subject": "Zelda asks", "body": "I, Zelda Quux, ask."}, token=zelda.token)
    (mail,) = mails()
    outbox.keep(outbox_rules.leave_unknown(mail, "no", 0))
    assert "outbox" not in found() and find_mail(mail.id).to == "office@acme.example"


def test_the_last_person_goes_when_all_is_settled_and_takes_the_customers_details_along(api, post, carol, admin):
    change_customer_row("cus_two", outstanding={"EUR": 100}, credit={"EUR": 5}, email=carol.email, tax_id="DE136695976")
    asked = api.post(PATH, {}, token=carol.token)
    assert (asked.status, asked.json["obstacles"]) == (202, ["outstanding", "credit"])
    path = f"{STAFF}/{asked.json['id']}/erasure"
    refused = api.post(path, {}, token=admin.token)
    assert (refused.status, refused.json["detail"]) == (409, rules.MoneyIsOwed.sentence)
    assert api.get("/portal/me", token=carol.token).status == 200
    change_customer_row("cus_two", outstanding={"EUR": 0}, credit={})
    assert api.get(PATH, token=carol.token).json["items"][0]["obstacles"] == []
    assert api.post(path, {}, token=admin.token).status == 202
    work(post)
    customer = customers.get("ten_acme", "cus_two")
    assert (customer.display_name, customer.email, customer.tax_id) == ("Erased customer", "", "")
    assert found(("carol",)) <= {"outbox"}  # the farewell, which waits to be sent
    post.deliver()
    assert not found(("carol", "Hopper"))


def test_a_subscription_that_goes_on_keeps_the_last_person(api, ada, admin):
    a_subscription()
    asked = api.post(PATH, {}, token=ada.token)
    assert asked.json["obstacles"] == ["subscriptions"]
    refused = api.post(f"{STAFF}/{asked.json['id']}/erasure", {}, token=admin.token)
    assert (refused.status, refused.json["detail"]) == (409, rules.SubscriptionsGoOn.sentence)


def test_those_who_stay_keep_an_owner(api, ada, bob, admin):
    asked = api.post(PATH, {}, token=ada.token)
    assert asked.json["obstacles"] == ["owner"]
    refused = api.post(f"{STAFF}/{asked.json['id']}/erasure", {}, token=admin.token)
    assert (refused.status, refused.json["detail"]) == (409, rules.NobodyElseOwns.sentence)


def test_who_is_a_contact_of_two_customers_signs_in_for_the_other_one(api, post, ada, zelda, admin):
    a_customer("ten_acme", "cus_more", "More Ltd")
    other = a_client("ten_acme", "cus_more", "Zelda", "owner")
    assert zelda.token
    erased(api, post, admin, zelda)
    credential = sessions.get_credential("client", "ten_acme", zelda.email)
    assert credential and credential.customers == ["cus_more"]
    assert api.get("/portal/me", token=other.token).status == 200
    mail = [one for one in post.deliver() if one.to == zelda.email][-1]
    assert "For the others everything is as it was." in mail.text


def test_a_request_is_one_is_withdrawn_refused_and_asked_for_again(api, post, ada, bob, admin):
    asked = api.post(PATH, {"colleague_id": bob.id}, token=ada.token).json
    assert api.post(PATH, {"colleague_id": bob.id}, token=ada.token).json == asked
    assert [one.to for one in mails()] == ["bob@example.com", "office@acme.example"]
    assert api.call("DELETE", f"{PATH}/{asked['id']}", token=ada.token).status == 204
    assert api.call("DELETE", f"{PATH}/{asked['id']}", token=ada.token).status == 204
    assert api.post(f"{STAFF}/{asked['id']}/erasure", {}, token=admin.token).status == 409
    again = api.post(PATH, {"colleague_id": bob.id}, token=ada.token).json
    assert (again["id"], again["status"], again["name"]) == (asked["id"], "open", "Bob Example")
    reason = {"reason": "Bob is a witness."}
    refused = api.post(f"{STAFF}/{asked['id']}/refusal", reason, token=admin.token)
    assert (refused.status, refused.json["status"], refused.json["reason"]) == (200, "refused", "Bob is a witness.")
    told = [mail for mail in post.deliver() if mail.subject == "The data were not erased"]
    assert sorted(mail.to for mail in told) == ["ada@example.com", "bob@example.com"]
    assert all("> Bob is a witness." in mail.text for mail in told)
    assert api.call("DELETE", f"{PATH}/{asked['id']}", token=ada.token).status == 409


def test_staff_enter_what_was_asked_for_by_letter(api, bob, admin):
    entered = api.post(LETTER.format("cus_one", bob.id), {}, token=admin.token)
    assert (entered.status, entered.json["side"], entered.json["customer_name"]) == (202, "staff", "Lovelace Ltd")
    assert [one.to for one in mails()] == ["bob@example.com"]
    (listed,) = api.get(STAFF, token=admin.token).json["items"]
    assert (listed["id"], listed["email"]) == (id_of(bob.id), "bob@example.com")


def test_v01_v02_v06_only_an_owner_asks_and_only_for_the_customers_own_people(api, ada, bob, carol, eve, admin, staff):
    for stranger in (carol, eve):
        assert api.post(PATH, {"colleague_id": stranger.id}, token=ada.token).fields == ["colleague_id"]
        assert api.post(PATH, {"colleague_id": ada.id}, token=stranger.token).fields == ["colleague_id"]
    assert api.post(PATH, {}, token=bob.token).status == 403
    assert api.get(PATH, token=bob.token).status == 403
    asked = api.post(PATH, {}, token=ada.token).json["id"]
    assert api.call("DELETE", f"{PATH}/{asked}", token=carol.token).status == 404
    accountant = staff("accountant").token
    assert api.get(f"{STAFF}/{asked}", token=accountant).status == 200
    assert api.post(f"{STAFF}/{asked}/erasure", {}, token=accountant).status == 403
    assert api.post(f"{STAFF}/{asked}/refusal", {"reason": "No"}, token=accountant).status == 403
    assert api.post(LETTER.format("cus_one", carol.id), {}, token=admin.token).status == 404
    assert api.post(LETTER.format("cus_one", bob.id), {}, token=accountant).status == 403
    assert store.get("ten_acme#cus_one", asked).status == "open"


def test_bad_input_is_told_by_its_field(api, ada, admin):
    assert api.post(PATH, {"colleague_id": ""}, token=ada.token).fields == ["colleague_id"]
    assert api.post(PATH, {"who": "me"}, token=ada.token).fields == ["who"]
    asked = api.post(PATH, {}, token=ada.token).json["id"]
    for reason in ("", " ", "x" * 1001, None):
        assert api.post(f"{STAFF}/{asked}/refusal", {"reason": reason}, token=admin.token).fields == ["reason"]
    assert api.post(LETTER.format("cus_one", ada.id), {"why": 1}, token=admin.token).fields == ["why"]


def test_a_farewell_that_cannot_be_sent_keeps_no_address(api, post, ada, zelda, admin):
    erased(api, post, admin, zelda)
    (farewell,) = [one for one in mails() if one.farewell]
    outbox.keep(outbox_rules.refuse(farewell, "no", 0))
    kept = find_mail(farewell.id)
    assert (kept.to, kept.subject, kept.text) == (None, None, None)
