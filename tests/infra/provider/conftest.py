"""An account at the stand-in provider, and a clock that moves when told."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from infra.provider import Provider

KEY = "sk_test_acme_0001"
OTHER_KEY = "sk_test_globex_0001"


class Shop:
    """A merchant's account: calls as curl would make them."""

    def __init__(self, provider: Provider, key: str = KEY) -> None:
        self.provider, self.key = provider, key

    def post(self, path: str, idempotency_key: str = "", **form: object) -> tuple[int, dict]:
        return self.provider.call(self.key, "POST", path, urlencode(form), idempotency_key)

    def get(self, path: str, **query: object) -> tuple[int, dict]:
        return self.provider.call(self.key, "GET", path, urlencode(query))

    def customer(self) -> str:
        return self.post("/v1/customers", name="Ada Analytical Ltd")[1]["id"]

    def method(self, customer: str, token: str = "pm_card_visa") -> str:
        status, row = self.post(f"/v1/payment_methods/{token}/attach", customer=customer)
        assert status == 200, row
        return row["id"]

    def charge(self, token: str = "pm_card_visa", idempotency_key: str = "", **more: object) -> tuple[int, dict]:
        wish = {"amount": 132750, "currency": "eur", "payment_method": token, "confirm": "true"}
        wish |= {"return_url": "https://portal.example.com/back", "payment_method_types[]": "card"}
        return self.post("/v1/payment_intents", idempotency_key, **(wish | more))

    def session(self, mode: str = "payment", **more: object) -> dict:
        wish = {"mode": mode, "success_url": "https://portal.example.com/ok?session={CHECKOUT_SESSION_ID}",
                "cancel_url": "https://portal.example.com/back"}  # fmt: skip
        if mode == "payment":
            item = "line_items[0]"
            wish |= {f"{item}[quantity]": 1, f"{item}[price_data][currency]": "eur",
                     f"{item}[price_data][unit_amount]": 132750,
                     f"{item}[price_data][product_data][name]": "Invoice ACME-0042"}  # fmt: skip
        status, row = self.post("/v1/checkout/sessions", **(wish | more))
        assert status == 200, row
        return row

    def events(self) -> list[str]:
        return [row["type"] for row in reversed(self.provider.rows("event", self.key))]


class Inbox:
    """Takes webhooks; ``answers`` are the statuses it gives, one each, then 200."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[int] = []

    def __call__(self, url: str, headers: dict[str, str], body: bytes) -> int:
        self.received.append((url, headers, body))
        return self.answers.pop(0) if self.answers else 200

    @property
    def types(self) -> list[str]:
        return [json.loads(body)["type"] for _, _, body in self.received]


class Clock:
    def __init__(self) -> None:
        self.now = 1_773_662_400.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def provider(clock: Clock, inbox: Inbox) -> Iterator[Provider]:
    made = Provider(clock=clock, send=inbox)
    yield made
    made.close()


@pytest.fixture
def shop(provider: Provider) -> Shop:
    return Shop(provider)


@pytest.fixture
def rival(provider: Provider) -> Shop:
    return Shop(provider, OTHER_KEY)
