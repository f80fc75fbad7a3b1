"""A mail of the outbox reaches its reader at least once and at most twice, whatever happens on the way (I4)."""

import logging

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.adapters import mailer, object_store
from chalicelib.core import clock
from chalicelib.outbox import deliver, rules, store
from chalicelib.outbox.deliver import DocumentNotThere, deliver_outbox
from tests.outbox.letters import TOKEN, a_mail, row

PDF = b"%PDF-1.7 the invoice"


def bring(outbox_id):
    deliver_outbox({"outbox_id": outbox_id}, "req_test")


@pytest.fixture
def ses(monkeypatch):
    """What SES answers to each send, in turn: an error, or None for a mail that it takes."""
    answers, real = [], mailer.send

    def send(envelope):
        error = answers.pop(0) if answers else None
        if error:
            raise error
        return real(envelope)

    monkeypatch.setattr(mailer, "send", send)
    return answers


def test_a_mail_is_sent_and_what_it_said_and_to_whom_is_forgotten(post):
    outbox_id = a_mail()
    bring(outbox_id)
    (mail,) = post.sent
    assert (mail.to, mail.subject) == ("ada@example.com", "Hello")
    done = row(outbox_id)
    assert (done.state, done.tries, bool(done.message_id)) == ("done", 1, True)
    assert [done.to, done.subject, done.text, done.html, done.sender_name, done.reply_to] == [None] * 6
    assert done.expires == clock.epoch() + 30 * 86_400


def test_v11_the_token_stands_in_the_link_alone_and_its_sealed_copy_is_gone(post):
    outbox_id = a_mail(secret=TOKEN)
    assert TOKEN not in row(outbox_id).model_dump_json()
    bring(outbox_id)
    (mail,) = post.sent
    assert mail.first_link.endswith(f"#{TOKEN}")
    assert mail.html.count(TOKEN) == 3
    assert row(outbox_id).sealed is None


def test_a_second_message_for_a_mail_sends_nothing(post):
    outbox_id = a_mail()
    bring(outbox_id)
    bring(outbox_id)
    assert len(post.sent) == 1


def test_a_message_for_a_row_that_is_gone_is_done(post):
    bring("out_00000000000000000000000000")
    assert post.sent == []


def test_a_document_is_attached(post):
    object_store.keep("documents/7", PDF, "application/pdf")
    bring(a_mail(document="documents/7"))
    assert post.sent[0].attachments == {"invoice-7.pdf": PDF}


def test_a_document_that_is_not_there_yet_is_waited_for(post, monkeypatch):
    outbox_id = a_mail(document="documents/7")
    monkeypatch.setattr(deliver, "PATIENCE", (0.5, 0.5))
    waited = []

    def rendered_meanwhile(seconds):
        waited.append(seconds)
        object_store.keep("documents/7", PDF, "application/pdf")

    monkeypatch.setattr("time.sleep", rendered_meanwhile)
    bring(outbox_id)
    assert waited == [0.5]
    assert len(post.sent) == 1


def test_a_document_that_does_not_come_costs_no_try_and_the_queue_brings_the_mail_again(post):
    outbox_id = a_mail(document="documents/7")
    for _ in range(4):
        with pytest.raises(DocumentNotThere):
            bring(outbox_id)
    assert (row(outbox_id).state, row(outbox_id).tries) == ("pending", 0)
    object_store.keep("documents/7", PDF, "application/pdf")
    bring(outbox_id)
    assert len(post.sent) == 1


@pytest.mark.parametrize("reason", ["TooManyRequestsException", "EndpointConnectionError"])
def test_what_was_surely_not_sent_is_no_try(post, ses, reason):
    outbox_id = a_mail()
    ses += [mailer.MailNotSent(reason)] * 5
    for _ in range(5):
        with pytest.raises(mailer.MailNotSent):
            bring(outbox_id)
        given_back = row(outbox_id)
        assert (given_back.state, given_back.tries, given_back.failure) == ("pending", 0, reason)
    bring(outbox_id)
    assert len(post.sent) == 1


def test_what_is_refused_for_good_is_not_tried_again_and_its_code_is_kept(post, ses, alarms):
    outbox_id = a_mail(secret=TOKEN)
    ses.append(mailer.MailRefused("MessageRejected"))
    bring(outbox_id)
    bring(outbox_id)
    refused = row(outbox_id)
    assert (refused.state, refused.failure, refused.to) == ("refused", "MessageRejected", "ada@example.com")
    assert [refused.text, refused.html, refused.sealed] == [None] * 3
    assert [alarm["alarm"] for alarm in alarms] == ["mail_refused"]
    assert post.sent == []


