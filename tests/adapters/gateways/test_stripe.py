"""The Stripe driver: one attempt, one charge, whatever happens on the way."""

import ast
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import stripe

from chalicelib.adapters.gateways import PaymentGateway
from chalicelib.adapters.gateways import stripe as driver
from chalicelib.adapters.gateways.errors import (
    AmountNotPossible,
    AttemptKeyReused,
    GatewayNotConfigured,
    GatewayRefused,
    GatewayUnavailable,
    MethodNotUsable,
    NothingLeftToRefund,
)
from chalicelib.adapters.gateways.models import OUTCOME, CustomerRequest, RefundRequest
from chalicelib.adapters.gateways.stripe import StripeGateway
from infra.provider import Provider

ROOT = Path(__file__).resolve().parents[3]


def refund(desk, charge_id, amount=50_00, refund="ref_1", currency="EUR"):
    return RefundRequest(refund=refund, purpose=desk.purpose(), charge_id=charge_id, amount=amount, currency=currency)


def test_a_saved_card_pays(any_desk):
    outcome = any_desk.gateway.charge_method(any_desk.charge())
    (charge,) = any_desk.provider.charged()
    assert (outcome.status, outcome.amount, outcome.currency, outcome.charge_id) == (
        "succeeded",
        132750,
        "EUR",
        charge["id"],
    )
    assert (outcome.method.brand, outcome.method.last4) == ("visa", "4242")
    assert charge["metadata"] == {"tenant": "ten_1", "customer": "cus_1", "attempt": "att_1"}


def test_the_same_attempt_asked_twice_is_one_charge_under_one_key(any_desk):
    request = any_desk.charge()
    first, again = any_desk.gateway.charge_method(request), any_desk.gateway.charge_method(request)
    assert first == again
    assert len(any_desk.provider.charged()) == 1
    calls = [row for row in any_desk.provider.requests if row.path == "/v1/payment_intents"]
    assert [(row.idempotency_key, row.replayed) for row in calls] == [("att_1", False), ("att_1", True)]


def test_a_lost_answer_is_asked_for_again_once_and_charges_once(any_desk):
    request = any_desk.charge()
    any_desk.provider.fail_next(path="/v1/payment_intents", applied=True)
    assert any_desk.gateway.charge_method(request).status == "succeeded"
    assert len(any_desk.provider.charged()) == 1
    calls = [row for row in any_desk.provider.requests if row.path == "/v1/payment_intents"]
    assert [row.status for row in calls] == [0, 200]


def test_answers_lost_twice_leave_the_outcome_unknown_until_it_is_asked_for(any_desk):
    request = any_desk.charge()
    any_desk.provider.fail_next(times=2, path="/v1/payment_intents", applied=True)
    with pytest.raises(GatewayUnavailable):
        any_desk.gateway.charge_method(request)
    assert any_desk.gateway.find_attempt(any_desk.query()).status == "succeeded"
    assert any_desk.gateway.charge_method(request).status == "succeeded"
    assert len(any_desk.provider.charged()) == 1


@pytest.mark.parametrize("status", [409, 429, 500, 503])
def test_a_gateway_in_trouble_is_unavailable_and_charges_nothing(desk, status):
    request = desk.charge()
    desk.provider.fail_next(times=2, path="/v1/payment_intents", status=status)
    with pytest.raises(GatewayUnavailable):
        desk.gateway.charge_method(request)
    assert desk.provider.charged() == []


def test_a_server_error_that_hides_a_charge_is_found_out_by_looking(desk):
    desk.provider.fail_next(path="/v1/payment_intents", applied=True, status=500)
    request = desk.charge()
    for _ in range(2):
        with pytest.raises(GatewayUnavailable):
            desk.gateway.charge_method(request)
    assert desk.gateway.find_attempt(desk.query()).status == "succeeded"


def test_no_more_than_one_retry_is_made(desk):
    request = desk.charge()
    desk.provider.fail_next(times=9, path="/v1/payment_intents")
    with pytest.raises(GatewayUnavailable):
        desk.gateway.charge_method(request)
    assert len([row for row in desk.provider.requests if row.path == "/v1/payment_intents"]) == 2


