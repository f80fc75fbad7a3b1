"""Events of every kind are read into the portal's words, and nonsense never gets through (V34)."""

import copy
import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.gateways.errors import EventUnreadable
from chalicelib.adapters.gateways.events import GatewayEvent, parse_event
from chalicelib.adapters.gateways.models import RefundRequest

CHARGE = {
    "id": "ch_1", "object": "charge", "amount": 5120, "currency": "kwd", "payment_intent": "pi_1",
    "metadata": {"tenant": "ten_1", "customer": "cus_1", "attempt": "att_1"}, "payment_method": "pm_1",
    "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
}  # fmt: skip
EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "charge.succeeded",
    "created": 1,
    "livemode": False,
    "data": {"object": CHARGE},
}


def parse(value):
    return parse_event(json.dumps(value).encode())


def of(desk):
    """Every event the provider told, oldest first, as the portal reads them."""
    return [parse(row) for row in reversed(desk.provider.rows("event"))]


def last(desk, kind):
    return [one for one in of(desk) if one.kind == kind][-1]


def test_a_payment_that_fails_says_why(desk):
    desk.gateway.charge_method(desk.charge("pm_card_visa_chargeDeclinedInsufficientFunds"))
    failed = [one for one in of(desk) if one.kind == "payment_failed"]
    assert [(one.type, one.failure_code) for one in failed] == [
        ("charge.failed", "insufficient_funds"), ("payment_intent.payment_failed", "insufficient_funds"),
    ]  # fmt: skip
    assert {one.purpose for one in failed} == {desk.purpose()}


def test_a_page_tells_of_its_end(desk):
    paid, given_up = (desk.gateway.start_checkout(desk.checkout(attempt)) for attempt in ("att_1", "att_2"))
    desk.provider.press(paid.url, "pay")
    desk.gateway.expire_attempt(given_up.gateway_id)
    done, over = last(desk, "checkout_completed"), last(desk, "checkout_expired")
    assert (done.session_id, done.status, done.amount, done.mode) == (paid.gateway_id, "paid", 132750, "payment")
    assert (over.session_id, over.purpose) == (given_up.gateway_id, desk.purpose("att_2"))
    assert last(desk, "payment_succeeded").purpose == desk.purpose("att_1")


def test_a_slow_payment_is_processing_first(desk):
    page = desk.gateway.start_checkout(desk.checkout())
    desk.provider.press(page.url, "slow")
    assert last(desk, "payment_processing").purpose == desk.purpose()
    assert last(desk, "checkout_completed").status == "unpaid"
    desk.provider.tick(everything=True)
    assert last(desk, "checkout_completed").status == "paid"
    assert last(desk, "payment_succeeded").charge_id == desk.provider.charged()[0]["id"]


def test_refunds_and_disputes_name_their_charge(desk):
    paid = desk.gateway.charge_method(desk.charge())
    wish = RefundRequest(refund="ref_1", purpose=desk.purpose(), charge_id=paid.charge_id, amount=100, currency="EUR")
    made = desk.gateway.refund_charge(wish)
    refunded = last(desk, "refund_made")
    assert (refunded.refund_id, refunded.charge_id, refunded.amount) == (made.gateway_id, paid.charge_id, 100)
    assert refunded.metadata["refund"] == "ref_1"
    dispute = desk.provider.open_dispute(paid.charge_id)
    desk.provider.close_dispute(dispute["id"], won=False)
    opened, closed = last(desk, "dispute_opened"), last(desk, "dispute_closed")
    assert (opened.dispute_id, opened.charge_id, opened.amount, opened.purpose) == (
        dispute["id"],
        paid.charge_id,
        132650,
        None,
    )
    assert closed.status == "lost"


def test_a_refund_that_failed_is_not_a_refund():
    refund = {"id": "re_1", "object": "refund", "amount": 100, "currency": "eur", "charge": "ch_1"}
    kinds = {status: parse({**EVENT, "type": "refund.updated", "data": {"object": {**refund, "status": status}}}).kind
             for status in ("succeeded", "pending", "requires_action", "failed", "canceled")}  # fmt: skip
    assert list(kinds.values()) == ["refund_made", "refund_pending", "refund_pending", "refund_failed", "refund_failed"]


def test_saved_and_changed_methods_are_told(desk):
    page = desk.gateway.start_setup(desk.setup())
    desk.provider.press(page.url, "pay", card="pm_card_mastercard")
    saved, changed = last(desk, "method_saved"), last(desk, "method_updated")
    assert saved.method_id == changed.method_id and saved.purpose == desk.purpose("set_1")
    assert (changed.method.brand, changed.method.last4, changed.gateway_customer) == (
        "mastercard",
        "4444",
        desk.customer,
    )
    desk.gateway.detach_method(changed.method_id)
    assert last(desk, "method_removed").method_id == changed.method_id


