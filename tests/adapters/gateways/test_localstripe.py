"""The Stripe driver in front of localstripe, a stand-in that others made: their reading of Stripe's documents against ours.

It knows saved cards and debits, charges, declines, challenges, refunds and signed events of intents. It knows no idempotency keys
(the same attempt twice is two charges there), no hosted pages, no search and no lists of intents, no metadata on charges, no balance
since a day, no ``amount_received`` in its events, no accounts, no registering of endpoints, no disputes, no limit to refunds, and no
code in its 404. For these ``infra.provider`` stands in, with tests beside this one. What is bent on the way is named in the last test.
"""

import time
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.gateways.errors import EventForged, EventUnreadable, GatewayNotConfigured, GatewayRefused
from chalicelib.adapters.gateways.events import parse_event
from chalicelib.adapters.gateways.models import (
    AttemptQuery,
    ChargeRequest,
    CustomerRequest,
    Purpose,
    RefundRequest,
)
from chalicelib.adapters.gateways.stripe import StripeGateway
from chalicelib.adapters.gateways.webhooks import read_event, verify_signature
from tests.fixtures.localstripe import SECRET, running_localstripe

PURPOSE = Purpose(tenant="ten_1", customer="cus_1", attempt="att_1")
WHO = CustomerRequest(tenant="ten_1", customer="cus_1", name="Ada Analytical", email="ada@example.com")
FAILING_IBAN, IBAN = "DE62370400440532013001", "DE89370400440532013000"


@pytest.fixture(scope="module")
def there():
    with running_localstripe() as stand_in:
        yield stand_in


@pytest.fixture
def gateway(there):
    return StripeGateway("sk_test_acme_0001", api_base=there.url, transport=there.transport, retry_pause=0)


@pytest.fixture
def charge(gateway):
    """Charge a saved method of a customer of its own."""

    def call(method="pm_card_visa", amount=132750):
        owner = gateway.ensure_customer(WHO)
        saved = gateway.attach_method(method, owner)
        return gateway.charge_method(
            ChargeRequest(
                purpose=PURPOSE, amount=amount, currency="EUR", gateway_customer=owner, method_id=saved.id,
                method_type=saved.type, description="Invoice ACME-0042", return_url="https://portal.example.com/acme",
            )
        )  # fmt: skip

    return call


@pytest.fixture
def card(there):
    """A card by its number, as the gateway's page would keep it."""

    def call(number):
        details = {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}
        fields = {f"card[{name}]": value for name, value in details.items()}
        return there.ask("POST", "/v1/payment_methods", type="card", **fields)["id"]

    return call


@pytest.fixture
def debit(there):
    def call(iban):
        return there.ask("POST", "/v1/payment_methods", type="sepa_debit", **{"sepa_debit[iban]": iban})["id"]

    return call


def refund(charge_id, amount, name="ref_1"):
    return RefundRequest(refund=name, purpose=PURPOSE, charge_id=charge_id, amount=amount, currency="EUR")


def found(gateway, outcome):
    query = AttemptQuery(attempt="att_1", since=datetime.now(UTC), gateway_id=outcome.gateway_id)
    return gateway.find_attempt(query)


def until(status, gateway, outcome):
    """What has become of a debit, which its bank thinks about for half a second."""
    end = time.monotonic() + 5
    while (now := found(gateway, outcome)).status != status:
        assert time.monotonic() < end, now
        time.sleep(0.05)
    return now


def test_a_customer_is_made_once_and_known_again(gateway, there):
    owner = gateway.ensure_customer(WHO)
    kept = there.ask("GET", f"/v1/customers/{owner}")
    assert (kept["name"], kept["email"], kept["preferred_locales"]) == ("Ada Analytical", "ada@example.com", ["en"])
    assert kept["metadata"] == {"tenant": "ten_1", "customer": "cus_1"}
    assert gateway.ensure_customer(WHO.model_copy(update={"known_id": owner})) == owner


def test_a_saved_card_pays_and_is_found_again(gateway, there, charge):
    outcome = charge()
    assert (outcome.status, outcome.amount, outcome.currency) == ("succeeded", 132750, "EUR")
    face = gateway.show_charge(outcome.charge_id)
    assert (face.status, face.amount, face.refunded, face.currency) == ("succeeded", 132750, 0, "EUR")
    assert face.intent_id == outcome.gateway_id
    assert there.ask("GET", f"/v1/payment_intents/{outcome.gateway_id}")["metadata"] == PURPOSE.model_dump()
    assert found(gateway, outcome).charge_id == outcome.charge_id


def test_a_saved_card_is_shown_and_let_go(gateway):
    owner = gateway.ensure_customer(WHO)
    saved = gateway.attach_method("pm_card_visa", owner)
    shown = gateway.show_method(saved.id)
    assert (shown.brand, shown.last4, shown.exp_month, shown.exp_year) == ("visa", "4242", 12, 2030)
    assert shown.gateway_customer == owner
    gateway.detach_method(saved.id)
    assert gateway.show_method(saved.id).gateway_customer is None


def test_a_card_that_is_declined_takes_no_money(gateway, charge):
    outcome = charge("pm_card_chargeCustomerFail")
    assert (outcome.status, outcome.code, outcome.amount) == ("declined", "card_declined", 132750)
    assert found(gateway, outcome).status == "declined"


def test_a_card_that_cannot_be_saved_is_refused(charge):
    with pytest.raises(GatewayRefused):
        charge("pm_card_visa_chargeDeclined")


