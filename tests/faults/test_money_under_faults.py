"""Every remote call of every use case of money fails in each of seven ways; nothing is lost, doubled or invented."""

from pathlib import Path

import pytest

from chalicelib.payments import render_receipt as receipts
from chalicelib.payments import store
from tests.faults.cases.payments import CASES
from tests.faults.harness import Fault, World, pairs_of_faults, run, single_faults
from tests.fixtures.gateway import Plug

CALLS = Path(__file__).with_name("calls_of_money.txt")
NAMES = [case.name for case in CASES]


@pytest.fixture
def bank_world(world: World, plug: Plug, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world with a payment gateway. One shard of open attempts says as much as sixteen, a receipt may be any file."""
    world.plug = plug  # type: ignore[attr-defined]
    monkeypatch.setattr(store, "SHARDS", 1)
    monkeypatch.setattr(receipts, "render_receipt", lambda document: f"%PDF {document.number}".encode())
    return world


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_books_agree_after_a_single_fault(bank_world, case, fault):
    assert single_faults(bank_world, case, fault) == []


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_books_agree_without_a_fault(bank_world, case):
    assert run(bank_world, case, {}).broken == []


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_books_agree_after_two_faults(bank_world, case):
    assert pairs_of_faults(bank_world, case, seed=2026, count=10) == []


def test_the_list_of_calls_is_the_one_that_was_reviewed(bank_world):
    """A call that is new shows in review: delete calls_of_money.txt and run this once to write it anew."""
    lines = [
        f"{case.name} | {number} | {call}"
        for case in CASES
        for number, call in enumerate(run(bank_world, case, {}).calls, 1)
    ]
    text = "\n".join(lines) + "\n"
    if not CALLS.exists():
        CALLS.write_text(text)
    assert CALLS.read_text() == text
