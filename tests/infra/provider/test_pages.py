"""The hosted pages: what each button does, and that they are safe to open."""

import json
import re

import pytest

from infra.provider import Provider

_BOTH = {"payment_method_types[0]": "card", "payment_method_types[1]": "sepa_debit"}


def show(provider, url, method="GET", body=b""):
    status, headers, content = provider.handle(method, url.removeprefix(provider.public_url), {}, body)
    return status, headers, content.decode()


def test_the_page_offers_every_button_the_product_is_tried_with(shop):
    _, _, page = show(shop.provider, shop.session()["url"])
    assert re.findall(r"<button[^>]*>([^<]+)</button>", page) == ["Pay", "Decline", "Ask 3-D Secure", "Take too long"]
    assert "1,327.50 EUR" in page and "Invoice ACME-0042" in page and "https://portal.example.com/back" in page


def test_a_card_is_offered_that_pays_now_and_is_declined_once_it_is_saved(shop):
    _, _, page = show(shop.provider, shop.session()["url"])
    label = "Visa •••• 0341, succeeds here; if it is saved, later payments are declined"
    assert f'<option value="pm_card_chargeCustomerFail">{label}</option>' in page


def test_paying_completes_the_session_and_leads_back(shop):
    session = shop.session(**{"payment_intent_data[metadata][attempt]": "att_1"})
    onward = shop.provider.press(session["url"], "pay")
    after = shop.get(f"/v1/checkout/sessions/{session['id']}", **{"expand[]": "payment_intent"})[1]
    assert onward == f"https://portal.example.com/ok?session={session['id']}"
    assert (after["status"], after["payment_status"], after["url"]) == ("complete", "paid", None)
    assert after["payment_intent"]["metadata"] == {"attempt": "att_1"}
    assert shop.events()[-1] == "checkout.session.completed"


def test_pressing_pay_twice_charges_once(shop):
    url = shop.session()["url"]
    assert shop.provider.press(url, "pay") == shop.provider.press(url, "pay")
    assert len(shop.provider.charged()) == 1


def test_a_decline_is_told_and_the_page_stays(shop):
    session = shop.session()
    assert shop.provider.press(session["url"], "decline") == session["url"]
    _, _, page = show(shop.provider, session["url"])
    assert 'role="alert"' in page and "Your card was declined." in page
    shop.provider.press(session["url"], "pay")
    assert len(shop.provider.charged()) == 1


@pytest.mark.parametrize(("answer", "status", "charges"), [("approve", "complete", 1), ("refuse", "open", 0)])
def test_three_d_secure_is_asked_on_a_page_of_the_bank(shop, answer, status, charges):
    session = shop.session()
    challenge = shop.provider.press(session["url"], "authenticate")
    assert "Your bank asks" in show(shop.provider, challenge)[2]
    assert shop.provider.charged() == []
    shop.provider.press(challenge, answer)
    assert shop.get(f"/v1/checkout/sessions/{session['id']}")[1]["status"] == status
    assert len(shop.provider.charged()) == charges


def test_a_slow_bank_answers_later(shop, clock):
    session = shop.session()
    shop.provider.press(session["url"], "slow")
    assert shop.get(f"/v1/checkout/sessions/{session['id']}")[1]["payment_status"] == "unpaid"
    assert shop.provider.charged() == []
    clock.now += 61
    shop.provider.tick()
    assert shop.get(f"/v1/checkout/sessions/{session['id']}")[1]["payment_status"] == "paid"
    assert shop.events()[-1] == "checkout.session.async_payment_succeeded"


def test_a_card_is_saved_only_when_that_was_wished(shop):
    ada = shop.customer()
    shop.provider.press(shop.session(customer=ada)["url"], "pay")
    assert shop.get(f"/v1/customers/{ada}/payment_methods")[1]["data"] == []
    wish = {"customer": ada, "payment_intent_data[setup_future_usage]": "off_session"}
    shop.provider.press(shop.session(**wish)["url"], "pay")
    assert [row["card"]["last4"] for row in shop.get(f"/v1/customers/{ada}/payment_methods")[1]["data"]] == ["4242"]


def test_a_setup_page_saves_a_card_without_charging(shop):
    ada = shop.customer()
    session = shop.session("setup", customer=ada)
    assert "Nothing is charged now" in show(shop.provider, session["url"])[2]
    shop.provider.press(shop.provider.press(session["url"], "authenticate"), "approve")
    after = shop.get(f"/v1/checkout/sessions/{session['id']}", **{"expand[]": "setup_intent"})[1]
    assert after["setup_intent"]["status"] == "succeeded"
    assert len(shop.get(f"/v1/customers/{ada}/payment_methods")[1]["data"]) == 1
    assert shop.provider.rows("charge") == []


