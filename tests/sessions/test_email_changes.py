"""A new e-mail address: confirmed by itself, told to the old one, which can take it back; everything moves or nothing does."""

import pytest

from chalicelib.adapters.dynamodb import Meter, meter, transaction
from chalicelib.contacts import store as contacts
from chalicelib.contacts.rules import without_access
from chalicelib.core.identity import Caller
from chalicelib.sessions import request_email_change as verb
from chalicelib.sessions import rules, store
from chalicelib.sessions.entity import SecondFactor
from chalicelib.sessions.schemas import EmailChange
from tests.fixtures.people import PASSWORD, a_client, a_customer, change_portal
from tests.fixtures.sign_in import everything_kept, is_in, mailed_token, refresh, sign_in

OLD, NEW = "ada@example.com", "ada@new.example"
OTHER = "seven tall windmills"


def ask(api, who, email: str = NEW, password: str = PASSWORD):
    return api.post("/portal/me/email-changes", {"email": email, "password": password}, token=who.token)


def confirm(api, token: str, portal: str = "acme"):
    return api.post(f"/portals/{portal}/email-changes/completion", {"token": token})


def revert(api, token: str, portal: str = "acme"):
    return api.post(f"/portals/{portal}/email-changes/reversal", {"token": token})


@pytest.fixture
def token(api, ada, post) -> str:
    assert ask(api, ada).status == 202
    return mailed_token(post, NEW)


@pytest.fixture
def back(api, token, post) -> str:
    assert confirm(api, token).status == 204
    return mailed_token(post, OLD)


def test_nothing_changes_before_the_new_address_confirms(api, token, ada, post):
    (mail,) = post.sent_to(NEW)
    assert mail.first_link == f"https://portal.example.com/acme/confirm-email#{token}"
    assert "an hour" in mail.text and "Ada" not in mail.text and OLD not in mail.text
    assert (sign_in(api).status, sign_in(api, NEW).status) == (200, 401)
    assert token not in everything_kept()


def test_V16_confirmed_the_person_signs_in_with_the_new_address_alone_everywhere(api, ada, acme, post):
    a_customer("ten_acme", "cus_more")
    also = contacts.get("ten_acme#cus_one", OLD).model_copy(update={"customer_id": "cus_more", "id": "con_more"})
    with transaction() as tx:
        contacts.table.add(tx, also.model_copy(update={"version": 0, "portal_status": "disabled"}))
    access, cookie = ada.token, ada.cookie
    ask(api, ada)
    assert confirm(api, mailed_token(post, NEW)).status == 204
    assert not is_in(api, access) and refresh(api, cookie).status == 401
    assert (sign_in(api).status, sign_in(api, NEW).status) == (401, 200)
    moved = [contacts.get(f"ten_acme#{customer}", NEW) for customer in ("cus_one", "cus_more")]
    assert [contact.id for contact in moved] == [ada.id, "con_more"]
    assert contacts.get("ten_acme#cus_one", OLD) is contacts.get("ten_acme#cus_more", OLD) is None
    assert store.get_credential("client", "ten_acme", OLD) is None


def test_the_old_address_takes_it_back_and_the_password_is_to_be_chosen_anew(api, back, post):
    (told,) = post.sent_to(OLD)
    assert told.first_link == f"https://portal.example.com/acme/revert-email#{back}" and "seven days" in told.text
    inside = sign_in(api, NEW).json["access_token"]
    assert revert(api, back).status == 204
    assert not is_in(api, inside)
    assert [sign_in(api, address).status for address in (OLD, NEW)] == [401, 401]
    reset = mailed_token(post, OLD)
    assert api.post("/portals/acme/password-resets/completion", {"token": reset, "password": OTHER}).status == 204
    assert sign_in(api, OLD, OTHER).status == 200
    assert post.sent_to(NEW)[-1].subject == "The change of the e-mail address at Acme GmbH was taken back"
    assert revert(api, back).fields == ["token"]


