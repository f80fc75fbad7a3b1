"""A card is added or replaced on the gateway's page: kept once, what the old one paid for goes on, and only then it is forgotten."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.checkouts.reconcile import reconcile_checkouts
from chalicelib.contacts import store as contacts
from chalicelib.contacts.find import find_contact
from chalicelib.core.identity import Machine
from chalicelib.gateway import ask
from chalicelib.gateway import store as connections
from chalicelib.gateway.open import driver_of
from chalicelib.invoices import store as invoices
from chalicelib.payment_methods import store as methods
from chalicelib.payment_methods.save import save_payment_method
from chalicelib.setups import store
from chalicelib.setups.settle import settle_setup
from chalicelib.subscriptions.renew import renew_subscriptions
from tests.fixtures.books import attempts, check_books
from tests.fixtures.gateway import KEY
from tests.fixtures.interleave import hook, wander
from tests.fixtures.invoices import issued_invoice, mails
from tests.fixtures.people import PASSWORD, a_client, change_customer_row, change_portal
from tests.fixtures.snapshots import Snapshot
from tests.fixtures.subscriptions import a_subscription, as_kept

PK = "ten_acme#cus_one"


@pytest.fixture
def payer(acme, bank):
    """Greta may pay, and the merchant lets clients add methods."""
    change_portal("ten_acme", allow_payment_method_add=True)
    return a_client("ten_acme", "cus_one", "Greta", role="billing")


def add(api, who, **more):
    return api.post("/portal/payment-methods", {}, token=who.token, **more)


def replace(api, who, method_id, **more):
    return api.post(f"/portal/payment-methods/{method_id}/replacement", {}, token=who.token, **more)


def shown(api, who):
    return [item["id"] for item in api.get("/portal/payment-methods", token=who.token).json["items"]]


def state(api, who, page):
    return api.get(f"/portal/payment-method-setups/{page['id']}", token=who.token).json["status"]


def test_a_card_is_added_on_the_gateways_page_and_is_the_default_if_it_is_the_first(api, payer, bank):
    page = add(api, payer)
    assert page.status == 201 and state(api, payer, page.json) == "open"
    back = bank.press(page.json["redirect_url"])
    assert back == f"https://portal.example.com/acme/account/cards/return?setup={page.json['id']}"
    bank.deliver()
    assert state(api, payer, page.json) == "complete"
    (method,) = methods.browse(PK)
    assert (method.last4, method.is_default, bank.charged) == ("4242", True, [])


def test_a_replaced_card_hands_its_subscriptions_on_and_pays_no_more(api, payer, bank, time):
    old = bank.saved_method("ten_acme", "cus_one")
    live = a_subscription(collection="online", payment_method_id=old.id)
    over = a_subscription(status="cancelled", payment_method_id=old.id, next_billing_date=None)
    page = replace(api, payer, old.id).json
    bank.press(page["redirect_url"], card="pm_card_mastercard")
    bank.deliver()
    (new,) = methods.browse(PK)
    assert (new.brand, new.is_default, shown(api, payer)) == ("mastercard", True, [new.id])
    assert (as_kept(live).payment_method_id, as_kept(over).payment_method_id) == (new.id, old.id)
    assert replace(api, payer, old.id).status == 404
    time.move(days=20)
    renew_subscriptions("req_1")
    assert bank.charged == [11900]
    driver = driver_of(KEY)
    assert [face.id for face in driver.browse_methods(new.gateway_customer)] == [new.gateway_id]


def test_a_subscription_that_still_names_the_old_card_is_paid_by_the_new_one(api, payer, bank, time):
    old = bank.saved_method("ten_acme", "cus_one")
    bank.press(replace(api, payer, old.id).json["redirect_url"], card="pm_card_mastercard")
    bank.deliver()
    a_subscription(collection="online", payment_method_id=old.id)
    time.move(days=20)
    renew_subscriptions("req_1")
    assert bank.charged == [11900]


@pytest.mark.parametrize(
    ("account", "end", "status", "told"),
    [("pm_success_de", "succeeded", "paid", "Receipt"), ("pm_failed_de", "failed", "sent", "did not go through")],
)
def test_a_bank_account_takes_a_cards_place_and_its_debits_take_days(
    api, payer, bank, time, account, end, status, told
):
    old = bank.saved_method("ten_acme", "cus_one")
    live = a_subscription(collection="online", payment_method_id=old.id)
    bank.press(replace(api, payer, old.id).json["redirect_url"], card=account)
    bank.deliver()
    (new,) = methods.browse(PK)
    (seen,) = api.get("/portal/payment-methods", token=payer.token).json["items"]
    (mandate,) = bank.provider.rows("mandate")
    assert (seen["id"], seen["type"], seen["exp_year"], as_kept(live).payment_method_id) == (
        new.id,
        "sepa_debit",
        None,
        new.id,
    )
    assert seen["mandate"] == mandate["payment_method_details"]["sepa_debit"]["reference"]
    time.move(days=20)
    renew_subscriptions("req_1")
    (bill,) = invoices.table.query(PK, index="issued")
    assert [one.state for one in attempts()] == ["pending"]
    refused = api.post(
        f"/portal/invoices/{bill.id}/payments",
        {},
        token=a_client("ten_acme", "cus_one", "Hana", "billing").token,
        key="2",
    )
    assert (refused.status, refused.code) == (409, "payment_pending")
    time.move(days=3)
    bank.provider.tick()
    bank.deliver()
    renew_subscriptions("req_2")
    (bill,) = invoices.table.query(PK, index="issued")
    assert ([one.state for one in attempts()], bill.status) == ([end], status)
    assert [told in mail.subject for mail in mails() if mail.to == payer.email].count(True) == 1
    check_books(bank)


@pytest.mark.parametrize(
    ("debits", "customers", "subscribed", "offered"),
    [
        (True, "EUR", "EUR", ["card", "sepa_debit"]),
        (False, "EUR", "EUR", ["card"]),
        (True, "USD", "EUR", ["card"]),
        (True, "EUR", "USD", ["card"]),
    ],
)
def test_bank_accounts_are_offered_where_they_can_pay_what_goes_on(
    api, payer, bank, debits, customers, subscribed, offered
):
    with transaction() as tx:
        connections.table.save(tx, connections.get("ten_acme").model_copy(update={"debits_enabled": debits}))
    old = bank.saved_method("ten_acme", "cus_one")
    change_customer_row("cus_one", currency=customers)
    a_subscription(collection="online", payment_method_id=old.id, currency=subscribed)
    replace(api, payer, old.id)
    assert bank.provider.rows("checkout.session")[0]["payment_method_types"] == offered


def test_a_bank_account_is_refused_for_other_money_than_euros(api, payer, bank, staff):
    account = bank.saved_method("ten_acme", "cus_one", "pm_success_de")
    dollars = issued_invoice("ten_acme", "cus_one", currency="USD")
    said = api.post(
        f"/portal/invoices/{dollars.id}/payments", {"payment_method_id": account.id}, token=payer.token, key="one"
    )
    assert (said.status, said.fields) == (422, ["payment_method_id"])
    one = a_subscription(collection="online", currency="USD")
    path = f"/merchant/subscriptions/{one.id}"
    said = api.patch(path, {"payment_method_id": account.id}, token=staff("admin").token)
    assert (said.status, said.fields) == (422, ["payment_method_id"])
    assert bank.provider.rows("charge") == []


def test_without_any_event_the_reconciler_keeps_the_card(api, payer, bank, time):
    page = add(api, payer).json
    bank.press(page["redirect_url"])
    time.move(minutes=31)
    reconcile_checkouts("req_1")
    assert state(api, payer, page) == "complete" and len(methods.browse(PK)) == 1


def test_a_page_that_was_left_changes_nothing_and_ends(api, payer, bank, time):
    old = bank.saved_method("ten_acme", "cus_one")
    page = replace(api, payer, old.id).json
    for _ in range(4):
        time.move(hours=2)
        reconcile_checkouts("req_1")
    assert state(api, payer, page) == "expired" and shown(api, payer) == [old.id]


def test_a_repeated_request_finds_its_page_and_no_other_wish(api, payer, bank):
    old = bank.saved_method("ten_acme", "cus_one")
    first = add(api, payer, key="one")
    assert add(api, payer, key="one").json == first.json
    assert replace(api, payer, old.id, key="two").json != first.json


def test_who_did_it_and_who_looks_after_bills_hear_of_it_once_whoever_told_of_it(
    api, payer, ada, bob, carol, bank, time
):
    old = bank.saved_method("ten_acme", "cus_one")
    page = replace(api, payer, old.id).json
    bank.press(page["redirect_url"], card="pm_card_mastercard")
    assert mails() == []
    bank.deliver(times=2)
    state(api, payer, page)
    time.move(minutes=31)
    reconcile_checkouts("req_1")
    to_ada, to_greta = mails()
    assert [mail.to for mail in (to_ada, to_greta)] == [ada.user.email, payer.user.email]
    for mail in (to_ada, to_greta):
        assert "Mastercard •••• 4444 takes the place of Visa •••• 4242" in mail.text and payer.user.email in mail.text
        assert "/acme/account" in mail.text and mail.despite_complaint
    assert "set a new password at once" in to_greta.text and "ask in your company" in to_ada.text


def test_who_is_gone_by_then_is_not_written_to_and_the_others_are(api, payer, ada, bank):
    page = add(api, payer).json
    bank.press(page["redirect_url"], card="pm_success_de")
    with transaction() as tx:
        contact = find_contact("ten_acme", "cus_one", payer.user.contact_id)
        contacts.table.save(tx, contact.model_copy(update={"portal_status": "disabled"}))
    bank.deliver()
    (mail,) = mails()
    assert (mail.to, mail.subject) == (ada.user.email, "A bank account was added at Acme GmbH")


def test_a_method_that_is_kept_already_is_told_to_nobody(api, payer, bank):
    page = add(api, payer).json
    bank.press(page["redirect_url"])
    face = ask.find_setup("ten_acme", store.get(PK, page["id"]).gateway_id).method
    with transaction() as tx:
        save_payment_method(tx, "ten_acme", "cus_one", face)
    bank.deliver()
    assert (state(api, payer, page), mails()) == ("complete", [])


@pytest.mark.parametrize("turns", [["add", "add"], ["replace", "replace"]])
def test_events_in_any_number_keep_it_once(api, payer, bank, turns):
    old = bank.saved_method("ten_acme", "cus_one")
    pages = [(add(api, payer) if turn == "add" else replace(api, payer, old.id)).json for turn in turns]
    for page, card in zip(pages, ("pm_card_mastercard", "pm_card_amex"), strict=True):
        bank.press(page["redirect_url"], card=card)
    bank.deliver(times=2)
    assert {state(api, payer, page) for page in pages} == {"complete"}
    assert len(methods.browse(PK)) == (3 if turns[0] == "add" else 1)


def test_who_may_not_and_what_is_switched_off(api, payer, bob, carol, bank):
    old = bank.saved_method("ten_acme", "cus_one")
    page = add(api, payer).json
    assert (add(api, bob).status, replace(api, bob, old.id).status) == (403, 403)
    assert (replace(api, carol, old.id).status, replace(api, payer, "pm_none").status) == (404, 404)
    assert api.get(f"/portal/payment-method-setups/{page['id']}", token=carol.token).status == 404
    change_portal("ten_acme", allow_payment_method_add=False, allow_payment_method_update=False)
    assert (add(api, payer).status, replace(api, payer, old.id).status) == (403, 403)
    assert api.post("/portal/payment-methods", {"number": "4"}, token=payer.token).status == 403


def test_a_session_left_open_is_asked_for_the_password(api, payer, bank, time):
    assert payer.token
    time.move(minutes=6)
    assert add(api, payer).status == 403
    wrong, right = (
        api.post("/portal/payment-methods", {"password": word}, token=payer.token) for word in ("wrong one", PASSWORD)
    )
    assert (wrong.fields, right.status) == (["password"], 201)


def test_two_who_hear_of_it_carry_it_out_once(api, payer, bank, time, monkeypatch, no_logs):
    monkeypatch.setattr(store, "SHARDS", 1)
    old = bank.saved_method("ten_acme", "cus_one")
    live = a_subscription(collection="online", payment_method_id=old.id)
    page = replace(api, payer, old.id).json
    bank.press(page["redirect_url"], card="pm_card_mastercard")
    hook(monkeypatch, lambda name: "Transact" in name)
    start = Snapshot(bank.provider)

    def hear():
        settle_setup(Machine("ten_acme", "webhook", "req_1"), PK, page["id"])

    def prepare():
        start.restore()
        return [hear, hear]

    for outcome in wander(prepare, 20):
        assert [runner.error for runner in outcome.runners] == [None, None], outcome.story
        (new,) = methods.browse(PK)
        assert (new.brand, as_kept(live).payment_method_id) == ("mastercard", new.id), outcome.story
        assert store.get(PK, page["id"]).state == "complete", outcome.story
        assert len(mails()) == 1, outcome.story
