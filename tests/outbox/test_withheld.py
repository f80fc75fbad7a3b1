"""A mail to an address that is known not to take it is withheld: no error, no alarm, and staff can see that."""

import logging

import pytest

from chalicelib.adapters.dynamodb import transaction
from chalicelib.audit.find import find_changes_of_month
from chalicelib.contacts.record_mail_event import record_mail_event
from chalicelib.core.letters import Letter, Sheet
from chalicelib.outbox import store
from chalicelib.outbox.add import add_mail
from chalicelib.outbox.deliver import deliver_outbox
from tests.faults.harness import outbox_rows
from tests.fixtures.feedback import an_event, mark
from tests.outbox.letters import ACME, TOKEN, a_mail, row


def bring(outbox_id):
    deliver_outbox({"outbox_id": outbox_id}, "req_test")


def a_letter(customer_id: str, *, despite_complaint: bool = False) -> str:
    letter = Letter("ada@example.com", "en", "Hello", "Hello Ada,", ("Here you are.",))
    with transaction() as tx:
        add_mail(tx, ACME, Sheet(letter, despite_complaint=despite_complaint), customer_id)
    return outbox_rows()[-1].id


@pytest.mark.parametrize("kind", ["bounce", "complaint"])
def test_it_is_withheld_and_nothing_of_it_is_kept(post, monkeypatch, kind):
    told = []
    monkeypatch.setattr(logging.getLogger("portal.alarm"), "error", lambda *_, **__: told.append(1))
    mark("ten_acme", "ada@example.com", kind)
    outbox_id = a_mail(secret=TOKEN)
    bring(outbox_id)
    bring(outbox_id)
    kept = row(outbox_id)
    assert (kept.state, kept.tries, kept.to, kept.subject, kept.text, kept.html, kept.sealed) == (
        "suppressed",
        0,
        *[None] * 5,
    )
    assert (post.sent, told) == ([], [])


def test_staff_see_it_once_in_the_audit(post):
    mark("ten_acme", "ada@example.com")
    outbox_id = a_mail()
    bring(outbox_id)
    bring(outbox_id)
    found, _ = find_changes_of_month("ten_acme", "2026-03", 10, None)
    assert [(one.action, one.subject_id, one.customer_id) for one in found] == [("mail.withheld", outbox_id, "cus_1")]


def test_after_a_transient_bounce_the_next_mail_goes(post):
    mark("ten_acme", "ada@example.com", "transient")
    bring(a_mail())
    assert len(post.sent) == 1


def test_what_another_tenant_knows_of_the_address_withholds_nothing(post):
    mark("ten_globex", "ada@example.com")
    bring(a_mail())
    assert len(post.sent) == 1


@pytest.mark.parametrize(("kind", "goes"), [("bounce", 0), ("complaint", 1)])
def test_what_is_about_ones_own_access_goes_despite_a_complaint_but_not_into_the_void(post, kind, goes):
    mark("ten_acme", "ada@example.com", kind)
    bring(a_letter("cus_1", despite_complaint=True))
    assert len(post.sent) == goes


@pytest.mark.parametrize("kind", ["bounce", "complaint"])
def test_the_merchants_own_people_are_always_written_to(post, kind):
    """Nobody could clear the mark for them but themselves, and they need a mail to get in."""
    mark("ten_acme", "ada@example.com", kind)
    bring(a_letter(""))
    assert len(post.sent) == 1


def test_an_uncertain_mail_whose_bounce_comes_before_its_second_try_is_not_sent_again(post, monkeypatch):
    outbox_id = a_mail()
    entry = store.get(outbox_id)
    store.keep(entry.model_copy(update={"tries": 1, "failure": "ReadTimeoutError"}))
    record_mail_event(an_event(outbox_id), "req_event")
    bring(outbox_id)
    assert (row(outbox_id).state, post.sent) == ("suppressed", [])