def test_a_mail_that_cannot_be_written_is_refused_before_it_is_claimed(post, alarms):
    outbox_id = a_mail(to="ada@example.com, eve@example.com")
    bring(outbox_id)
    assert (row(outbox_id).state, row(outbox_id).failure, row(outbox_id).tries) == ("refused", "form", 0)


def test_an_uncertain_try_counts_and_a_second_one_follows(post, ses):
    outbox_id = a_mail()
    ses.append(mailer.MailUncertain("ReadTimeoutError"))
    with pytest.raises(mailer.MailUncertain):
        bring(outbox_id)
    assert (row(outbox_id).state, row(outbox_id).tries) == ("pending", 1)
    bring(outbox_id)
    assert (row(outbox_id).state, row(outbox_id).tries) == ("done", 2)


def test_after_two_uncertain_tries_nobody_knows_and_an_alarm_rings(post, ses, alarms):
    outbox_id = a_mail(secret=TOKEN)
    ses += [mailer.MailUncertain("ReadTimeoutError")] * 2
    with pytest.raises(mailer.MailUncertain):
        bring(outbox_id)
    bring(outbox_id)
    bring(outbox_id)
    unknown = row(outbox_id)
    assert (unknown.state, unknown.tries, unknown.sealed) == ("unknown", 2, None)
    assert alarms == [
        {
            "alarm": "mail_unknown", "event": "outbox.unknown", "outbox_id": outbox_id, "tenant": "ten_acme",
            "failure": "ReadTimeoutError",
        }
    ]  # fmt: skip
    assert post.sent == []


def claimed(outbox_id, tries=1):
    entry = row(outbox_id).model_copy(update={"tries": tries - 1})
    return store.keep(rules.claim(entry, "another worker", clock.epoch()))


def test_a_living_claim_of_another_worker_is_respected(post):
    outbox_id = a_mail()
    claimed(outbox_id)
    with pytest.raises(rules.BeingDelivered):
        bring(outbox_id)
    assert post.sent == []


def test_a_claim_that_has_run_out_is_taken_over_once(post, time):
    outbox_id = a_mail()
    claimed(outbox_id)
    time.move(seconds=rules.LEASE_SECONDS)
    bring(outbox_id)
    assert (len(post.sent), row(outbox_id).tries) == (1, 2)


def test_a_second_claim_that_has_run_out_leaves_it_unknown(post, time, alarms):
    outbox_id = a_mail()
    claimed(outbox_id, tries=2)
    time.move(seconds=rules.LEASE_SECONDS)
    bring(outbox_id)
    assert (len(post.sent), row(outbox_id).state) == (0, "unknown")
    assert [alarm["failure"] for alarm in alarms] == ["claim_ran_out"]


def test_of_two_workers_that_read_the_row_at_once_one_sends(post, monkeypatch):
    outbox_id = a_mail()
    real = deliver._prepared

    def overtaken(entry):
        envelope = real(entry)
        monkeypatch.setattr(deliver, "_prepared", real)
        bring(outbox_id)
        return envelope

    monkeypatch.setattr(deliver, "_prepared", overtaken)
    with pytest.raises(rules.Conflict):
        bring(outbox_id)
    assert len(post.sent) == 1


def test_what_was_sent_is_marked_with_some_insistence(post, monkeypatch):
    outbox_id = a_mail()
    real, failures = store.keep, [ReadTimeoutError(endpoint_url="x")] * 2

    def keep(entry):
        if entry.state == "done" and failures:
            raise failures.pop()
        return real(entry)

    monkeypatch.setattr(store, "keep", keep)
    bring(outbox_id)
    assert (row(outbox_id).state, len(post.sent)) == ("done", 1)


def test_v31_the_log_knows_neither_the_reader_nor_the_token(post, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("portal"), "propagate", True)
    with caplog.at_level(logging.INFO, logger="portal"):
        bring(a_mail(secret=TOKEN))
    lines = [str(vars(record)) for record in caplog.records]
    assert lines
    assert not any(TOKEN in line or "ada@example.com" in line for line in lines)