def test_a_setup_page_saves_a_bank_account_where_that_is_offered(shop):
    cards, both = (shop.session("setup", customer=shop.customer(), **more) for more in ({}, _BOTH))
    form = b"card=pm_success_de&action=pay"
    assert "SEPA mandate" not in show(shop.provider, cards["url"])[2]
    assert show(shop.provider, cards["url"], "POST", form)[0] == 400
    assert "SEPA mandate" in show(shop.provider, both["url"])[2]
    shop.provider.press(both["url"], "pay", card="pm_success_de")
    after = shop.get(f"/v1/checkout/sessions/{both['id']}", **{"expand[]": "setup_intent.mandate"})[1]
    assert after["setup_intent"]["mandate"]["payment_method_details"]["type"] == "sepa_debit"


def test_opening_pages_changes_nothing(shop):
    session, waiting = shop.session(), shop.charge("pm_card_authenticationRequired")[1]
    before = shop.events()
    for url in (session["url"], waiting["next_action"]["redirect_to_url"]["url"]):
        for _ in range(2):
            assert show(shop.provider, url)[0] == 200
    assert shop.events() == before


def test_an_expired_page_takes_nothing(shop, clock):
    session = shop.session()
    clock.now += 86_401
    status, _, page = show(shop.provider, session["url"], "POST", b"action=pay")
    assert (status, "expired" in page) == (410, True)
    assert shop.provider.charged() == []
    assert shop.events()[-1] == "checkout.session.expired"


def test_expiring_works_only_while_the_page_is_open(shop):
    session, done = shop.session(), shop.session()
    shop.provider.press(done["url"], "pay")
    assert shop.post(f"/v1/checkout/sessions/{session['id']}/expire")[1]["status"] == "expired"
    assert shop.post(f"/v1/checkout/sessions/{done['id']}/expire")[0] == 400


def test_expiry_is_between_half_an_hour_and_a_day(shop, clock):
    for seconds, status in ((600, 400), (3600, 200), (90_000, 400)):
        wish = {"mode": "setup", "success_url": "https://a.example", "expires_at": int(clock.now + seconds)}
        assert shop.post("/v1/checkout/sessions", **wish)[0] == status


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "/ok", "https://a.example/\n"])
def test_a_return_address_is_a_web_address(shop, url):
    assert shop.post("/v1/checkout/sessions", mode="setup", success_url=url)[0] == 400


def test_texts_of_the_merchant_are_only_texts(shop):
    evil = '"><script>alert(1)</script>{base}'
    name = "line_items[0][price_data][product_data][name]"
    session = shop.session(**{name: evil, "cancel_url": 'https://a.example/"onclick="x'})
    page = show(shop.provider, session["url"])[2]
    assert "<script" not in page and '"onclick' not in page and "{base}" not in page.replace("&#123;base}", "")


def test_pages_come_with_a_strict_policy_that_lets_the_form_lead_back(shop):
    _, headers, page = show(shop.provider, shop.session()["url"])
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "form-action 'self' https://portal.example.com" in policy
    assert "unsafe" not in policy and "http" not in re.sub(r"https://portal\.example\.com\S*", "", page)


def test_behind_a_path_prefix_every_link_keeps_it(inbox):
    provider = Provider(public_url="http://localhost:8080/_provider", send=inbox)
    status, row = provider.call("sk_test_acme_0001", "POST", "/_provider/v1/checkout/sessions",
                                "mode=setup&success_url=http://localhost:8080/acme")  # fmt: skip
    assert (status, row["url"].startswith("http://localhost:8080/_provider/pay/cs_test_")) == (200, True)
    for path in (row["url"].removeprefix("http://localhost:8080"), f"/pay/{row['id']}"):
        _, _, body = provider.handle("GET", path, {})
        assert b'href="/_provider/style.css"' in body
    assert provider.handle("GET", "/_provider/style.css", {})[0] == 200
    provider.close()


def test_unknown_pages_and_buttons_are_answered_kindly(shop):
    session = shop.session()
    assert show(shop.provider, "/pay/cs_test_unknown")[0] == 404
    assert show(shop.provider, f"/authenticate/{session['id']}")[0] == 404
    assert show(shop.provider, session["url"], "POST", b"action=steal")[0] == 400
    assert show(shop.provider, session["url"], "POST", b"action=pay&card=pm_none")[0] == 400
    assert shop.provider.charged() == []


def test_every_account_has_its_own_name_on_its_pages(shop, rival):
    control = {"X-Provider-Control": "1"}
    wish = {"key": shop.key, "name": "Acme Hosting"}
    assert shop.provider.handle("POST", "/_control/accounts", control, json.dumps(wish).encode())[0] == 200
    assert shop.provider.handle("POST", "/_control/accounts", control, b"{}")[0] == 400
    assert "Pay Acme Hosting" in show(shop.provider, shop.session()["url"])[2]
    assert "Save a card with Demo merchant" in show(shop.provider, rival.session("setup")["url"])[2]
    assert shop.get("/v1/account")[1]["business_profile"]["name"] == "Acme Hosting"