def test_a_second_factor_set_up_since_goes_with_the_change(api, back):
    credential = store.get_credential("client", "ten_acme", NEW)
    credential.second_factor = SecondFactor(sealed="the intruder's", confirmed=True)
    with transaction() as tx:
        store.credentials.save(tx, credential)
    assert revert(api, back).status == 204
    assert store.get_credential("client", "ten_acme", OLD).second_factor is None


@pytest.mark.parametrize(
    ("since", "in_the_end"),
    [
        ({"last_step": 9}, ("the owner's", 9)),
        ({"sealed": "the intruder's"}, ("the owner's", 7)),
        (None, ("the owner's", 7)),
    ],
)
def test_the_second_factor_there_was_comes_back_with_what_was_used_of_it(api, token, post, since, in_the_end):
    def wear(email, factor):
        with transaction() as tx:
            one = store.get_credential("client", "ten_acme", email)
            store.credentials.save(tx, one.model_copy(update={"second_factor": factor}))

    owners = SecondFactor(sealed="the owner's", confirmed=True, last_step=7)
    wear(OLD, owners)
    assert confirm(api, token).status == 204
    wear(NEW, owners.model_copy(update=since) if since else None)
    assert revert(api, mailed_token(post, OLD)).status == 204
    factor = store.get_credential("client", "ten_acme", OLD).second_factor
    assert (factor.sealed, factor.last_step) == in_the_end


def test_V15_an_address_that_is_known_gets_the_same_answer_and_only_a_mail(api, ada, bob, post):
    replies = [ask(api, ada, address) for address in (NEW, bob.email)]
    assert [(reply.status, reply.raw) for reply in replies] == [(202, b"")] * 2
    assert sorted(replies[0].headers) == sorted(replies[1].headers)
    post.deliver()
    (mail,) = post.sent_to(bob.email)
    assert mail.subject == "Your e-mail address is known at Acme GmbH already"
    assert mail.first_link == "https://portal.example.com/acme/sign-in" and "Ada" not in mail.text
    assert sign_in(api, bob.email).status == 200


def test_V15_known_and_unknown_addresses_cost_the_same_writes(api, ada, bob):
    def writes(email: str) -> list[str]:
        counted = Meter()
        reset = meter.set(counted)
        caller = Caller("192.0.2.9", None, None, {}, None, "", "req_1", None, {}, b"")
        verb.request_email_change(ada.user, caller, EmailChange(email=email, password=PASSWORD))
        meter.reset(reset)
        return [name for name in counted.operations if name not in ("GetItem", "BatchGetItem", "Query")]

    assert ada.token and writes(NEW) == writes(bob.email)


def test_V33_an_address_is_normalised_once_and_lookalikes_are_others(api, ada, bob, post):
    assert ask(api, ada, " BOB@Example.com ").status == 202
    assert ask(api, ada, "ADA@EXAMPLE.COM").fields == ["email"]
    assert ask(api, ada, "bоb@example.com").status in (202, 422)  # a Cyrillic o
    post.deliver()
    assert {mail.to for mail in post.sent} <= {bob.email, "bоb@example.com"}
    assert sign_in(api, bob.email).status == 200


def test_it_is_asked_for_with_the_password(api, ada):
    assert ask(api, ada, password="a wrong password").fields == ["password"]
    assert store.get_credential("client", "ten_acme", OLD).email_change is None


@pytest.mark.parametrize(
    "body", [{}, {"email": "x", "password": "y"}, {"email": NEW, "password": "y", "role": "owner"}]
)
def test_a_wrong_body_is_refused_and_strangers_are_not_asked(api, ada, body):
    assert api.post("/portal/me/email-changes", body, token=ada.token).status == 422
    assert api.post("/portal/me/email-changes", body).status == 401


def test_where_details_are_not_edited_neither_is_the_address(api, ada):
    change_portal("ten_acme", allow_profile_edit=False)
    assert ask(api, ada).status == 403


