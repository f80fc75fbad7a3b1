"""Payment intents, charges and refunds behave as Stripe's do."""

import base64
import json

import pytest

from infra.provider.currencies import plain


def test_a_good_card_pays_at_once(shop):
    status, intent = shop.charge(**{"metadata[attempt]": "att_1"})
    charge = shop.get(f"/v1/charges/{intent['latest_charge']}")[1]
    assert (status, intent["status"], intent["amount_received"]) == (200, "succeeded", 132750)
    assert charge["paid"] and charge["metadata"] == {"attempt": "att_1"}
    assert shop.events()[-3:] == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


@pytest.mark.parametrize(
    ("token", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
    ],
)
def test_a_decline_answers_402_with_the_intent_in_it(shop, token, code, decline_code):
    status, body = shop.charge(token)
    error = body["error"]
    assert (status, error["type"], error["code"], error.get("decline_code")) == (402, "card_error", code, decline_code)
    assert error["payment_intent"]["status"] == "requires_payment_method"
    assert shop.provider.charged() == []
    assert shop.events()[-2:] == ["charge.failed", "payment_intent.payment_failed"]


def test_a_card_that_wants_authentication_asks_when_the_client_is_there(shop):
    intent = shop.charge("pm_card_authenticationRequired")[1]
    url = intent["next_action"]["redirect_to_url"]["url"]
    assert intent["status"] == "requires_action"
    back = shop.provider.press(url, "approve")
    assert back.startswith("https://portal.example.com/back?payment_intent=pi_") and "redirect_status=succeeded" in back
    assert shop.get(f"/v1/payment_intents/{intent['id']}")[1]["status"] == "succeeded"


