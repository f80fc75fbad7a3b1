"""Webhook events: only the genuine ones come in (V06, V07, V34)."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
import stripe
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.gateways.errors import EventForged, EventUnreadable, GatewayNotConfigured
from chalicelib.adapters.gateways.webhooks import EVENTS, read_event, verify_signature

SECRET = "whsec_of_acme_0001"
NOW = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
STAMP = int(NOW.timestamp())


def event(type_="charge.succeeded", livemode=False, **more):
    row = {"id": "ch_1", "object": "charge", "amount": 132750, "currency": "eur", "payment_intent": "pi_1",
           "status": "succeeded", "customer": "cus_9", "payment_method": "pm_1",
           "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242", "exp_month": 1, "exp_year": 2030}},
           "metadata": {"tenant": "ten_1", "customer": "cus_1", "attempt": "att_1"}, **more}  # fmt: skip
    return {
        "id": "evt_1",
        "object": "event",
        "type": type_,
        "created": STAMP,
        "livemode": livemode,
        "data": {"object": row},
    }


def raw(value=None):
    return json.dumps(value or event(), indent=2).encode()


def sign(body, secret=SECRET, stamp=STAMP):
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def header(body, secret=SECRET, stamp=STAMP):
    return f"t={stamp},v1={sign(body, secret, stamp)}"


def read(body, signature, secrets=(SECRET,), **more):
    return read_event(body, signature, secrets, **({"now": NOW, "livemode": False} | more))


def test_a_genuine_event_is_read():
    found = read(raw(), header(raw()))
    assert (found.id, found.kind, found.charge_id, found.intent_id) == ("evt_1", "payment_succeeded", "ch_1", "pi_1")
    assert (found.amount, found.currency, found.livemode, found.gateway_customer) == (132750, "EUR", False, "cus_9")
    assert found.purpose.model_dump() == {"tenant": "ten_1", "customer": "cus_1", "attempt": "att_1"}
    assert (found.method.brand, found.method.last4, found.method.exp_year) == ("visa", "4242", 2030)


def test_our_signature_is_the_one_stripes_own_library_makes_and_takes():
    text = raw().decode()
    theirs = stripe.WebhookSignature.generate_signature_header(text, SECRET, STAMP)
    assert read(raw(), theirs).id == "evt_1"
    assert stripe.WebhookSignature.verify_header(text, header(raw()), SECRET)


FORGERIES = {
    "no header": lambda body: None,
    "an empty header": lambda body: "",
    "no time": lambda body: f"v1={sign(body)}",
    "no signature": lambda body: f"t={STAMP}",
    "two times": lambda body: f"t={STAMP},{header(body)}",
    "a time that is none": lambda body: f"t=now,v1={sign(body)}",
    "a time in other digits": lambda body: f"t=١٢٣,v1={sign(body)}",
    "a very long time": lambda body: f"t={'9' * 400},v1={sign(body)}",
    "a signature of zeros": lambda body: f"t={STAMP},v1={'0' * 64}",
    "a signature that is no hex": lambda body: f"t={STAMP},v1=é",
    "an old scheme only": lambda body: f"t={STAMP},v0={sign(body)}",
    "another tenant's secret": lambda body: header(body, "whsec_of_globex_0001"),
    "an empty secret": lambda body: header(body, ""),
    "the signature of another time": lambda body: f"t={STAMP + 1},v1={sign(body)}",
    "301 seconds old": lambda body: header(body, stamp=STAMP - 301),
    "301 seconds ahead": lambda body: header(body, stamp=STAMP + 301),
    "the signature of another body": lambda body: header(body + b" "),
    "endless": lambda body: "v1=0," * 2000 + header(body),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_event_is_refused_V06(name):
    with pytest.raises(EventForged):
        read(raw(), FORGERIES[name](raw()))


def test_a_body_written_anew_is_refused_V06():
    compact = json.dumps(json.loads(raw())).encode()
    with pytest.raises(EventForged):
        read(compact, header(raw()))


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_within_five_minutes_either_way_it_is_taken(seconds):
    assert read(raw(), header(raw(), stamp=STAMP + seconds)).id == "evt_1"


@pytest.mark.parametrize("secrets", [(), ("",), ("  ",), (SECRET, "")])
def test_an_empty_secret_never_verifies_anything_V06(secrets):
    with pytest.raises(GatewayNotConfigured):
        read(raw(), header(raw(), secrets[-1] if secrets else ""), secrets)


def test_a_test_event_is_refused_in_live_mode_and_a_live_one_in_test_V06():
    for live in (True, False):
        body = raw(event(livemode=live))
        assert read(body, header(body), livemode=live).livemode is live
        with pytest.raises(EventForged):
            read(body, header(body), livemode=not live)


def test_an_event_of_another_account_is_refused_V06():
    body = raw({**event(), "account": "acct_other"})
    with pytest.raises(EventForged):
        read(body, header(body), account="acct_acme")
    assert read(body, header(body), account="acct_other").account == "acct_other"
    assert read(raw(), header(raw()), account="acct_acme").account is None


def test_while_a_secret_is_replaced_both_are_good():
    for secret in ("whsec_old", "whsec_new"):
        assert read(raw(), header(raw(), secret), ("whsec_old", "whsec_new")).id == "evt_1"
    with pytest.raises(EventForged):
        read(raw(), header(raw(), "whsec_older"), ("whsec_old", "whsec_new"))


def test_one_good_signature_among_several_is_enough():
    signature = f"t={STAMP},v1={'0' * 64},v0=abc,v1={sign(raw())}"
    assert read(raw(), signature).id == "evt_1"


def test_the_same_event_read_twice_is_the_same_V07():
    assert read(raw(), header(raw())) == read(raw(), header(raw(), stamp=STAMP + 60))


def test_distinct_events_of_one_payment_name_one_charge_V07():
    intent = {"id": "pi_1", "object": "payment_intent", "amount": 132750, "amount_received": 132750,
              "latest_charge": "ch_1", "currency": "eur"}  # fmt: skip
    bodies = [raw(), raw({**event("payment_intent.succeeded"), "id": "evt_2", "data": {"object": intent}})]
    found = [read(body, header(body)) for body in bodies]
    assert {(one.kind, one.charge_id, one.amount) for one in found} == {("payment_succeeded", "ch_1", 132750)}


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=300)))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_the_header_only_our_refusals_come_out_V34(body, signature):
    with pytest.raises(EventForged):
        verify_signature(body, signature, [SECRET], NOW)


@given(st.lists(st.sampled_from(["t", "v1", "v0", "", " "]), max_size=6), st.lists(st.text(max_size=70), max_size=6))
@settings(max_examples=150, deadline=None)
def test_headers_that_look_right_are_refused_too_V34(names, values):
    signature = ",".join(f"{name}={value}" for name, value in zip(names, values, strict=False))
    with pytest.raises(EventForged):
        verify_signature(b"{}", signature, [SECRET], NOW)


def test_a_signed_body_that_is_no_event_is_unreadable():
    for body in (b"", b"{}", b"null", b"[]", b'"event"', b"\xff\xfe", b"NaN"):
        with pytest.raises(EventUnreadable):
            read(body, header(body))


def test_events_of_the_provider_are_taken_end_to_end(desk):
    endpoint = desk.gateway.register_webhook("https://portal.example.com/api/webhooks/stripe/ten_1")
    desk.gateway.charge_method(desk.charge())
    read_ones = []

    def take(url, headers, body):
        now = desk.now + timedelta(seconds=1)
        read_ones.append(read_event(body, headers["Stripe-Signature"], [endpoint.secret], now=now, livemode=False))
        return 200

    desk.provider.webhooks.deliver_all(send=take)
    paid = [one for one in read_ones if one.kind == "payment_succeeded"]
    assert {one.charge_id for one in paid} == {desk.provider.charged()[0]["id"]}
    assert {one.purpose for one in paid} == {desk.purpose()}
    assert {one.type for one in read_ones} <= set(EVENTS)
