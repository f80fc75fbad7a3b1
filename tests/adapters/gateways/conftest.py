"""The Stripe driver in front of the stand-in provider: over a real socket, and without one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters.gateways.models import (
    AttemptQuery,
    ChargeRequest,
    CheckoutRequest,
    CustomerRequest,
    Purpose,
    SavedMethod,
    SetupRequest,
)
from chalicelib.adapters.gateways.stripe import StripeGateway
from infra.provider import Provider, ProviderServer

KEY = "sk_test_acme_0001"
BACK = "https://portal.example.com/acme/invoices/inv_1"


class Desk:
    """One merchant's driver, one customer of theirs, and the provider behind it."""

    def __init__(self, provider: Provider, gateway: StripeGateway) -> None:
        self.provider, self.gateway = provider, gateway
        request = CustomerRequest(tenant="ten_1", customer="cus_1", name="Ada Analytical", email="ada@example.com")
        self.customer = gateway.ensure_customer(request)

    def purpose(self, attempt: str = "att_1") -> Purpose:
        return Purpose(tenant="ten_1", customer="cus_1", attempt=attempt)

    def method(self, token: str = "pm_card_visa") -> SavedMethod:
        return self.gateway.attach_method(token, self.customer)

    def charge(self, token: str = "pm_card_visa", attempt: str = "att_1", **more: object) -> ChargeRequest:
        wish: dict = {
            "purpose": self.purpose(attempt), "amount": 132750, "currency": "EUR", "gateway_customer": self.customer,
            "description": "Invoice ACME-0042", "return_url": BACK,
        }  # fmt: skip
        if "method_id" not in more:
            method = self.method(token)
            wish |= {"method_id": method.id, "method_type": method.type}
        return ChargeRequest(**(wish | more))

    def checkout(self, attempt: str = "att_1", **more: object) -> CheckoutRequest:
        wish: dict = {
            "purpose": self.purpose(attempt), "amount": 132750, "currency": "EUR", "gateway_customer": self.customer,
            "description": "Invoice ACME-0042", "success_url": f"{BACK}?paid=1", "cancel_url": BACK,
            "expires_at": self.now + timedelta(hours=1),
        }  # fmt: skip
        return CheckoutRequest(**(wish | more))

    def setup(self, attempt: str = "set_1", **more: Any) -> SetupRequest:
        return SetupRequest(
            purpose=self.purpose(attempt), gateway_customer=self.customer, success_url=BACK, cancel_url=BACK,
            expires_at=self.now + timedelta(hours=1), **more,
        )  # fmt: skip

    def query(self, attempt: str = "att_1", **more: object) -> AttemptQuery:
        return AttemptQuery(**({"attempt": attempt, "since": self.now, "gateway_customer": self.customer} | more))

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(int(self.provider.clock()), UTC)


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Without sockets."""
    provider = Provider(send=lambda url, headers, body: 200)
    yield Desk(provider, StripeGateway(KEY, transport=provider.transport, retry_pause=0))
    provider.close()


@pytest.fixture(params=["in process", "over a socket"])
def any_desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Both ways."""
    if request.param == "in process":
        yield request.getfixturevalue("desk")
        return
    with ProviderServer() as provider:
        gateway = StripeGateway(KEY, api_base=f"{provider.public_url}/")
        yield Desk(provider, gateway)
        gateway.close()