def test_a_refused_authentication_takes_nothing(shop):
    intent = shop.charge("pm_card_authenticationRequired")[1]
    assert "redirect_status=failed" in shop.provider.press(intent["next_action"]["redirect_to_url"]["url"], "refuse")
    after = shop.get(f"/v1/payment_intents/{intent['id']}")[1]
    assert after["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    assert shop.provider.charged() == []


def test_a_card_that_wants_authentication_is_declined_when_nobody_is_there(shop):
    status, body = shop.charge("pm_card_authenticationRequired", off_session="true")
    assert (status, body["error"]["code"]) == (402, "authentication_required")


@pytest.mark.parametrize(
    ("token", "end", "paid"), [("pm_success_de", "succeeded", 1), ("pm_failed_de", "requires_payment_method", 0)]
)
def test_a_direct_debit_is_pending_first(shop, clock, token, end, paid):
    intent = shop.charge(token, **{"payment_method_types[]": "sepa_debit"})[1]
    assert intent["status"] == "processing"
    shop.provider.tick()
    assert shop.provider.charged() == []
    clock.now += 61
    assert shop.provider.tick() == 1
    assert shop.get(f"/v1/payment_intents/{intent['id']}")[1]["status"] == end
    assert len(shop.provider.charged()) == paid
    assert len(shop.provider.rows("charge")) == 1


@pytest.mark.parametrize(
    ("amount", "currency", "status"),
    [(500, "jpy", 200), (5120, "kwd", 200), (5124, "kwd", 400), (500, "isk", 200), (550, "isk", 400),
     (49, "eur", 400), (100_000_000, "eur", 400), (500, "xxx", 400), (500, "iqd", 400)],
)  # fmt: skip
def test_amounts_are_checked_as_stripe_does(shop, amount, currency, status):
    assert shop.charge(amount=amount, currency=currency)[0] == status


def test_amounts_are_written_with_their_currencys_decimals():
    assert [plain(132750, "eur"), plain(500, "jpy"), plain(5120, "kwd")] == ["1,327.50 EUR", "500 JPY", "5.120 KWD"]


def test_a_method_of_one_customer_does_not_pay_for_another(shop):
    ada, bob = shop.customer(), shop.customer()
    card = shop.method(ada)
    assert shop.charge(card, customer=bob)[0] == 400
    assert shop.charge(card)[0] == 400
    assert shop.charge(card, customer=ada)[0] == 200


def test_a_detached_method_pays_no_more(shop):
    ada = shop.customer()
    card = shop.method(ada)
    shop.post(f"/v1/payment_methods/{card}/detach")
    assert shop.charge(card, customer=ada)[0] == 400
    assert shop.get(f"/v1/customers/{ada}/payment_methods")[1]["data"] == []


def test_search_finds_by_metadata_after_its_lag(shop, clock):
    shop.provider.options.search_lag = 60
    shop.charge(**{"metadata[attempt]": "att_1"})
    shop.charge(**{"metadata[attempt]": "att_2"})
    query = {"query": "metadata['attempt']:'att_2' AND status:'succeeded'"}
    assert shop.get("/v1/payment_intents/search", **query)[1]["data"] == []
    clock.now += 61
    found = shop.get("/v1/payment_intents/search", **query)[1]["data"]
    assert [row["metadata"]["attempt"] for row in found] == ["att_2"]
    assert shop.get("/v1/payment_intents/search", query="attempt is 2")[0] == 400


def test_a_refund_is_limited_to_what_is_left(shop):
    charge = shop.charge()[1]["latest_charge"]
    assert shop.post("/v1/refunds", charge=charge, amount=100_000)[0] == 200
    assert shop.post("/v1/refunds", charge=charge, amount=32_751)[0] == 400
    assert shop.post("/v1/refunds", charge=charge)[1]["amount"] == 32_750
    assert shop.post("/v1/refunds", charge=charge)[1]["error"]["code"] == "charge_already_refunded"
    assert shop.get(f"/v1/charges/{charge}")[1]["refunded"] is True
    assert sum(row["amount"] for row in shop.provider.rows("balance_transaction")) == 0


def test_a_dispute_takes_the_money_and_winning_brings_it_back(shop):
    charge = shop.charge()[1]["latest_charge"]
    dispute = shop.provider.open_dispute(charge)
    assert shop.post("/v1/refunds", charge=charge)[1]["error"]["code"] == "charge_disputed"
    assert sum(row["amount"] for row in shop.provider.rows("balance_transaction")) == 0
    shop.provider.close_dispute(dispute["id"], won=True)
    assert sum(row["amount"] for row in shop.provider.rows("balance_transaction")) == 132750
    assert "charge.dispute.created" in shop.events() and shop.events()[-1] == "charge.dispute.closed"


def test_a_finished_payment_cannot_be_cancelled_but_a_waiting_one_can(shop):
    done, waiting = shop.charge()[1]["id"], shop.charge("pm_card_authenticationRequired")[1]
    assert shop.post(f"/v1/payment_intents/{done}/cancel")[0] == 400
    assert shop.post(f"/v1/payment_intents/{waiting['id']}/cancel")[1]["status"] == "canceled"
    status, _, body = shop.provider.handle("GET", f"/authenticate/{waiting['id']}", {})
    assert status == 200 and b"nothing more to ask" in body


def test_lists_page_by_cursor_newest_first(shop):
    made = [shop.charge()[1]["id"] for _ in range(5)]
    first = shop.get("/v1/payment_intents", limit=2)[1]
    rest = shop.get("/v1/payment_intents", limit=3, starting_after=first["data"][-1]["id"])[1]
    assert [row["id"] for row in first["data"] + rest["data"]] == made[::-1]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert shop.get("/v1/payment_intents", **{"created[gt]": int(shop.provider.clock())})[1]["data"] == []


def test_what_is_asked_for_is_expanded(shop):
    intent = shop.charge(**{"expand[]": "latest_charge.balance_transaction"})[1]
    assert intent["latest_charge"]["balance_transaction"]["amount"] == 132750
    assert shop.charge(**{"expand[]": "nothing"})[0] == 400


def test_a_missing_or_unknown_parameter_is_named(shop):
    error = shop.charge(surprise="1")[1]["error"]
    assert (error["code"], error["param"]) == ("parameter_unknown", "surprise")
    error = shop.post("/v1/payment_intents", amount=500)[1]["error"]
    assert (error["code"], error["param"]) == ("parameter_missing", "currency")


def test_accounts_do_not_see_each_other(shop, rival):
    intent = shop.charge()[1]
    assert rival.get(f"/v1/payment_intents/{intent['id']}")[0] == 404
    assert rival.get("/v1/charges")[1]["data"] == []
    assert rival.get("/v1/account")[1]["id"] != shop.get("/v1/account")[1]["id"]


def test_both_ways_to_show_a_key_are_the_same_account(shop):
    basic = base64.b64encode(f"{shop.key}:".encode()).decode()
    _, _, body = shop.provider.handle("GET", "/v1/account", {"authorization": f"Basic {basic}"})
    assert json.loads(body)["id"] == shop.get("/v1/account")[1]["id"]


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Bearer pk_test_acme_0001", "Basic !!!", "Basic w7w="]
)
def test_without_a_good_key_there_is_no_answer(shop, header):
    assert shop.provider.handle("GET", "/v1/account", {"Authorization": header})[0] == 401


def test_a_revoked_key_is_refused(shop):
    shop.provider.revoke(shop.key)
    assert shop.get("/v1/account")[0] == 401
