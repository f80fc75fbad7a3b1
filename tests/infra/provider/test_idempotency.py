"""Idempotency keys are honoured as Stripe documents them."""

import json
import threading

import pytest

from infra.provider import Dropped


def raw(shop, key, form="amount=5000&currency=eur"):
    headers = {"Authorization": f"Bearer {shop.key}", "Idempotency-Key": key}
    return shop.provider.handle("POST", "/v1/payment_intents", headers, form.encode())


def test_the_same_request_under_the_same_key_gives_the_same_answer_and_says_so(shop):
    first, again = raw(shop, "att_1"), raw(shop, "att_1")
    assert first[2] == again[2]
    assert "Idempotent-Replayed" not in first[1]
    assert again[1]["Idempotent-Replayed"] == "true"
    assert again[1]["Original-Request"] == first[1]["Request-Id"]
    assert len(shop.provider.rows("payment_intent")) == 1


def test_without_a_key_every_request_counts(shop):
    shop.charge()
    shop.charge()
    assert len(shop.provider.charged()) == 2


def test_other_parameters_under_the_same_key_are_refused(shop):
    raw(shop, "att_1")
    status, _, body = raw(shop, "att_1", "amount=5001&currency=eur")
    assert (status, json.loads(body)["error"]["type"]) == (400, "idempotency_error")
    assert "same parameters" in json.loads(body)["error"]["message"]


def test_another_endpoint_under_the_same_key_is_refused(shop):
    raw(shop, "att_1")
    status, body = shop.post("/v1/customers", "att_1")
    assert (status, body["error"]["type"]) == (400, "idempotency_error")
    assert "same endpoint" in body["error"]["message"]


def test_two_accounts_may_use_the_same_key(shop, rival):
    assert shop.charge(idempotency_key="att_1")[1]["id"] != rival.charge(idempotency_key="att_1")[1]["id"]


def test_a_decline_is_kept_too(shop):
    first = shop.charge("pm_card_visa_chargeDeclined", "att_1")
    assert first == shop.charge("pm_card_visa_chargeDeclined", "att_1")
    assert first[0] == 402
    assert len(shop.provider.rows("charge")) == 1


def test_a_request_that_was_never_begun_is_not_kept(shop):
    assert shop.charge(amount="many", idempotency_key="att_1")[0] == 400
    assert shop.charge(idempotency_key="att_1")[0] == 200


def test_after_a_day_the_key_is_forgotten(shop, clock):
    first = shop.charge(idempotency_key="att_1")[1]["id"]
    clock.now += 86_399
    assert shop.charge(idempotency_key="att_1")[1]["id"] == first
    clock.now += 2
    assert shop.charge(idempotency_key="att_1")[1]["id"] != first


def test_a_lost_answer_was_still_kept(shop):
    shop.provider.fail_next(applied=True)
    with pytest.raises(Dropped):
        shop.charge(idempotency_key="att_1")
    assert shop.charge(idempotency_key="att_1")[1]["status"] == "succeeded"
    assert len(shop.provider.charged()) == 1


def test_a_request_lost_on_its_way_did_nothing(shop):
    shop.provider.fail_next()
    with pytest.raises(Dropped):
        shop.charge(idempotency_key="att_1")
    assert shop.provider.rows("payment_intent") == []


def test_a_server_error_after_the_work_was_done_is_replayed_as_an_error(shop):
    shop.provider.fail_next(applied=True, status=500)
    assert [shop.charge(idempotency_key="att_1")[0] for _ in range(3)] == [500, 500, 500]
    assert len(shop.provider.charged()) == 1


def test_the_same_key_while_the_first_request_runs_is_a_conflict(shop):
    fault = shop.provider.hold_next(path="/v1/payment_intents")
    first = threading.Thread(target=raw, args=(shop, "att_1"))
    first.start()
    assert fault.arrived.wait(10)
    status, _, body = raw(shop, "att_1")
    other = raw(shop, "att_2")[0]
    fault.gate.set()
    first.join(10)
    assert (status, json.loads(body)["error"]["code"], other) == (409, "idempotency_key_in_use", 200)
    assert raw(shop, "att_1")[1]["Idempotent-Replayed"] == "true"


def test_a_key_longer_than_255_is_refused(shop):
    assert raw(shop, "k" * 255)[0] == 200
    assert raw(shop, "k" * 256)[0] == 400
