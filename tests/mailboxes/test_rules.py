"""A mailbox's state follows from what happened to it, in whatever order and however often one hears of it."""

from itertools import permutations

import pytest

from chalicelib.mailboxes import rules
from chalicelib.mailboxes.entity import Mailbox, MailProblem

EVENTS = [
    MailProblem(kind="transient", at="2026-03-16T12:00:09.000Z", reason="MailboxFull"),
    MailProblem(kind="bounce", at="2026-03-16T12:00:01.000Z", reason="NoEmail"),
    MailProblem(kind="bounce", at="2026-03-16T12:00:05.000Z", reason="General"),
    MailProblem(kind="complaint", at="2026-03-16T12:00:03.000Z", reason="abuse"),
]


def told(*events: MailProblem, cleared_at: str | None = None) -> Mailbox:
    mailbox = Mailbox(tenant_id="ten_acme", email="ada@example.com", cleared_at=cleared_at)
    for event in events:
        mailbox = rules.note(mailbox, event) or mailbox
    return mailbox


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_order_and_repetition_of_events_change_nothing(count):
    for chosen in permutations(EVENTS, count):
        gravest = max(chosen, key=lambda event: (["transient", "bounce", "complaint"].index(event.kind), event.at))
        assert told(*chosen, *chosen, *reversed(chosen)).problem == gravest


def test_an_event_that_says_nothing_new_asks_for_no_writing():
    mailbox = told(EVENTS[2])
    assert [rules.note(mailbox, event) for event in (EVENTS[2], EVENTS[1], EVENTS[0])] == [None] * 3


def test_what_happened_before_staff_cleared_it_does_not_come_back():
    cleared = rules.clear(told(EVENTS[2]), "2026-03-16T12:00:05.000Z")
    assert cleared.problem is None
    assert [rules.note(cleared, event) for event in EVENTS[1:]] == [None] * 3
    assert rules.note(cleared, EVENTS[0]).problem == EVENTS[0]


@pytest.mark.parametrize(
    ("events", "suppressed", "withheld", "withheld_despite"),
    [
        ([], False, False, False),
        ([EVENTS[0]], False, False, False),
        ([EVENTS[1]], True, True, True),
        ([EVENTS[3]], True, True, False),
    ],
)
def test_nothing_goes_where_there_is_no_mailbox_and_after_a_complaint_only_what_is_about_access(
    events, suppressed, withheld, withheld_despite
):
    mailbox = told(*events)
    assert rules.is_suppressed(mailbox) is suppressed
    assert rules.withholds(mailbox, despite_complaint=False) is withheld
    assert rules.withholds(mailbox, despite_complaint=True) is withheld_despite


def test_of_an_address_of_which_nothing_is_known_nothing_is_withheld():
    assert (rules.is_suppressed(None), rules.withholds(None, despite_complaint=False)) == (False, False)