def test_an_attempt_with_other_particulars_is_refused(desk):
    request = desk.charge()
    desk.gateway.charge_method(request)
    with pytest.raises(AttemptKeyReused):
        desk.gateway.charge_method(request.model_copy(update={"amount": 100}))
    with pytest.raises(AttemptKeyReused):
        desk.gateway.start_checkout(desk.checkout())
    assert len(desk.provider.charged()) == 1


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_details"),
        ("pm_card_chargeCustomerFail", "card_declined"),
    ],
)
def test_a_decline_is_an_outcome_with_a_sentence(any_desk, token, code):
    outcome = any_desk.gateway.charge_method(any_desk.charge(token))
    assert (outcome.status, outcome.code) == ("declined", code)
    assert outcome.sentence.endswith(".") and outcome.gateway_id.startswith("pi_")
    assert any_desk.provider.charged() == []
    assert any_desk.gateway.find_attempt(any_desk.query(gateway_id=outcome.gateway_id)) == outcome


@pytest.mark.parametrize(
    "token",
    [
        "pm_card_visa_chargeDeclinedLostCard",
        "pm_card_visa_chargeDeclinedStolenCard",
        "pm_card_chargeDeclinedFraudulent",
    ],
)
def test_suspicions_of_the_bank_are_not_told(desk, token):
    outcome = desk.gateway.charge_method(desk.charge(token))
    assert outcome.code == "card_declined"
    assert not any(word in outcome.sentence.lower() for word in ("stolen", "lost", "fraud"))


@pytest.mark.parametrize(("answer", "status"), [("approve", "succeeded"), ("refuse", "declined")])
def test_a_bank_that_asks_gets_its_answer_on_its_own_page(any_desk, answer, status):
    outcome = any_desk.gateway.charge_method(any_desk.charge("pm_card_authenticationRequired"))
    assert outcome.status == "requires_action"
    assert any_desk.provider.press(outcome.redirect_url, answer).startswith(BACK)
    after = any_desk.gateway.find_attempt(any_desk.query(gateway_id=outcome.gateway_id))
    assert after.status == status
    if status == "declined":
        assert after.code == "authentication_failed"


BACK = "https://portal.example.com/acme/invoices/inv_1"


def test_nobody_there_to_answer_the_bank_is_a_decline(desk):
    outcome = desk.gateway.charge_method(desk.charge("pm_card_authenticationRequired", off_session=True))
    assert (outcome.status, outcome.code) == ("declined", "authentication_required")


@pytest.mark.parametrize(("token", "status"), [("pm_success_de", "succeeded"), ("pm_failed_de", "declined")])
def test_a_direct_debit_is_pending_until_the_bank_answers(any_desk, token, status):
    outcome = any_desk.gateway.charge_method(any_desk.charge(token))
    assert outcome.status == "pending"
    any_desk.provider.tick(everything=True)
    assert any_desk.gateway.find_attempt(any_desk.query(gateway_id=outcome.gateway_id)).status == status


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        (500, "JPY", 500),
        (5120, "KWD", 5120),
        (5, "ISK", 500),
        (5, "UGX", 500),
        (50_000, "MGA", 500),
        (5000, "CHF", 5000),
    ],
)
def test_every_currency_is_charged_in_its_own_units_and_comes_back_in_ours(any_desk, amount, currency, units):
    outcome = any_desk.gateway.charge_method(any_desk.charge(amount=amount, currency=currency))
    assert any_desk.provider.charged()[0]["amount"] == units
    assert (outcome.amount, outcome.currency) == (amount, currency)
    (moved,) = any_desk.gateway.balance_movements(any_desk.now - timedelta(hours=1), any_desk.now + timedelta(hours=1))
    assert (moved.kind, moved.amount, moved.currency, moved.charge_id) == (
        "charge",
        amount,
        currency,
        outcome.charge_id,
    )


def test_an_amount_that_cannot_be_paid_never_leaves_the_house(desk):
    for amount, currency in ((5124, "KWD"), (50_001, "MGA"), (0, "EUR"), (100, "IQD"), (100_000_000, "EUR")):
        with pytest.raises(AmountNotPossible):
            desk.gateway.charge_method(desk.charge(amount=amount, currency=currency))
    assert [row for row in desk.provider.requests if row.path == "/v1/payment_intents"] == []


