"""Every remote call of every use case of money fails in each of seven ways; nothing is lost, doubled or invented."""

from pathlib import Path

import pytest

from chalicelib.core import ids
from chalicelib.core.errors import Unavailable
from chalicelib.core.identity import Caller
from chalicelib.payments import carry_out, pay
from chalicelib.payments.ask_gateway import ask_for_money
from chalicelib.payments.bill import find_bill
from chalicelib.payments.schemas import NewPayment
from chalicelib.payments.wish import read_wish
from tests.faults.cases import checkouts, payments, setups
from tests.faults.harness import Fault, calls_of, run, single_faults, usual_calls

CALLS = Path(__file__).with_name("calls_of_money.txt")
CASES = (*payments.CASES, *checkouts.CASES, *setups.CASES)
NAMES = [case.name for case in CASES]
ENTRANCE = ("sessions+tenants", " idempotency", "GetQueueUrl", "SendMessage", "GetParameter")
"""What every request does in the same way, before and after its own work: it fails in the first use case only."""


@pytest.mark.parametrize("case", CASES, ids=NAMES)
@pytest.mark.asvs("2.3.3", "16.5.2", "16.5.3")
def test_the_books_agree_after_a_single_fault(bank_world, case):
    own = [
        (number, name)
        for number, name in enumerate(usual_calls(bank_world, case), 1)
        if case is CASES[0] or not name.endswith(ENTRANCE)
    ]
    broken = [
        f"call {number} ({name}), {fault.name}: {line}"
        for fault in Fault
        for number, name in own
        for line in run(bank_world, case, {number: fault}).broken
    ]
    assert broken == []


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_books_agree_without_a_fault(bank_world, case):
    assert run(bank_world, case, {}).broken == []


def test_the_list_of_calls_is_the_one_that_was_reviewed(bank_world):
    """A call that is new shows in review: delete calls_of_money.txt and run this once to write it anew."""
    told = calls_of(bank_world, CASES)
    if not CALLS.exists():
        CALLS.write_text(told)
    assert CALLS.read_text() == told


def asks_under_a_fresh_key(attempt):
    """Every try is another request to the gateway."""
    ask = {**attempt.ask, "purpose": {**attempt.ask["purpose"], "attempt": ids.new_id("att")}}
    return ask_for_money(attempt.model_copy(update={"ask": ask}))


def gives_up_when_nobody_answers(actor, merchant, attempt, invoices=None):
    """No answer counts as no charge."""
    try:
        return carry_out.conclude_attempt(actor, merchant, attempt, ask_for_money(attempt), invoices)
    except Unavailable:
        failed = attempt.model_copy(update={"state": "failed", "failure_code": "no_answer"})
        carry_out.keep_attempt(actor, merchant, attempt, failed)
        raise


def test_a_careless_key_is_caught(bank_world, monkeypatch):
    monkeypatch.setattr(carry_out, "ask_for_money", asks_under_a_fresh_key)
    assert "charged [11900, 11900]" in "\n".join(single_faults(bank_world, CASES[0], Fault.ANSWER_LOST))


def test_a_careless_end_is_caught(bank_world, monkeypatch):
    monkeypatch.setattr(pay, "carry_out", gives_up_when_nobody_answers)
    monkeypatch.setattr(pay, "_follow", begins_anew)
    assert "charged [11900, 11900]" in "\n".join(single_faults(bank_world, CASES[0], Fault.ANSWER_LOST))


def begins_anew(user, attempt):
    """A repeated request is a new payment."""
    bill = find_bill(attempt.tenant_id, attempt.customer_id, attempt.invoice_ids)
    if attempt.state != "failed" or not bill.invoices[0].is_open:
        return attempt
    request = NewPayment(payment_method_id=attempt.method_id)
    caller = Caller("", None, None, {}, ids.new_id("key"), "", "req", None, {}, b"")
    return pay._begin(user, bill, read_wish(user, caller, bill, request))
