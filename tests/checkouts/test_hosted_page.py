"""A stranger subscribes on the hosted page: what was paid comes into being once, whatever is repeated, lost or late."""

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.checkouts import store
from chalicelib.checkouts.reconcile import reconcile_checkouts
from chalicelib.contacts.store import table as contacts
from chalicelib.customers.store import table as customers
from chalicelib.payment_methods.store import browse as methods_of
from chalicelib.subscriptions.store import table as subscriptions
from tests.fixtures.books import check_books, everything, invoices, payments
from tests.fixtures.people import a_tenant, change_portal
from tests.fixtures.subscriptions import a_plan

PATH = "/portals/acme/checkouts"
GRACE = {"first_name": "Grace", "last_name": "Hopper", "email": "grace@example.org"}
BODY = {
    "plan_code": "team",
    "quantity": 2,
    "contact": GRACE,
    "company": {"company_name": "Hopper & Co", "tax_id": "DE136695976"},
    "billing_address": {"line1": "Hauptstr. 1", "city": "Berlin", "postal_code": "10115", "country": "DE"},
}


@pytest.fixture
def shop(acme, bank, api):
    """Acme sells a plan of 100.00 EUR a month with 5.00 EUR for setting up, tax 19 %."""
    a_plan(setup_fee=500)
    return bank


def begin(api, key="buy-1", **more):
    return api.post(PATH, {**BODY, **more}, key=key)


def status(api, checkout):
    return api.get(f"{PATH}/{checkout['id']}").json["status"]


def everybody_new():
    return [one for one in everything(customers) if one.email == GRACE["email"]]


def test_a_plan_on_sale_is_shown_to_anybody_and_no_other_plan_is(acme, api):
    a_plan(trial_days=14, description="For teams")
    a_plan(code="old", active=False)
    shown = api.get("/portals/acme/plans/team")
    assert (shown.status, shown.json["name"], shown.json["amount"], shown.json["trial_days"]) == (
        200,
        "Team",
        10000,
        14,
    )
    assert {"tenant_id", "id", "version"}.isdisjoint(shown.json)
    answers = [api.get(f"/portals/{path}") for path in ("acme/plans/old", "acme/plans/none", "nobody/plans/team")]
    assert {answer.status for answer in answers} == {404}


def test_who_pays_is_a_customer_with_a_subscription_a_paid_bill_and_a_card(shop, api):
    opened = begin(api)
    assert opened.status == 201
    assert everybody_new() == [], "nothing comes into being before it is paid"
    assert status(api, opened.json) == "open"
    back = shop.press(opened.json["redirect_url"])
    assert back == f"https://portal.example.com/acme/subscribe/team/return?checkout={opened.json['id']}"
    shop.deliver()
    assert status(api, opened.json) == "complete"
    (customer,) = everybody_new()
    assert (customer.display_name, customer.tax_id, customer.outstanding) == ("Hopper & Co", "DE136695976", {"EUR": 0})
    (contact,) = [one for one in everything(contacts) if one.customer_id == customer.id]
    assert (contact.email, contact.role, contact.portal_status) == (GRACE["email"], "owner", "disabled")
    (one,) = everything(subscriptions)
    (method,) = methods_of(one.partition)
    assert (one.customer_id, one.status, one.quantity, one.payment_method_id) == (customer.id, "live", 2, method.id)
    (invoice,) = invoices()
    assert (invoice.status, invoice.total, invoice.subscription_id) == ("paid", 24395, one.id)
    assert [(payment.amount, payment.contact_id) for payment in payments()] == [(24395, contact.id)]
    assert shop.charged == [24395]
    check_books(shop)
    kept = store.get("ten_acme", opened.json["id"])
    assert (kept.person, kept.ask) == (None, {}), "who it was stands with the customer now"
    assert begin(api).json == opened.json, "a repeated request is answered as before"


def test_the_card_that_was_saved_pays_the_next_term(shop, api, time):
    from chalicelib.subscriptions.renew import renew_subscriptions

    shop.press(begin(api).json["redirect_url"])
    shop.deliver()
    time.move(days=40)
    renew_subscriptions("req_1")
    shop.deliver()
    assert shop.charged == [24395, 23800], "the setting up is paid once"
    check_books(shop)


def test_a_trial_saves_a_card_and_takes_nothing(shop, api):
    a_plan(code="try", trial_days=14)
    opened = begin(api, plan_code="try", quantity=1)
    shop.press(opened.json["redirect_url"])
    shop.deliver()
    assert status(api, opened.json) == "complete"
    (one,) = everything(subscriptions)
    assert (one.status, str(one.next_billing_date), shop.charged) == ("trial", "2026-03-30", [])
    assert [method.id for method in methods_of(one.partition)] == [one.payment_method_id]


