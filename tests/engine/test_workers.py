"""The workers' tests of claims and terms that are nobody else's, once more on MiniStack."""

# ruff: noqa: F401, F403, F811
from tests.outbox.test_deliver import *
from tests.outbox.test_sweep import *
from tests.subscriptions.test_renew import *
