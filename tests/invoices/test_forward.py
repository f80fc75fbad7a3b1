"""A client passes an invoice on."""

import pytest

from chalicelib.contacts.find import find_contacts_of_customer
from chalicelib.invoices.find import find_whole
from tests.fixtures.invoices import actions, changes, draft_invoice, issued_invoice, mails, renderings
from tests.fixtures.people import a_client, change_portal


@pytest.fixture
def invoice(acme):
    change_portal("ten_acme", allow_forwarding=True)
    return issued_invoice("ten_acme", "cus_one")


def forward(api, person, invoice, *recipients, **more):
    body = {"recipients": list(recipients) or ["boss@example.org"], **more}
    return api.post(f"/portal/invoices/{invoice.id}/forwards", body, token=person.token)


def test_each_recipient_gets_one_mail_with_the_document(api, bill, invoice):
    reply = forward(
        api, bill, invoice, "Boss@example.org", "tax@example.org", "boss@example.org", message="Please book."
    )
    assert (reply.status, reply.json) == (202, {"recipients": 2})
    assert [mail.to for mail in mails()] == ["boss@example.org", "tax@example.org"]
    for mail in mails():
        assert [(one.key, one.filename) for one in mail.documents] == [(invoice.document_key, "INV-00001.pdf")]
        assert mail.subject == "Invoice INV-00001 from Acme GmbH, forwarded by Bill Example"
        assert mail.reply_to == "bill@example.com"
        assert "> Please book." in mail.text
        assert f"https://portal.example.com/acme/invoices/{invoice.id}" in mail.text


def test_it_makes_nobody_a_contact_and_the_audit_knows_no_address(api, bill, invoice):
    before = find_contacts_of_customer("ten_acme", "cus_one")
    forward(api, bill, invoice, "boss@example.org")
    assert find_contacts_of_customer("ten_acme", "cus_one") == before
    (entry,) = [entry for entry in changes() if entry.subject_id == invoice.id]
    assert (entry.action, entry.actor_id, entry.changes) == ("invoice.forwarded", bill.id, {"recipients": 1})
    assert find_whole("ten_acme#cus_one", invoice.id) == invoice


def test_germans_write_german(api, acme, invoice):
    greta = a_client("ten_acme", "cus_one", "Greta", "billing", language="de")
    forward(api, greta, invoice)
    assert mails()[0].subject == "Rechnung INV-00001 von Acme GmbH, weitergeleitet von Greta Example"


@pytest.mark.parametrize(
    ("recipients", "field"),
    [
        ([], "recipients"),
        ([f"p{n}@example.org" for n in range(6)], "recipients"),
        (["boss"], "recipients.0"),
        (["boss@example.org", "a@b@example.org"], "recipients.1"),
        (["boss@example.org\r\nBcc: all@example.org"], "recipients.0"),
        (["boss@example.org,all@example.org"], "recipients.0"),
        (["boss@example.org\u2028all@example.org"], "recipients.0"),
        (["b\u00f6ss@example.org"], "recipients.0"),
        (["boss\x00@example.org"], "recipients.0"),
        (['"a b"@example.org'], "recipients.0"),
        (["Boss <boss@example.org>"], "recipients.0"),
        ("boss@example.org", "recipients"),
    ],
)
def test_v14_only_plain_addresses_are_mailed(api, bill, invoice, recipients, field):
    reply = api.post(f"/portal/invoices/{invoice.id}/forwards", {"recipients": recipients}, token=bill.token)
    assert (reply.status, reply.fields) == (422, [field])
    assert mails() == []


@pytest.mark.parametrize("message", ["a\x00b", "a\u2028b", "x" * 1001, 5])
def test_v14_a_message_is_plain_text(api, bill, invoice, message):
    assert forward(api, bill, invoice, message=message).fields == ["message"]


def test_v14_v18_what_people_write_is_neither_header_nor_markup_nor_template(api, acme, invoice):
    name = "Eve\r\nBcc: all@example.org"
    eve = a_client("ten_acme", "cus_one", "{number}", "billing", last_name=name, email="eva@example.com")
    forward(api, eve, invoice, message="<script>alert(1)</script>\n{merchant} {secret} .\nBcc: x@example.org")
    (mail,) = mails()
    assert mail.to == "boss@example.org"
    assert "\n" not in mail.subject
    assert "{number}" in mail.subject
    assert "<script>" not in mail.html
    assert "{merchant}" in mail.text
    assert "Acme GmbH {" not in mail.text


def test_v32_the_mail_holds_no_link_to_the_file(api, bill, invoice):
    forward(api, bill, invoice)
    assert "X-Amz" not in mails()[0].text + mails()[0].html


def test_a_paid_invoice_can_be_forwarded_a_void_one_not(api, bill, invoice):
    assert forward(api, bill, issued_invoice("ten_acme", "cus_one", paid=11900)).status == 202
    reply = forward(api, bill, issued_invoice("ten_acme", "cus_one", status="void"))
    assert (reply.status, reply.code) == (409, "invoice_void")


def test_an_old_invoice_without_a_file_gets_one(api, bill, invoice):
    old = issued_invoice("ten_acme", "cus_one", document_key=None)
    assert forward(api, bill, old).status == 202
    kept = find_whole("ten_acme#cus_one", old.id)
    assert [one.key for one in mails()[0].documents] == [kept.document_key]
    assert [entry.task for entry in renderings()] == [{"invoice_id": old.id}]


def test_the_twenty_first_of_an_hour_has_to_wait(api, bill, ada, invoice, time):
    for _ in range(20):
        assert forward(api, bill, invoice).status == 202
    reply = forward(api, bill, invoice)
    assert (reply.status, int(reply.headers["Retry-After"]) > 0) == (429, True)
    assert len(mails()) == 20
    assert forward(api, ada, invoice).status == 202  # it is counted by person
    time.move(hours=1)
    assert forward(api, bill, invoice).status == 202


def test_what_is_refused_does_not_count(api, bill, invoice):
    for _ in range(21):
        assert forward(api, bill, invoice, "no address").status == 422
    assert forward(api, bill, invoice).status == 202


def test_a_repeated_request_under_one_key_mails_once(api, bill, invoice):
    body, token = {"recipients": ["boss@example.org"]}, bill.token
    for _ in range(2):
        assert api.post(f"/portal/invoices/{invoice.id}/forwards", body, token=token, key="k").status == 202
    assert len(mails()) == 1


def test_the_checks_come_in_order(api, ada, bob, carol, eve, staff, invoice):
    assert api.post(f"/portal/invoices/{invoice.id}/forwards", {"recipients": ["a@example.org"]}).status == 401
    assert forward(api, staff(), invoice).status == 401
    for person in (carol, eve):  # V02
        assert forward(api, person, invoice, colour=1).status == 404
    assert forward(api, ada, draft_invoice("ten_acme", "cus_one")).status == 404
    assert (forward(api, bob, invoice, colour=1).status, forward(api, bob, invoice).code) == (403, "role_too_low")
    change_portal("ten_acme", allow_forwarding=False)
    assert (forward(api, ada, invoice, colour=1).status, forward(api, ada, invoice).code) == (403, "switched_off")
    change_portal("ten_acme", allow_forwarding=True)
    assert forward(api, ada, invoice, colour=1).fields == ["colour"]
    assert (mails(), actions(invoice.id)) == ([], [])
