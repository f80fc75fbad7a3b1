"""Invoices that are sent at the same moment, in every order of their calls: each gets a number, none is skipped or given twice (I8)."""

import pytest

from chalicelib.core.errors import PortalError
from chalicelib.invoices.find import find_for_staff
from chalicelib.invoices.rules import number_of
from chalicelib.invoices.schemas import InvoiceChange
from chalicelib.invoices.send import send_invoice
from chalicelib.invoices.update import update_invoice
from tests.fixtures.interleave import explore, hook, wander
from tests.fixtures.invoices import draft_invoice
from tests.fixtures.snapshots import Tables


@pytest.fixture
def office(staff, ada, monkeypatch):
    """Staff who send; the requests park before each write and before each look at the series of numbers."""
    user = staff("accountant").user
    hook(monkeypatch, lambda name: "Transact" in name or name == "dynamodb.GetItem tenants")
    return user


def send(user, draft):
    """Whoever is told to try again, does."""

    def work():
        for _ in range(40):
            try:
                return send_invoice(user, draft.id)
            except PortalError:
                if find_for_staff("ten_acme", draft.id).number:
                    raise
        raise AssertionError("never got a number")

    return work


def numbers(drafts):
    return sorted(find_for_staff("ten_acme", draft.id).number or "" for draft in drafts)


def test_i8_two_at_once(office):
    drafts = [draft_invoice("ten_acme", "cus_one") for _ in range(2)]
    start = Tables()

    def prepare():
        start.restore()
        return [send(office, draft) for draft in drafts]

    outcomes = list(explore(_checked(prepare, drafts)))
    assert len(outcomes) > 10


def _checked(prepare, drafts):
    """Look at the numbers of one schedule before the next one begins."""
    begun = []

    def again():
        if begun:
            assert numbers(drafts) == [number_of(1), number_of(2)]
        begun.append(True)
        return prepare()

    return again


def test_i8_twenty_at_once(office):
    drafts = [draft_invoice("ten_acme", "cus_one") for _ in range(20)]
    start = Tables()

    def prepare():
        start.restore()
        return [send(office, draft) for draft in drafts]

    for outcome in wander(prepare, 3):
        assert [runner.error for runner in outcome.runners] == [None] * 20
        assert numbers(drafts) == [number_of(place) for place in range(1, 21)]


def test_i7_a_draft_that_is_changed_while_it_is_sent_is_sent_as_it_is_kept(office):
    draft = draft_invoice("ten_acme", "cus_one")
    start = Tables()

    def prepare():
        start.restore()
        return [send(office, draft), lambda: update_invoice(office, draft.id, InvoiceChange(notes="Thank you"))]

    for outcome in explore(prepare):
        sent, changed = outcome.runners
        kept = find_for_staff("ten_acme", draft.id)
        assert (kept.status, sent.error) == ("sent", None), outcome.story
        assert changed.error is None or isinstance(changed.error, PortalError), outcome.story
