"""Every use case that is proved under faults: each slice adds its own."""

from tests.faults.cases import (
    erasures,
    estimates,
    exports,
    invoices,
    outbox,
    people,
    projects,
    statements,
    subscriptions,
    talk,
    tenants,
)
from tests.faults.harness import UseCase

CASES: tuple[UseCase, ...] = (
    *outbox.CASES, *people.CASES, *tenants.CASES, *invoices.CASES, *subscriptions.CASES, *exports.CASES, *statements.CASES,
    *estimates.CASES, *projects.CASES, *talk.CASES, *erasures.CASES,
)  # fmt: skip
