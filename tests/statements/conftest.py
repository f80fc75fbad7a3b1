"""The desk at which payments are tested serves statements, too."""

from tests.payments.conftest import desk as desk
