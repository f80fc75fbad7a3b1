"""Every use case that is proved under faults: each slice adds its own."""

from tests.faults.cases import invoices, outbox, people
from tests.faults.harness import UseCase

CASES: tuple[UseCase, ...] = (*outbox.CASES, *people.CASES, *invoices.CASES)
