"""The world of the fault tests."""

import pytest

from tests.faults.harness import World
from tests.fixtures.aws import Time
from tests.fixtures.http import Api
from tests.fixtures.post import Post


@pytest.fixture
def world(cloud: None, time: Time, post: Post, api: Api, monkeypatch: pytest.MonkeyPatch) -> World:
    """A deployment whose wires can fail."""
    return World(time, post, api, monkeypatch)
