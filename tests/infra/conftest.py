"""The local stack for tests of infra."""

from tests.stack import bare_stack  # noqa: F401