def test_three_decimals_come_in_whole():
    found = parse(EVENT)
    assert (found.amount, found.currency) == (5120, "KWD")


def test_what_counts_is_what_was_received_not_what_was_asked():
    intent = {"id": "pi_1", "object": "payment_intent", "amount": 5120, "amount_received": 120, "latest_charge": "ch_1",
              "currency": "eur"}  # fmt: skip
    assert parse({**EVENT, "type": "payment_intent.succeeded", "data": {"object": intent}}).amount == 120


def test_expanded_objects_are_their_ids():
    found = parse(
        {**EVENT, "data": {"object": {**CHARGE, "payment_intent": {"id": "pi_1", "object": "payment_intent"}}}}
    )
    assert found.intent_id == "pi_1"


def test_what_nobody_asked_for_is_other_whatever_it_holds():
    found = parse({**EVENT, "type": "invoice.paid", "data": {"object": {"amount": "many", "metadata": 7}}})
    assert (found.kind, found.type, found.amount) == ("other", "invoice.paid", None)


WRONG = {
    "amount a text": {"amount": "5120"}, "amount a fraction": {"amount": 51.2}, "amount a truth": {"amount": True},
    "amount negative": {"amount": -1}, "amount gone": {"amount": None}, "amount endless": {"amount": 10**30},
    "currency gone": {"currency": None}, "currency unknown": {"currency": "zzz"}, "currency a list": {"currency": ["eur"]},
    "id gone": {"id": None}, "id endless": {"id": "c" * 600}, "id half a character": {"id": "\ud800"},
    "object unknown": {"object": "toaster"}, "object a list": {"object": ["charge"]}, "metadata a list": {"metadata": [1]},
    "metadata of metadata": {"metadata": {"attempt": {"a": 1}}}, "metadata without end": {"metadata": {str(n): "" for n in range(60)}},
    "metadata half a character": {"metadata": {"attempt": "\udfff"}}, "a method of nothing": {"payment_method_details": {"type": "card"}},
    "a method with months of text": {"payment_method_details": {"type": "card", "card": {"exp_month": "x"}}},
    "isk with a fraction": {"currency": "isk", "amount": 150},
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_particular_is_unreadable_V34(name):
    with pytest.raises(EventUnreadable):
        parse({**EVENT, "data": {"object": {**CHARGE, **WRONG[name]}}})


@pytest.mark.parametrize("more", [{"id": None}, {"type": 7}, {"created": "now"}, {"created": -1}, {"created": 10**20}, {"created": True},
                                  {"livemode": "false"}, {"livemode": None}, {"object": "list"}, {"data": None}, {"data": {}},
                                  {"data": {"object": []}}, {"account": 5}])  # fmt: skip
def test_a_wrong_envelope_is_unreadable_V34(more):
    with pytest.raises(EventUnreadable):
        parse({**EVENT, **more})


@pytest.mark.parametrize(
    "body", [b'{"a":' * 100_000, b"[" * 100_000, b'{"created": ' + b"9" * 5000 + b"}", b"\xff", b'{"a": NaN}', b""]
)
def test_bodies_made_to_break_parsers_are_unreadable_V34(body):
    with pytest.raises(EventUnreadable):
        parse_event(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["charge", "payment_intent", "refund", "eur", "card", "checkout.session", "succeeded"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(CHARGE)) | st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
TYPES = ["charge.succeeded", "payment_intent.succeeded", "payment_intent.payment_failed", "checkout.session.completed",
         "refund.updated", "charge.dispute.created", "setup_intent.succeeded", "payment_method.updated", "x"]  # fmt: skip


@given(JSON, st.sampled_from(sorted(CHARGE)), st.sampled_from(TYPES))
@settings(max_examples=150, deadline=None)
def test_any_value_in_any_place_gives_an_event_or_our_refusal_V34(value, place, type_):
    broken = copy.deepcopy({**EVENT, "type": type_})
    broken["data"]["object"][place] = value
    with suppress(EventUnreadable):
        assert isinstance(parse_event(json.dumps(broken).encode()), GatewayEvent)


@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_an_event_or_our_refusal_V34(body):
    with pytest.raises(EventUnreadable):
        parse_event(body)


def test_pages_that_expire_by_themselves_are_told(desk):
    page = desk.gateway.start_checkout(desk.checkout())
    later = desk.provider.clock() + timedelta(hours=2).total_seconds()
    desk.provider.clock = lambda: later
    assert desk.provider.tick() == 1
    assert last(desk, "checkout_expired").session_id == page.gateway_id