@pytest.mark.parametrize("times", [1, 3])
def test_events_in_any_order_and_number_make_nothing_twice(shop, api, times):
    opened = begin(api)
    shop.press(opened.json["redirect_url"])
    last_first = list(reversed(range(len(shop.provider.webhooks.waiting()))))
    shop.deliver(last_first, times=times)
    shop.deliver()
    assert (len(everybody_new()), len(everything(subscriptions)), len(invoices()), len(payments())) == (1, 1, 1, 1)
    check_books(shop)


def test_without_any_event_the_reconciler_finds_what_was_paid(shop, api, time):
    opened = begin(api)
    shop.press(opened.json["redirect_url"])
    reconcile_checkouts("req_1")
    assert status(api, opened.json) == "open", "not due yet"
    time.move(minutes=11)
    reconcile_checkouts("req_2")
    reconcile_checkouts("req_3")
    assert status(api, opened.json) == "complete"
    shop.deliver()
    assert (len(everybody_new()), len(payments())) == (1, 1)
    check_books(shop)


def test_a_repeated_request_finds_its_page_and_another_body_is_refused(shop, api):
    first, again = begin(api), begin(api)
    assert (again.status, again.json) == (201, first.json)
    assert begin(api, quantity=3).status == 422
    assert begin(api, key="buy-2").json["id"] != first.json["id"]


def test_a_page_whose_address_was_lost_is_asked_for_again(shop, api):
    def lost(payload):
        if payload["operation"] == "start_checkout":
            shop.lambdas.after = lambda payload: None
            raise ConnectionError

    shop.lambdas.after = lost
    assert begin(api).status == 503
    opened = begin(api)
    assert opened.status == 201
    shop.press(opened.json["redirect_url"])
    shop.deliver()
    assert status(api, opened.json) == "complete"
    check_books(shop)


def test_a_page_that_nobody_paid_expires_and_leaves_nothing(shop, api, time):
    opened = begin(api)
    time.move(hours=2)
    shop.deliver()
    reconcile_checkouts("req_1")
    assert (status(api, opened.json), everybody_new()) == ("expired", [])


def test_money_that_differs_makes_nothing_and_rings(shop, api, alarms):
    opened = begin(api)
    kept = store.get("ten_acme", opened.json["id"])
    with transaction() as tx:
        store.table.save(tx, kept.model_copy(update={"total": 1}))
    shop.press(opened.json["redirect_url"])
    assert set(shop.deliver()) != {200}
    assert everybody_new() == []
    assert "payment.differs" in [alarm["alarm"] for alarm in alarms]


@pytest.mark.parametrize("wanted", [True, False])
def test_the_invitation_goes_out_after_the_payment_if_the_merchant_wants_it(shop, api, post, wanted):
    change_portal("ten_acme", auto_enable_for_hosted_checkout=wanted)
    opened = begin(api)
    assert post.deliver() == []
    shop.press(opened.json["redirect_url"])
    shop.deliver()
    (customer,) = everybody_new()
    (contact,) = [one for one in everything(contacts) if one.customer_id == customer.id]
    assert contact.portal_status == ("invited" if wanted else "disabled")
    subjects = [mail.subject for mail in post.deliver() if GRACE["email"] in mail.to]
    assert any("invites" in subject for subject in subjects) is wanted
    assert "Welcome to Team" in subjects


def test_v15_a_known_address_is_answered_like_any_other_and_its_owner_keeps_everything(shop, ada, api):
    known, unknown = begin(api, contact={**GRACE, "email": ada.user.email}), begin(api, key="buy-2")
    assert (known.status, set(known.json)) == (unknown.status, set(unknown.json))
    shop.press(known.json["redirect_url"])
    shop.deliver()
    mine = [one for one in everything(contacts) if one.email == ada.user.email]
    assert {one.portal_status for one in mine if one.customer_id != "cus_one"} == {"disabled"}
    assert api.get("/portal/me", token=ada.token).status == 200
    (company,) = [one for one in api.get("/portal/customers", token=ada.token).json["items"] if one["current"]]
    assert company["id"] == "cus_one"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"plan_code": "none"}, "plan_code"),
        ({"contact": {**GRACE, "email": "no address"}}, "contact.email"),
        ({"return_path": "//evil.example"}, "return_path"),
        ({"quantity": 0}, "quantity"),
        ({"customer_id": "cus_one"}, "customer_id"),
        ({"tenant_id": "ten_other"}, "tenant_id"),
    ],
)
def test_bad_input_gets_an_answer_that_names_the_field(shop, api, change, path):
    refused = begin(api, **change)
    assert (refused.status, [error["path"] for error in refused.json["errors"]]) == (422, [path])
    assert everything(store.table) == []


def test_a_portal_that_is_switched_off_sells_nothing(shop, api):
    change_portal("ten_acme", enabled=False)
    assert (begin(api).status, api.get("/portals/acme/plans/team").status) == (404, 404)


def test_a_checkout_of_another_merchant_is_not_there(shop, api):
    a_tenant("globex")
    opened = begin(api).json
    assert api.get(f"/portals/globex/checkouts/{opened['id']}").status == 404
