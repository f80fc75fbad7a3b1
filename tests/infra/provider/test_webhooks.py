"""Webhooks: signed over the raw body, retried, and bent as tests need them."""

import hashlib
import hmac
import json

from infra.provider.webhooks import RETRY_AFTER


def listen(shop, *types):
    wanted = {f"enabled_events[{index}]": type_ for index, type_ in enumerate(types or ("*",))}
    return shop.post("/v1/webhook_endpoints", url="https://portal.example.com/webhooks/stripe/ten_1", **wanted)[1]


def test_the_secret_is_told_once(shop):
    endpoint = listen(shop)
    assert endpoint["secret"].startswith("whsec_")
    assert "secret" not in shop.get("/v1/webhook_endpoints")[1]["data"][0]


def test_the_signature_covers_the_raw_body_and_its_time(shop, inbox, clock):
    secret = listen(shop)["secret"]
    shop.charge()
    shop.provider.webhooks.deliver_all()
    for url, headers, body in inbox.received:
        stamp, given = (part.partition("=")[2] for part in headers["Stripe-Signature"].split(","))
        assert int(stamp) == int(clock.now) and url.endswith("/ten_1")
        assert given == hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def test_only_what_was_subscribed_to_is_sent_and_only_to_its_account(shop, rival, inbox):
    listen(shop, "charge.succeeded")
    rival.charge()
    shop.charge()
    shop.provider.webhooks.deliver_all()
    assert inbox.types == ["charge.succeeded"]


def test_what_was_not_accepted_is_sent_again_later_and_signed_anew(shop, inbox, clock):
    listen(shop, "charge.succeeded")
    shop.charge()
    inbox.answers = [500, 0]
    for wait in (0, RETRY_AFTER[0], RETRY_AFTER[1], 10_000):
        clock.now += wait
        for delivery in shop.provider.webhooks.due():
            shop.provider.webhooks.deliver(delivery)
    assert len(inbox.received) == 3
    assert len({headers["Stripe-Signature"] for _, headers, _ in inbox.received}) == 3
    assert len({body for _, _, body in inbox.received}) == 1
    assert shop.provider.webhooks.waiting() == []


def test_before_its_time_nothing_is_due_again(shop, inbox):
    listen(shop, "charge.succeeded")
    shop.charge()
    inbox.answers = [500]
    shop.provider.webhooks.deliver_all()
    assert shop.provider.webhooks.due() == []
    assert len(shop.provider.webhooks.waiting()) == 1


def test_it_gives_up_in_the_end(shop, inbox, clock):
    listen(shop, "charge.succeeded")
    shop.charge()
    inbox.answers = [500] * 100
    for _ in range(50):
        shop.provider.webhooks.deliver_all()
    assert len(inbox.received) == len(RETRY_AFTER) + 1
    assert [row.state for row in shop.provider.webhooks.all()] == ["given_up"]


def test_events_can_be_delivered_in_any_order_and_twice(shop, inbox):
    listen(shop)
    shop.charge()
    shop.provider.webhooks.deliver_all(order=[2, 0, 1], times=2)
    assert inbox.types == ["payment_intent.succeeded"] * 2 + ["payment_intent.created"] * 2 + ["charge.succeeded"] * 2


def test_a_provider_that_doubles_sends_every_accepted_event_twice(shop, inbox):
    listen(shop, "charge.succeeded")
    shop.provider.webhooks.duplicated = True
    shop.charge()
    shop.provider.webhooks.deliver_all()
    assert inbox.types == ["charge.succeeded"] * 2


def test_a_removed_endpoint_hears_nothing_more(shop, inbox):
    endpoint = listen(shop)
    shop.charge()
    shop.provider.call(shop.key, "DELETE", f"/v1/webhook_endpoints/{endpoint['id']}")
    shop.provider.webhooks.deliver_all()
    assert inbox.received == [] and shop.provider.webhooks.waiting() == []


def test_events_keep_what_the_object_was_at_their_time(shop):
    shop.charge("pm_card_authenticationRequired")
    intent = shop.provider.rows("payment_intent")[0]
    shop.post(f"/v1/payment_intents/{intent['id']}/cancel")
    stages = [row["data"]["object"]["status"] for row in shop.get("/v1/events")[1]["data"]]
    assert stages == ["canceled", "requires_action", "requires_confirmation"]


def test_scripts_in_other_processes_have_buttons(shop, inbox):
    listen(shop, "charge.succeeded")
    shop.charge("pm_success_de", **{"payment_method_types[]": "sepa_debit"})
    control = {"X-Provider-Control": "1"}
    assert shop.provider.handle("POST", "/_control/settle", {})[0] == 403
    assert json.loads(shop.provider.handle("POST", "/_control/settle", control)[2]) == {"changed": 1}
    assert json.loads(shop.provider.handle("POST", "/_control/deliver", control)[2]) == {"statuses": [200]}
    assert len(json.loads(shop.provider.handle("GET", "/_control/charges", control)[2])) == 1
    shop.provider.handle("POST", "/_control/faults", control, b'{"path": "/v1/account", "status": 503}')
    assert [shop.get("/v1/account")[0] for _ in range(2)] == [503, 200]
    assert shop.key not in shop.provider.handle("GET", "/_control/requests", control)[2].decode()