def test_a_card_whose_bank_wants_its_owner_takes_no_money_until_then_and_can_be_given_up(gateway, there, charge, card):
    outcome = charge(card("4000002500003155"))
    assert (outcome.status, outcome.code) == ("declined", "authentication_required"), "this stand-in has no page for it"
    assert there.ask("GET", f"/v1/payment_intents/{outcome.gateway_id}")["status"] == "requires_action"
    assert gateway.expire_attempt(outcome.gateway_id).status == "cancelled"
    assert found(gateway, outcome).status == "cancelled"


def test_a_challenge_that_was_passed_succeeds_and_one_that_was_not_is_declined(gateway, there, charge, card):
    number = "4000002500003155"
    for success, status in (("true", "succeeded"), ("false", "declined")):
        outcome = charge(card(number))
        path = f"/v1/payment_intents/{outcome.gateway_id}"
        secret = there.ask("GET", path)["client_secret"]
        there.ask("POST", f"{path}/_authenticate", client_secret=secret, success=success)
        assert found(gateway, outcome).status == status


def test_a_charge_that_is_through_cannot_be_given_up(gateway, charge):
    outcome = charge()
    assert gateway.expire_attempt(outcome.gateway_id).status == "succeeded"


def test_a_debit_that_the_bank_refuses_is_pending_until_then(gateway, charge, debit):
    failed = charge(debit(FAILING_IBAN))
    assert failed.status == "pending"
    assert until("declined", gateway, failed).code == "card_declined", "it calls every refusal so"
    assert charge(debit(IBAN)).status == "succeeded", "one that goes through does so at once here"


def test_money_goes_back_in_parts_and_each_part_is_found_again(gateway, charge):
    outcome = charge()
    first = gateway.refund_charge(refund(outcome.charge_id, 32750))
    assert (first.status, first.amount, first.currency) == ("succeeded", 32750, "EUR")
    assert gateway.show_charge(outcome.charge_id).refunded == 32750
    gateway.refund_charge(refund(outcome.charge_id, 100000, "ref_2"))
    assert gateway.show_charge(outcome.charge_id).refunded == 132750
    assert gateway.find_refund(outcome.charge_id, "ref_1") == first
    assert gateway.find_refund(outcome.charge_id, "ref_3") is None


def test_what_was_declined_cannot_be_refunded(gateway, there, charge):
    outcome = charge("pm_card_chargeCustomerFail")
    failed = there.ask("GET", f"/v1/payment_intents/{outcome.gateway_id}")["latest_charge"]["id"]
    with pytest.raises(GatewayRefused):
        gateway.refund_charge(refund(failed, 100))


def test_a_key_that_is_none_is_told_as_such(there):
    stranger = StripeGateway("pk_test_acme", api_base=there.url, transport=there.transport, retry_pause=0)
    with pytest.raises(GatewayNotConfigured):
        stranger.ensure_customer(WHO)


def test_signed_events_are_genuine_and_those_of_others_are_not(there, charge, debit):
    with there.inbox() as received:
        refused, later = charge("pm_card_chargeCustomerFail"), charge(debit(FAILING_IBAN), 4200)
        messages = arrived(received, refused, later)
    now = datetime.now(UTC)
    events = [read_event(body, header, [SECRET], now=now, livemode=False) for header, body in messages]
    assert {(event.kind, event.intent_id, event.amount, event.currency) for event in events} == {
        ("payment_failed", refused.gateway_id, 132750, "EUR"),
        ("payment_failed", later.gateway_id, 4200, "EUR"),
    }
    assert {event.purpose for event in events} == {PURPOSE}
    header, body = messages[0]
    for wrong in (
        {"secrets": ["whsec_of_another"]},
        {"body": body.replace(b"}", b" }")},
        {"header": None},
        {"now": now + timedelta(seconds=400)},
        {"now": now - timedelta(seconds=400)},
        {"livemode": True},
    ):
        told = {"body": body, "header": header, "secrets": [SECRET], "now": now, "livemode": False, **wrong}
        with pytest.raises(EventForged):
            read_event(told.pop("body"), told.pop("header"), told.pop("secrets"), **told)


def test_an_event_that_does_not_say_what_was_received_is_not_booked(there, charge):
    """Stripe always says ``amount_received``; this stand-in never does. With it, the rest of its event is what the portal reads."""
    with there.inbox() as received:
        paid = charge()
        ((header, body),) = arrived(received, paid)
    verify_signature(body, header, [SECRET], datetime.now(UTC))
    with pytest.raises(EventUnreadable):
        parse_event(body)
    whole = parse_event(body.replace(b'"amount": 132750', b'"amount": 132750, "amount_received": 132750'))
    assert (whole.kind, whole.intent_id, whole.charge_id) == ("payment_succeeded", paid.gateway_id, paid.charge_id)
    assert (whole.amount, whole.currency, whole.purpose) == (132750, "EUR", PURPOSE)


def arrived(received, *outcomes):
    """The event of each of these intents; what happened before comes in between, a second late."""
    end = time.monotonic() + 10
    while True:
        told = [
            next((message for message in received if f'"id": "{one.gateway_id}"'.encode() in message[1]), None)
            for one in outcomes
        ]
        if all(told):
            return told
        assert time.monotonic() < end, received
        time.sleep(0.05)


def test_no_more_is_bent_on_the_way_than_is_said(gateway, there, charge):
    there.bent.clear()
    charge()
    assert there.bent == ["description", "return_url"], "it refuses parameters that it does not know"
    there.bent.clear()
    charge("pm_card_chargeCustomerFail")
    assert there.bent == ["description", "return_url", "decline"], (
        "Stripe's decline names its intent, this one's does not"
    )
