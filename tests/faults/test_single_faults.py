"""Every remote call of every use case fails in each of seven ways; the promises hold (docs: reliability)."""

from pathlib import Path

import pytest

from tests.faults.cases import CASES
from tests.faults.harness import Fault, calls_of, run, single_faults

CALLS = Path(__file__).with_name("calls.txt")
NAMES = [case.name for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
@pytest.mark.asvs("2.3.3", "16.5.2")
def test_promises_hold_after_a_single_fault(world, case):
    assert [line for fault in Fault for line in single_faults(world, case, fault)] == []


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_promises_hold_without_a_fault(world, case):
    assert run(world, case, {}).broken == []


def test_the_list_of_calls_is_the_one_that_was_reviewed(world):
    """A call that is new shows in review: delete calls.txt and run this once to write it anew."""
    told = calls_of(world, CASES)
    if not CALLS.exists():
        CALLS.write_text(told)
    assert CALLS.read_text() == told
