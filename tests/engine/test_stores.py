"""What stores promise, once more on MiniStack: the tests are those of moto, run over another engine."""

# ruff: noqa: F401, F403, F811
from tests.adapters.test_dynamodb import *
from tests.adapters.test_limits import *
