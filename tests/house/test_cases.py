"""Each case V01 to V34 has tests that carry its number, and a broken twin that one of them must flag."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house.cases.list import CASES, NOT_YET, SHOWN
from tests.house.cases.twins import TWINS

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"(?:^|_)[vV]([0-9]{2})(?=_|$)")


def written() -> set[str]:
    """Every test, as pytest names it, without running any."""
    found = set()
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        body = ast.parse(path.read_text()).body
        names = [node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        found |= {f"{path.relative_to(ROOT)}::{name}" for name in names}
    return found


def cases_of(test: str) -> set[str]:
    return {f"V{number}" for number in NUMBER.findall(test.partition("::")[2])}


def uncovered(tests: set[str], broken: dict[str, set[str]]) -> list[str]:
    """What is missing, in sentences."""
    named = set().union(*map(cases_of, tests))
    missing = [f"{case} has no test" for case in CASES if case not in named]
    missing += [f"{case} was never shown red" for case in CASES if not broken.get(case)]
    missing += [f"{case} is no case" for case in sorted(named - CASES.keys())]
    return missing + [f"{one} is no test" for tests_of in broken.values() for one in sorted(tests_of - tests)]


def broken() -> dict[str, set[str]]:
    found = defaultdict(set)
    for twin in TWINS:
        found[twin.case].add(twin.test)
    for case, test in SHOWN.items():
        found[case].add(test)
    return found


def test_every_case_has_a_test_and_was_shown_red():
    for case, what in sorted(NOT_YET.items()):
        print(f"not yet, {case}: {what}")
    assert uncovered(written(), broken()) == []
    assert NOT_YET.keys() <= CASES.keys()


@pytest.mark.parametrize("case", ["V09", "V25", "V34"])
def test_a_case_without_a_test_or_without_a_twin_is_noticed(case):
    without_test = {test for test in written() if case not in cases_of(test)}
    assert f"{case} has no test" in uncovered(without_test, broken())
    without_twin = {name: tests for name, tests in broken().items() if name != case}
    assert uncovered(written(), without_twin) == [f"{case} was never shown red"]


def test_a_case_nobody_knows_and_a_twin_of_no_test_are_noticed():
    odd = {"tests/x.py::test_v77_something"}
    assert uncovered(written() | odd, broken()) == ["V77 is no case"]
    assert uncovered(written(), {**broken(), "V01": odd}) == ["tests/x.py::test_v77_something is no test"]


def test_each_twin_breaks_a_test_of_its_case():
    assert [twin.test for twin in TWINS if twin.case not in cases_of(twin.test)] == []