def test_too_little_for_the_gateway_is_said_so(desk):
    with pytest.raises(AmountNotPossible) as refusal:
        desk.gateway.charge_method(desk.charge(amount=49))
    assert refusal.value.errors == (("amount", "This amount is too small to be paid online."),)


def test_a_method_that_is_gone_cannot_be_used(desk):
    request = desk.charge()
    desk.gateway.detach_method(request.method_id)
    desk.gateway.detach_method(request.method_id)
    with pytest.raises(MethodNotUsable):
        desk.gateway.charge_method(request)
    with pytest.raises(MethodNotUsable):
        desk.gateway.charge_method(desk.charge(attempt="att_2", method_id="pm_unknown"))
    assert desk.gateway.browse_methods(desk.customer) == []


def test_a_new_card_pays_on_the_gateways_page(any_desk):
    page = any_desk.gateway.start_checkout(any_desk.checkout(save_method=True))
    assert page == any_desk.gateway.start_checkout(any_desk.checkout(save_method=True, expires_at=page.expires_at))
    waiting = any_desk.gateway.find_attempt(any_desk.query(gateway_id=page.gateway_id))
    assert (waiting.status, waiting.redirect_url) == ("requires_action", page.url)
    assert any_desk.provider.press(page.url, "pay") == f"{BACK}?paid=1"
    paid = any_desk.gateway.find_attempt(any_desk.query(gateway_id=page.gateway_id))
    assert (paid.status, paid.gateway_id, paid.amount) == ("succeeded", page.gateway_id, 132750)
    assert any_desk.provider.charged()[0]["metadata"]["attempt"] == "att_1"
    assert [method.last4 for method in any_desk.gateway.browse_methods(any_desk.customer)] == ["4242"]


def test_a_decline_on_the_page_is_not_the_end_of_the_attempt(desk):
    page = desk.gateway.start_checkout(desk.checkout())
    desk.provider.press(page.url, "decline")
    assert desk.gateway.find_attempt(desk.query(gateway_id=page.gateway_id)).status == "requires_action"
    desk.provider.press(page.url, "slow")
    assert desk.gateway.find_attempt(desk.query(gateway_id=page.gateway_id)).status == "pending"
    desk.provider.tick(everything=True)
    assert desk.gateway.find_attempt(desk.query(gateway_id=page.gateway_id)).status == "succeeded"


@pytest.mark.parametrize("token", ["pm_success_de", "pm_failed_de"])
def test_a_direct_debit_on_the_page_ends_when_the_bank_says_so(desk, token):
    page = desk.gateway.start_checkout(desk.checkout(method_types=("card", "sepa_debit")))
    desk.provider.press(page.url, "pay", card=token)
    desk.provider.tick(everything=True)
    outcome = desk.gateway.find_attempt(desk.query(gateway_id=page.gateway_id))
    assert outcome.status == ("succeeded" if token == "pm_success_de" else "declined")


def test_a_checkout_without_a_customer_asks_for_a_receipt_address_only(desk):
    desk.gateway.start_checkout(desk.checkout(gateway_customer=None, email="new@example.com"))
    (session,) = desk.provider.rows("checkout.session")
    assert (session["customer"], session["customer_email"]) == (None, "new@example.com")


def test_an_attempt_whose_id_was_never_stored_is_found_at_once_by_its_customer(desk):
    desk.provider.options.search_lag = 3600
    desk.gateway.charge_method(desk.charge(attempt="att_1"))
    desk.gateway.start_checkout(desk.checkout("att_2"))
    desk.gateway.charge_method(desk.charge("pm_card_authenticationRequired", attempt="att_3"))
    found = {
        attempt: desk.gateway.find_attempt(desk.query(attempt)) for attempt in ("att_1", "att_2", "att_3", "att_4")
    }
    assert [outcome and outcome.status for outcome in found.values()] == [
        "succeeded",
        "requires_action",
        "requires_action",
        None,
    ]
    assert found["att_2"].gateway_id.startswith("cs_") and found["att_3"].gateway_id.startswith("pi_")


