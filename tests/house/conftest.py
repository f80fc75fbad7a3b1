"""The world of the matrix, built once a run and put back for every test."""

from collections.abc import Iterator

import pytest

from app import app
from chalicelib.adapters.gateways import stripe
from chalicelib.core import clock
from chalicelib.gateway.open import driver_of
from infra.provider import Provider
from tests.fixtures.gateway import Lambdas
from tests.house.matrix.bench import Bench
from tests.house.matrix.state import Picture
from tests.house.matrix.world import World, build

_built: list[tuple[World, Picture, Provider]] = []


def _provider(known: Provider | None = None) -> Provider:
    return known or Provider(clock=lambda: clock.now().timestamp(), send=lambda url, headers, body: 200)


@pytest.fixture
def bench(cloud: None, lambdas: Lambdas, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """The whole app before the world of the matrix, both merchants at the stand-in provider."""
    whole = stripe.StripeGateway
    provider = _provider(_built[0][2] if _built else None)

    def without_sockets(api_key: str, *, api_base: str = "") -> stripe.StripeGateway:
        return whole(api_key, transport=lambda *request: provider.transport(*request), retry_pause=0)

    monkeypatch.setattr(stripe, "StripeGateway", without_sockets)
    driver_of.cache_clear()
    if not _built:
        _built.append((build(), Picture(), provider))
    world, picture, _ = _built[0]
    picture.restore()
    yield Bench(app, world, picture)
    driver_of.cache_clear()
