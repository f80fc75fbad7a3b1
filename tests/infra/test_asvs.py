"""The table of ASVS says nothing that is not so, and every id on a test is one of its requirements."""

from collections import Counter
from dataclasses import replace

import pytest

from infra.asvs.table import Carried, Requirement, carried, mistakes, requirements, sections


def test_the_table_is_whole_and_says_what_is_so():
    listed = requirements()
    assert Counter(one.level for one in listed) == {"1": 70, "2": 183}
    assert len({one.id for one in listed}) == 253
    assert {one.section for one in listed} | {one.section.partition(".")[0] for one in listed} == set(sections())
    assert list(mistakes(listed, carried())) == []


SOUND = Requirement("6.2.1", "1", "At least 8 characters", "test", "")
KNOWN = Carried({"6.2.1": ["tests/x.py::test_x"]}, {"V17": ["tests/x.py::test_v17_x"]})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "fine"}, "6.2.1: no such state as fine"),
        ({"evidence": "V18"}, "6.2.1: no test carries V18"),
        ({"state": "open", "evidence": "later, perhaps"}, "6.2.1 is open, yet tests/x.py::test_x carries it"),
        ({"state": "none"}, "6.2.1: no reason"),
        ({"state": "proof", "evidence": "by reading it"}, "6.2.1: where is it shown?"),
        ({"state": "proof", "evidence": "`docs/nowhere.md`"}, "6.2.1: docs/nowhere.md is not there"),
        ({"id": "6.2.2"}, "6.2.1: no such requirement (tests/x.py::test_x)"),
        ({"id": "6.2.2"}, "6.2.2: no test carries it"),
    ],
)
def test_what_is_not_so_is_found(changes, sentence):
    assert list(mistakes([SOUND], KNOWN)) == []
    assert sentence in mistakes([replace(SOUND, **changes)], KNOWN)