def test_without_a_customer_it_is_found_by_search(desk):
    desk.gateway.charge_method(desk.charge(attempt="att_1"))
    assert desk.gateway.find_attempt(desk.query("att_1", gateway_customer=None)).status == "succeeded"
    assert desk.gateway.find_attempt(desk.query("att_2", gateway_customer=None)) is None
    assert desk.gateway.find_attempt(desk.query("x' OR metadata['a']:'", gateway_customer=None)) is None


def test_an_attempt_the_gateway_never_heard_of_is_none(desk):
    for gateway_id in ("pi_unknown", "cs_test_unknown"):
        assert desk.gateway.find_attempt(desk.query(gateway_id=gateway_id)) is None
    assert desk.gateway.show_charge("ch_unknown") is None
    assert desk.gateway.show_method("pm_unknown") is None


def test_more_than_a_page_of_payments_is_looked_through(desk):
    card = desk.method().id
    for number in range(103):
        desk.gateway.charge_method(desk.charge(attempt=f"att_{number}", method_id=card, amount=100 + number))
    assert desk.gateway.find_attempt(desk.query("att_0")).amount == 100


def test_expiring_ends_what_is_unfinished_and_tells_what_is_finished(any_desk):
    page = any_desk.gateway.start_checkout(any_desk.checkout("att_1"))
    asked = any_desk.gateway.charge_method(any_desk.charge("pm_card_authenticationRequired", attempt="att_2"))
    paid = any_desk.gateway.charge_method(any_desk.charge(attempt="att_3"))
    assert any_desk.gateway.expire_attempt(page.gateway_id).status == "cancelled"
    assert any_desk.gateway.expire_attempt(page.gateway_id).status == "cancelled"
    assert any_desk.gateway.expire_attempt(asked.gateway_id).status == "cancelled"
    assert any_desk.gateway.expire_attempt(paid.gateway_id).status == "succeeded"
    with pytest.raises(GatewayRefused):
        any_desk.gateway.expire_attempt("pi_unknown")


def test_a_page_paid_while_it_was_to_be_expired_is_paid(desk):
    page = desk.gateway.start_checkout(desk.checkout())
    desk.provider.press(page.url, "pay")
    assert desk.gateway.expire_attempt(page.gateway_id).status == "succeeded"


def test_a_card_is_replaced_on_the_gateways_page(any_desk):
    page = any_desk.gateway.start_setup(any_desk.setup())
    assert any_desk.gateway.find_setup(page.gateway_id).status == "open"
    any_desk.provider.press(page.url, "pay", card="pm_card_mastercard")
    state = any_desk.gateway.find_setup(page.gateway_id)
    assert (state.status, state.method.brand, state.method.gateway_customer) == (
        "completed",
        "mastercard",
        any_desk.customer,
    )
    assert any_desk.gateway.show_method(state.method.id) == state.method
    assert any_desk.provider.rows("charge") == []


def test_a_saved_bank_account_comes_with_the_reference_of_its_mandate_and_pays_euros_only(desk):
    page = desk.gateway.start_setup(desk.setup(method_types=("card", "sepa_debit")))
    desk.provider.press(page.url, "pay", card="pm_success_de")
    found = desk.gateway.find_setup(page.gateway_id).method
    (mandate,) = desk.provider.rows("mandate")
    assert (found.type, found.last4, found.gateway_customer) == ("sepa_debit", "3000", desk.customer)
    assert found.mandate == mandate["payment_method_details"]["sepa_debit"]["reference"] != ""
    asked = desk.charge(method_id=found.id, method_type="sepa_debit")
    assert desk.gateway.charge_method(asked).status == "pending"
    with pytest.raises(AmountNotPossible):
        desk.gateway.charge_method(
            desk.charge(attempt="att_2", method_id=found.id, method_type="sepa_debit", currency="USD")
        )


