"""The local stack for tests of infra."""

from tests.stack import local_stack  # noqa: F401
