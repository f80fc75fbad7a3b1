"""The world of the fault tests."""

import pytest

from chalicelib.checkouts import store as checkouts
from chalicelib.payments import render_receipt as receipts
from chalicelib.payments import store
from chalicelib.setups import store as setups
from tests.faults.harness import World
from tests.fixtures.aws import Time
from tests.fixtures.gateway import Plug
from tests.fixtures.http import Api
from tests.fixtures.post import Post


@pytest.fixture
def world(cloud: None, time: Time, post: Post, api: Api, monkeypatch: pytest.MonkeyPatch) -> World:
    """A deployment whose wires can fail."""
    return World(time, post, api, monkeypatch)


@pytest.fixture
def bank_world(world: World, plug: Plug, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world with a payment gateway. One shard of open attempts says as much as sixteen, a receipt may be any file."""
    world.plug = plug  # type: ignore[attr-defined]
    for each in (store, checkouts, setups):
        monkeypatch.setattr(each, "SHARDS", 1)
    monkeypatch.setattr(receipts, "render_receipt", lambda document: f"%PDF {document.number}".encode())
    return world