def test_a_refund_is_made_once(any_desk):
    paid = any_desk.gateway.charge_method(any_desk.charge())
    any_desk.provider.fail_next(path="/v1/refunds", applied=True)
    made = any_desk.gateway.refund_charge(refund(any_desk, paid.charge_id))
    assert made == any_desk.gateway.refund_charge(refund(any_desk, paid.charge_id))
    assert (made.status, made.amount, made.charge_id) == ("succeeded", 5000, paid.charge_id)
    assert any_desk.gateway.find_refund(paid.charge_id, "ref_1") == made
    assert any_desk.gateway.find_refund(paid.charge_id, "ref_2") is None
    assert any_desk.gateway.show_charge(paid.charge_id).refunded == 5000


def test_more_than_is_left_is_not_refunded(desk):
    paid = desk.gateway.charge_method(desk.charge())
    for amount, name in ((132_751, "ref_1"), (132_750, "ref_2"), (1, "ref_3")):
        if name == "ref_2":
            desk.gateway.refund_charge(refund(desk, paid.charge_id, amount, name))
            continue
        with pytest.raises(NothingLeftToRefund):
            desk.gateway.refund_charge(refund(desk, paid.charge_id, amount, name))
    desk.provider.open_dispute(desk.gateway.charge_method(desk.charge(attempt="att_2")).charge_id)


def test_a_disputed_charge_is_not_refunded_and_shows_what_it_was_for(desk):
    paid = desk.gateway.charge_method(desk.charge())
    desk.provider.open_dispute(paid.charge_id)
    with pytest.raises(NothingLeftToRefund):
        desk.gateway.refund_charge(refund(desk, paid.charge_id))
    face = desk.gateway.show_charge(paid.charge_id)
    assert (face.disputed, face.purpose, face.amount) == (True, desk.purpose(), 132750)


def test_the_gateways_books_balance_with_what_was_charged_refunded_and_disputed(desk):
    first, second = (desk.gateway.charge_method(desk.charge(attempt=f"att_{n}")) for n in (1, 2))
    desk.gateway.refund_charge(refund(desk, first.charge_id))
    desk.provider.open_dispute(second.charge_id)
    moved = list(desk.gateway.balance_movements(desk.now - timedelta(hours=1), desk.now + timedelta(hours=1)))
    assert [(row.kind, row.charge_id, row.amount) for row in reversed(moved)] == [
        ("charge", first.charge_id, 132750), ("charge", second.charge_id, 132750),
        ("refund", first.charge_id, -5000), ("dispute", second.charge_id, -132750),
    ]  # fmt: skip
    assert list(desk.gateway.balance_movements(desk.now + timedelta(hours=1), desk.now + timedelta(hours=2))) == []


def test_a_customer_is_made_once_and_made_anew_only_when_gone(desk):
    wish = CustomerRequest(tenant="ten_1", customer="cus_1", name="Ada Analytical", email="ada@example.com")
    assert desk.gateway.ensure_customer(wish) == desk.customer
    known = wish.model_copy(update={"known_id": desk.customer})
    assert desk.gateway.ensure_customer(known) == desk.customer
    assert desk.gateway.ensure_customer(wish.model_copy(update={"name": "Ada & Co"})) != desk.customer
    desk.provider.call("sk_test_acme_0001", "DELETE", f"/v1/customers/{desk.customer}")
    anew = desk.gateway.ensure_customer(known)
    assert anew != desk.customer
    assert desk.gateway.ensure_customer(known) == anew


def test_the_keys_are_checked_before_anything_else(desk):
    assert desk.gateway.show_account().name == "Demo merchant"
    for key in ("", "  ", "sk_wrong"):
        with pytest.raises(GatewayNotConfigured):
            StripeGateway(key, transport=desk.provider.transport, retry_pause=0).show_account()


def test_live_keys_are_told_from_test_keys(desk):
    live = StripeGateway("sk_live_acme_0001", transport=desk.provider.transport)
    assert (desk.gateway.show_account().livemode, live.show_account().livemode) == (False, True)
    with pytest.raises(GatewayRefused):
        live.attach_method("pm_card_visa", desk.customer)


