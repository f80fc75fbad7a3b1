"""The door's tests of tokens that work once, once more on MiniStack."""

# ruff: noqa: F401, F403, F811
from tests.sessions.test_accept_invitation import *
from tests.sessions.test_refresh import *
from tests.sessions.test_resets import *
