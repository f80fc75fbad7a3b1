"""Mail that comes back or is reported as unwanted marks the address, for the tenant that wrote to it and nobody else."""

import pytest

from chalicelib.adapters import aws
from chalicelib.adapters.mail_events import MailEventUnreadable
from chalicelib.audit.find import find_changes_of_month
from chalicelib.contacts.record_mail_event import record_mail_event
from chalicelib.outbox.deliver import deliver_outbox
from tests.fixtures.feedback import AT, an_event, known_of
from tests.outbox.letters import a_mail, row

ADA = ("ten_acme", "ada@example.com")


def told(event: dict) -> None:
    record_mail_event(event, "req_event")


def sent(**more) -> str:
    """A mail of acme's to Ada went; its id."""
    outbox_id = a_mail(**more)
    deliver_outbox({"outbox_id": outbox_id}, "req_test")
    return outbox_id


def audited(tenant_id: str = "ten_acme") -> list[tuple]:
    found, _ = find_changes_of_month(tenant_id, "2026-03", 100, None)
    return [
        (one.action, one.subject_id, one.actor_kind, one.changes) for one in found if one.action.startswith("mail.")
    ]


def test_every_mail_carries_the_tag_by_which_its_events_are_known(post):
    asked = []
    outbox_id = a_mail()
    client = aws.client("sesv2", read_timeout=10, attempts=1)
    client.meta.events.register("provide-client-params.sesv2.SendEmail", lambda params, **_: asked.append(params))
    deliver_outbox({"outbox_id": outbox_id}, "req_test")
    assert asked[0]["EmailTags"] == [{"Name": "outbox_id", "Value": outbox_id}]


@pytest.mark.parametrize(
    ("kind", "action", "reason"),
    [
        ("bounce", "mail.bounced", "General"),
        ("complaint", "mail.complained_of", "abuse"),
        ("transient", "mail.not_delivered", "MailboxFull"),
    ],
)
def test_what_became_of_a_mail_marks_its_address_and_stands_in_the_audit(post, kind, action, reason):
    outbox_id = sent()
    told(an_event(outbox_id, kind=kind))
    assert known_of(*ADA) == (kind, AT)
    assert audited() == [(action, outbox_id, "machine", {"reason": reason})]


def test_the_audit_names_the_contact_and_never_the_address(api, staff, ada, post):
    path = f"/merchant/customers/cus_one/contacts/{ada.id}/portal-access"
    api.delete(path, token=staff("support").token)
    api.put(path, {}, token=staff("support").token)
    (message,) = post.waiting("outbox")
    deliver_outbox(message, "req_test")
    told(an_event(message["outbox_id"]))
    assert audited() == [("mail.bounced", ada.id, "machine", {"reason": "General"})]


def test_the_same_event_again_and_an_older_one_change_nothing(post):
    outbox_id = sent()
    told(an_event(outbox_id))
    told(an_event(outbox_id))
    told(an_event(outbox_id, at="2026-03-16T12:00:01.000Z"))
    told(an_event(outbox_id, kind="transient", at="2026-03-16T13:00:00.000Z"))
    assert known_of(*ADA) == ("bounce", AT)
    assert len(audited()) == 1


def test_an_event_that_overtakes_the_answer_to_its_own_mail_counts_too(post):
    outbox_id = a_mail()
    told(an_event(outbox_id))
    assert known_of(*ADA) == ("bounce", AT)
    assert row(outbox_id).state == "pending"


def test_v01_a_mail_of_one_tenant_marks_nobody_at_another(post):
    told(an_event(sent()))
    assert known_of("ten_globex", "ada@example.com") is None
    assert audited("ten_globex") == []


@pytest.mark.parametrize("outbox_id", ["out_00000000000000000000000000", "inv_1"])
def test_an_event_without_a_mail_of_ours_marks_nobody(post, outbox_id):
    sent()
    told(an_event(outbox_id))
    assert known_of(*ADA) is None


def test_an_event_that_names_a_mail_to_somebody_else_marks_nobody(post):
    told(an_event(a_mail(), "bob@example.com"))
    assert known_of("ten_acme", "bob@example.com") is None
    assert known_of(*ADA) is None


def test_a_mail_that_ses_took_and_did_not_send_rings(post, alarms):
    outbox_id = sent()
    told(an_event(outbox_id, kind="rejected"))
    assert [(alarm["event"], alarm["outbox_id"]) for alarm in alarms] == [("mail.rejected", outbox_id)]
    assert known_of(*ADA) is None


def test_a_mail_moved_out_of_the_spam_is_no_complaint(post):
    event = an_event(sent(), kind="complaint")
    event["detail"]["complaint"]["complaintFeedbackType"] = "not-spam"
    told(event)
    assert known_of(*ADA) is None


def test_what_a_foreign_server_wrote_is_kept_nowhere(post):
    event = an_event(sent())
    event["detail"]["bounce"]["bounceSubType"] = "550 <ada@example.com> is unknown"
    told(event)
    assert audited()[0][3] == {"reason": "unknown"}


@pytest.mark.parametrize(
    "break_it",
    [
        lambda event: event.clear(),
        lambda event: event.update(detail=None),
        lambda event: event["detail"].pop("mail"),
        lambda event: event["detail"]["mail"]["tags"].pop("outbox_id"),
        lambda event: event["detail"]["mail"]["tags"].update(outbox_id=["a", "b"]),
        lambda event: event["detail"]["mail"].update(destination=["ada@example.com", "eve@example.com"]),
        lambda event: event["detail"]["mail"].update(destination=["nobody"]),
        lambda event: event["detail"]["bounce"].update(timestamp="soon"),
    ],
)
def test_v34_what_is_no_event_is_refused_so_that_it_ends_among_the_dead_letters(post, break_it):
    event = an_event(sent())
    break_it(event)
    with pytest.raises(MailEventUnreadable):
        told(event)


def test_deliveries_and_clicks_ask_nothing_of_us(post):
    told({"detail": {"eventType": "Delivery"}})
    assert audited() == []