def test_a_webhook_is_registered_for_what_the_portal_reads(desk):
    endpoint = desk.gateway.register_webhook("https://portal.example.com/api/webhooks/stripe/ten_1")
    (row,) = desk.provider.rows("webhook_endpoint")
    assert endpoint.secret.startswith("whsec_")
    assert "charge.succeeded" in row["enabled_events"] and "*" not in row["enabled_events"]
    assert row["api_version"] == driver.API_VERSION


def test_every_call_names_the_pinned_version_and_sends_no_figures_about_us(desk):
    desk.gateway.charge_method(desk.charge())
    desk.gateway.charge_method(desk.charge(attempt="att_2"))
    assert {row.headers["stripe-version"] for row in desk.provider.requests} == {driver.API_VERSION}
    assert not any("x-stripe-client-telemetry" in row.headers for row in desk.provider.requests)
    assert "telemetry" not in str([row.headers for row in desk.provider.requests])


def test_the_pinned_version_is_the_one_the_library_was_made_for():
    assert stripe.api_version == driver.API_VERSION
    assert driver.RETRIES == 1
    assert (sum(driver.TIMEOUT) * 2 + driver.RETRY_PAUSE) < 20 and max(driver.TIMEOUT) == 8


@pytest.mark.parametrize(
    "answer",
    [(200, b"<html>"), (200, b""), (200, b"{}"), (200, b"[]"), (500, b"oops"), (404, b'{"error": "x"}'), (402, b'{"error": {}}'),
     (200, b'{"id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": "x", "currency": "eur"}')],
)  # fmt: skip
def test_nonsense_from_the_gateway_is_an_unknown_outcome_or_a_refusal(desk, answer):
    request = desk.charge()
    status, body = answer
    gateway = StripeGateway("sk_test_1", transport=lambda *call: (status, {}, body), retry_pause=0)
    with pytest.raises((GatewayUnavailable, GatewayRefused)):
        gateway.charge_method(request)


def test_a_refusal_carries_nothing_of_the_gateways_answer_into_the_log(desk):
    """V31: the library's error holds the whole answer and would be printed as the cause."""
    with pytest.raises(GatewayUnavailable) as refusal:
        StripeGateway(
            "sk_test_1", transport=lambda *call: (500, {}, b'{"error": {"message": "canary"}}'), retry_pause=0
        ).show_account()
    assert refusal.value.__cause__ is None and refusal.value.__suppress_context__
    assert "canary" not in str(refusal.value)


def test_outcomes_travel_as_json_between_lambdas(desk):
    for token, attempt in (("pm_card_visa", "a"), ("pm_card_chargeCustomerFail", "b"), ("pm_success_de", "c")):
        outcome = desk.gateway.charge_method(desk.charge(token, attempt))
        assert OUTCOME.validate_json(outcome.model_dump_json()) == outcome


def test_the_driver_is_a_payment_gateway_in_every_call():
    wanted = [name for name, value in vars(PaymentGateway).items() if callable(value) and not name.startswith("_")]
    assert len(wanted) > 15
    for name in wanted:
        ours, theirs = getattr(PaymentGateway, name), getattr(StripeGateway, name)
        assert ours.__annotations__.keys() == theirs.__annotations__.keys(), name


def test_only_the_driver_imports_the_library_and_nothing_pulls_it_in():
    importers = []
    for path in (ROOT / "chalicelib").rglob("*.py"):
        names = [
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, (ast.Import, ast.ImportFrom))
        ]
        if any((alias.name if isinstance(node, ast.Import) else node.module or "").split(".")[0] == "stripe"
               for node in names for alias in node.names):  # fmt: skip
            importers.append(path.name)
    assert importers == ["stripe.py"]
    code = "import sys, chalicelib.adapters.gateways.webhooks, chalicelib.adapters.gateways; sys.exit('stripe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_two_merchants_share_nothing():
    provider = Provider()
    acme, globex = (StripeGateway(key, transport=provider.transport) for key in ("sk_test_acme_1", "sk_test_globex_1"))
    wish = CustomerRequest(tenant="t", customer="c", name="n")
    assert acme.ensure_customer(wish) != globex.ensure_customer(wish)
    assert acme.show_account().id != globex.show_account().id
    provider.close()
