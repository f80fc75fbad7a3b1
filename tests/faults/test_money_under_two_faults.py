"""Two faults in one run of a use case of money: a seeded sample of five hundred; ``make faults`` draws more."""

import pytest

from tests.faults.cases.payments import CASES
from tests.faults.harness import pairs_of_faults

PAIRS = 500
EACH = -(-PAIRS // len(CASES))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_books_agree_after_two_faults(bank_world, case):
    assert pairs_of_faults(bank_world, case, seed=2026, count=EACH) == []
