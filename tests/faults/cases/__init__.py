"""Every use case that is proved under faults: each slice adds its own."""

from tests.faults.cases import outbox
from tests.faults.harness import UseCase

CASES: tuple[UseCase, ...] = (*outbox.CASES,)