def test_V10_a_link_works_once_the_newest_alone_and_for_an_hour(api, ada, token, post, time):
    ask(api, ada, "ada@newer.example")
    newer = mailed_token(post, "ada@newer.example")
    assert confirm(api, token).fields == ["token"]
    time.move(minutes=60)
    assert confirm(api, newer).fields == ["token"]
    ask(api, ada)
    last = mailed_token(post, NEW)
    assert [confirm(api, last).status for _ in range(2)] == [204, 422]


@pytest.mark.parametrize("what", ["access off", "password changed", "portal off", "address taken"])
def test_V10_a_link_is_worth_nothing_after(api, token, ada, what):
    if what == "access off":
        with transaction() as tx:
            contacts.table.save(tx, without_access(ada.member.row))
    elif what == "password changed":
        body = {"current_password": PASSWORD, "new_password": OTHER}
        assert api.put("/portal/me/password", body, token=ada.token).status == 204
    elif what == "portal off":
        change_portal("ten_acme", enabled=False)
    else:
        a_client("ten_acme", "cus_one", "Ida", email=NEW)
    assert confirm(api, token).status == (409 if what == "address taken" else 422)
    assert contacts.get("ten_acme#cus_one", OLD).id == ada.id


def test_V12_a_link_is_bound_to_its_tenant_and_its_purpose(api, token, eve, post):
    assert confirm(api, token, "globex").fields == ["token"]
    assert revert(api, token).fields == ["token"]
    body = {"token": token, "password": OTHER}
    assert api.post("/portals/acme/password-resets/completion", body).fields == ["token"]
    assert api.post("/portals/acme/invitations/acceptance", body).fields == ["token"]
    assert confirm(api, token).status == 204
    back = mailed_token(post, OLD)
    assert confirm(api, back).fields == ["token"] and revert(api, back, "globex").fields == ["token"]


def test_V12_the_same_address_at_another_tenant_stays(api, token, globex):
    a_client("ten_globex", "cus_three", "Ada")
    assert confirm(api, token).status == 204
    assert sign_in(api, portal="globex").status == 200


def test_V29_a_get_uses_nothing_up(api, token):
    assert api.get("/portals/acme/email-changes/completion", query={"token": token}).status in (403, 404, 405)
    assert confirm(api, token).status == 204


def test_while_the_way_back_is_open_the_address_changes_no_further(api, back, time, post):
    def again(email):
        inside = sign_in(api, NEW).json["access_token"]
        return api.post("/portal/me/email-changes", {"email": email, "password": PASSWORD}, token=inside)

    assert again("ada@newest.example").status == 409
    time.move(days=rules.WAY_BACK_DAYS)
    assert revert(api, back).fields == ["token"]
    assert again("ada@newest.example").status == 202


@pytest.mark.parametrize("there", ["both", "contact", "credential"])
def test_a_change_cannot_be_taken_back_onto_somebody_else(api, back, post, there):
    """Of whoever has the address now, a contact without a password is enough, and so is a password at another customer."""
    ida = a_client("ten_acme", "cus_two" if there == "credential" else "cus_one", "Ida", email=OLD)
    if there == "contact":
        with transaction() as tx:
            store.credentials.remove(tx, ida.credential)
    assert revert(api, back).status == 409
    assert sign_in(api, NEW).status == 200


def test_a_person_of_very_many_customers_asks_the_merchant(api, ada, monkeypatch):
    monkeypatch.setattr(rules, "MOST_CUSTOMERS", 0)
    assert ask(api, ada).status == 409


def test_nobody_floods_addresses(api, ada):
    assert [ask(api, ada, f"ada@{number}.example").status for number in range(6)] == [202] * 5 + [429]


def test_what_was_done_stands_in_the_activity_of_the_customer(api, back, post):
    inside = sign_in(api, NEW).json["access_token"]
    shown = [item["action"] for item in api.get("/portal/activity", token=inside).json["items"]]
    assert {"email_change.requested", "email.changed"} <= set(shown)
