"""Two faults in one run: a seeded sample."""

import pytest

from tests.faults.cases import outbox
from tests.faults.harness import pairs_of_faults


@pytest.mark.parametrize("case", outbox.CASES, ids=[case.name for case in outbox.CASES])
def test_promises_hold_after_two_faults(world, case):
    assert pairs_of_faults(world, case, seed=2026, count=20) == []
