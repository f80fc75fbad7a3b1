"""Staff send invoices: they take their number, and what they say is frozen."""

import pytest

from chalicelib.adapters.dynamodb import transaction, transactions
from chalicelib.core.errors import Conflict
from chalicelib.customers.find import find_customer
from chalicelib.customers.store import table as customers
from chalicelib.invoices import issue
from chalicelib.invoices import send as verb
from chalicelib.invoices.find import find_whole_for_staff
from chalicelib.tenants.store import get_series
from chalicelib.tenants.take_number import NumberTaken, take_number
from tests.fixtures.feedback import mark
from tests.fixtures.invoices import TODAY, a_line, actions, draft_invoice, issued_invoice, mails, renderings
from tests.fixtures.people import a_client, change_portal


@pytest.fixture
def draft(acme):
    return draft_invoice("ten_acme", "cus_one")


def send(api, person, invoice, body=None):
    return api.post(f"/merchant/invoices/{invoice.id}/sending", body, token=person.token)


def change_customer(customer_id="cus_one", **changes):
    with transaction() as tx:
        customers.save(tx, find_customer("ten_acme", customer_id).model_copy(update=changes))


def test_a_sent_invoice_has_a_number_a_snapshot_and_is_owed(api, staff, draft):
    reply = send(api, staff("accountant"), draft)
    invoice = reply.json
    assert (reply.status, invoice["status"], invoice["number"], invoice["balance"]) == (200, "sent", "INV-00001", 11900)
    assert (invoice["seller"]["name"], invoice["buyer"]["name"]) == ("Acme GmbH", "Lovelace Ltd")
    assert invoice["actions"] == [
        "send", "void", "record_payment", "write_off", "apply_credit", "download", "print",
    ]  # fmt: skip
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 11900}
    assert actions(draft.id) == ["invoice.sent"]
    kept = find_whole_for_staff("ten_acme", draft.id)
    assert kept.snapshot.pay_url == f"https://portal.example.com/acme/invoices/{draft.id}"
    assert kept.snapshot.verify_url == f"https://portal.example.com/acme/verify/{kept.verification_code}"
    assert (len(kept.verification_code), kept.document_key[:9], len(kept.document_key)) == (12, "invoices/", 56)


def test_what_was_sent_keeps_saying_what_it_said(api, staff, draft):
    send(api, staff(), draft)
    change_customer(display_name="Renamed Ltd")
    reply = api.get(f"/merchant/invoices/{draft.id}", token=staff().token)
    assert reply.json["buyer"]["name"] == "Lovelace Ltd"


def test_a_company_name_is_the_buyer_and_a_vat_id_is_told_from_another_tax_number(api, staff, draft):
    change_customer(company_name="Lovelace Engines Ltd", tax_id="de 123 456 789")
    snapshot = find_sent(api, staff, draft).snapshot
    assert (snapshot.buyer.name, snapshot.buyer.contact) == ("Lovelace Engines Ltd", "Lovelace Ltd")
    assert (snapshot.buyer.vat_id, snapshot.buyer.tax_id) == ("DE123456789", "")
    change_customer(tax_id="12/345/67890")
    other = find_sent(api, staff, draft_invoice("ten_acme", "cus_one")).snapshot
    assert (other.buyer.vat_id, other.buyer.tax_id) == ("", "12/345/67890")


def find_sent(api, staff, invoice):
    assert send(api, staff(), invoice).status == 200
    return find_whole_for_staff("ten_acme", invoice.id)


def test_an_undated_draft_is_dated_when_it_is_sent_and_a_dated_one_is_not(api, staff, acme, time):
    undated = draft_invoice("ten_acme", "cus_one")
    dated = draft_invoice("ten_acme", "cus_one", date_chosen=True)
    time.move(days=3)
    assert send(api, staff(), undated).json["issue_date"] == "2026-03-19"
    assert send(api, staff(), dated).json["issue_date"] == "2026-03-16"


def test_the_day_of_sending_is_the_merchants(api, staff, acme, time):
    time.move(hours=11, minutes=30)  # 23:30 in UTC, the next day in Berlin
    assert send(api, staff(), draft_invoice("ten_acme", "cus_one")).json["issue_date"] == "2026-03-17"


def test_a_zero_total_is_paid_when_it_is_sent(api, staff, acme):
    reply = send(api, staff(), draft_invoice("ten_acme", "cus_one", lines=[a_line(unit_price=0)]))
    assert (reply.json["status"], reply.json["balance"]) == ("paid", 0)
    assert find_customer("ten_acme", "cus_one").outstanding == {}


def test_a_late_draft_is_overdue_when_it_is_sent(api, staff, acme):
    assert send(api, staff(), draft_invoice("ten_acme", "cus_one", due_date="2026-03-15")).json["status"] == "overdue"


def test_numbers_have_no_gaps_even_where_sending_failed_in_between(api, staff, acme):
    drafts = [draft_invoice("ten_acme", "cus_one") for _ in range(3)]
    stale = drafts[1]
    numbers = [send(api, staff(), drafts[0]).json["number"]]
    with pytest.raises(Conflict):
        issue.issue_invoice(
            staff().user,
            acme.merchant,
            find_customer("ten_acme", "cus_one"),
            stale.model_copy(update={"version": 9}),
            [],
        )
    numbers += [send(api, staff(), draft).json["number"] for draft in drafts[1:]]
    assert numbers == ["INV-00001", "INV-00002", "INV-00003"]


def test_each_merchant_has_its_own_numbers(api, staff, stranger_staff, draft):
    send(api, staff(), draft)
    other = draft_invoice("ten_globex", "cus_three")
    assert send(api, stranger_staff, other).json["number"] == "INV-00001"


def test_who_comes_second_to_a_number_takes_the_next(api, staff, draft, monkeypatch):
    """Somebody else issues between the reading of the counter and the writing, twice."""
    rivals = [1, 2]

    def taken_by_another(tx, tenant_id, series):
        number = take_number(tx, tenant_id, series)
        if rivals:
            rivals.pop()
            with transaction() as other:
                take_number(other, tenant_id, series)
        return number

    monkeypatch.setattr(issue, "take_number", taken_by_another)
    assert send(api, staff(), draft).json["number"] == "INV-00003"
    assert get_series("ten_acme", "invoice").last == 3
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 11900}
    assert (len(mails()), len(renderings()), actions(draft.id)) == (0, 1, ["invoice.sent"])


def test_two_people_who_send_one_draft_at_once_issue_it_once(api, staff, draft, monkeypatch):
    """Both read the draft; the other one's transaction is kept first."""

    def read_then_sent_by_another(tenant_id, invoice_id):
        found = find_whole_for_staff(tenant_id, invoice_id)
        merchant, customer = staff().user.merchant, find_customer("ten_acme", "cus_one")
        issue.issue_invoice(staff().user, merchant, customer, found, [])
        return found

    monkeypatch.setattr(verb, "find_whole_for_staff", read_then_sent_by_another)
    assert send(api, staff(), draft).status == 409
    assert find_whole_for_staff("ten_acme", draft.id).number == "INV-00001"
    assert get_series("ten_acme", "invoice").last == 1
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 11900}
    assert (len(renderings()), actions(draft.id)) == (1, ["invoice.sent"])


def test_after_many_lost_races_it_is_a_conflict_and_nothing_was_done(api, staff, draft, monkeypatch):
    def always_taken(tx, tenant_id, series):
        raise NumberTaken

    monkeypatch.setattr(issue, "take_number", always_taken)
    assert send(api, staff(), draft).status == 409
    assert find_whole_for_staff("ten_acme", draft.id).status == "draft"


def test_a_lost_answer_does_not_send_twice(api, staff, draft, monkeypatch):
    """The transaction is kept but its answer lost; the SDK sends it again and is refused: it was ours."""
    ada, person = a_client("ten_acme", "cus_one", "Ada", "owner"), staff()
    assert person.session
    send_once = transactions._transact

    def answer_lost(writes, token):
        send_once(writes, token)
        send_once(writes, token)

    monkeypatch.setattr(transactions, "_transact", answer_lost)
    reply = send(api, person, draft)
    assert (reply.status, reply.json["number"]) == (200, "INV-00001")
    assert [mail.to for mail in mails()] == [ada.email]
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 11900}


def test_the_mail_goes_to_those_who_look_after_bills_and_leads_to_the_page(
    api, staff, draft, ada, bob, bill, carol, dave
):
    send(api, staff(), draft)
    assert [mail.to for mail in mails()] == ["ada@example.com", "bill@example.com"]
    mail = mails()[0]
    url = f"https://portal.example.com/acme/invoices/{draft.id}"
    assert mail.subject == "Invoice INV-00001 from Acme GmbH: €119.00"
    first_link = next(line for line in mail.text.splitlines() if "http" in line)
    assert first_link == url
    assert "30\u00a0March\u00a02026" in mail.text
    assert "Hello Ada Example," in mail.text
    kept = find_whole_for_staff("ten_acme", draft.id)
    assert [(one.key, one.filename) for one in mail.documents] == [(kept.document_key, "INV-00001.pdf")]
    assert [entry.task for entry in renderings()] == [{"invoice_id": draft.id}]


def test_v32_no_mail_holds_a_link_to_the_file(api, staff, draft, ada):
    send(api, staff(), draft)
    for text in (mails()[0].text, mails()[0].html):
        assert "X-Amz" not in text
        assert "amazonaws" not in text
        assert "documents" not in text.replace("client-portal-test-documents", "documents_bucket")


def test_germans_read_german(api, staff, draft):
    a_client("ten_acme", "cus_one", "Greta", "billing", language="de")
    send(api, staff(), draft)
    (mail,) = mails()
    assert mail.subject == "Rechnung INV-00001 von Acme GmbH: 119,00 €"
    assert "Guten Tag Greta Example," in mail.text
    assert "30.\u00a0März\u00a02026" in mail.text


def test_without_people_the_customers_own_address_gets_it(api, staff, draft, bob):
    change_customer(email="books@lovelace.example")
    send(api, staff(), draft)
    assert [mail.to for mail in mails()] == ["books@lovelace.example"]


def test_without_access_or_address_it_goes_to_who_looks_after_bills(api, staff, draft):
    a_client("ten_acme", "cus_one", "Nina", "billing", portal_status="disabled")
    a_client("ten_acme", "cus_one", "Otto", "billing", portal_status="disabled")
    mark("ten_acme", "otto@example.com")
    send(api, staff(), draft)
    assert [mail.to for mail in mails()] == ["nina@example.com"]


def test_who_is_in_but_whose_mail_comes_back_is_passed_over_for_the_customers_own_address(api, staff, draft, ada):
    change_customer(email="books@lovelace.example")
    mark("ten_acme", ada.email)
    send(api, staff(), draft)
    assert [mail.to for mail in mails()] == ["books@lovelace.example"]


def test_an_invoice_without_any_address_that_takes_mail_is_issued_and_mailed_to_nobody(api, staff, draft, ada):
    mark("ten_acme", ada.email, "complaint")
    assert send(api, staff(), draft).json["status"] == "sent"
    assert mails() == []


def test_v13_links_come_from_the_deployment_and_not_from_the_request(api, staff, draft, ada):
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    api.post(f"/merchant/invoices/{draft.id}/sending", {}, token=staff().token, headers=headers)
    kept = find_whole_for_staff("ten_acme", draft.id)
    assert "evil" not in mails()[0].text + mails()[0].html + kept.model_dump_json()


def test_with_the_portal_switched_off_the_mail_has_no_link_to_it(api, staff, draft, ada):
    person = staff()
    change_portal("ten_acme", enabled=False)
    send(api, person, draft)
    assert f"/invoices/{draft.id}" not in mails()[0].text


def test_v14_no_header_is_made_of_what_a_merchant_or_client_is_called(api, staff, draft, acme):
    nasty = "Ada\r\nBcc: all@example.com\u2028x"
    a_client("ten_acme", "cus_one", "Ada", "owner", last_name=nasty)
    send(api, staff(), draft)
    (mail,) = mails()
    assert mail.to == "ada@example.com"
    assert "\n" not in mail.subject
    assert "\r" not in mail.text + mail.sender_name


def test_sending_again_mails_again_and_changes_nothing_else(api, staff, draft, ada):
    first = send(api, staff(), draft).json
    again = send(api, staff(), draft).json
    assert (again["number"], again["issued_at"]) == (first["number"], first["issued_at"])
    assert len(mails()) == 2
    assert len(renderings()) == 1
    assert find_customer("ten_acme", "cus_one").outstanding == {"EUR": 11900}
    assert actions(draft.id) == ["invoice.mailed", "invoice.sent"]
    assert find_whole_for_staff("ten_acme", draft.id).version == 2


def test_the_mail_of_a_late_or_paid_invoice_says_so(api, staff, ada):
    late = issued_invoice("ten_acme", "cus_one", due_date=TODAY.replace(day=1))
    send(api, staff(), late)
    assert "was due on" in mails()[0].text
    paid = issued_invoice("ten_acme", "cus_one", paid=11900, number=2)
    send(api, staff(), paid)
    (mail,) = [mail for mail in mails() if "INV-00002" in mail.subject]
    assert "nothing left to pay" in mail.text
    assert "See the invoice" in mail.text


def test_sending_again_to_nobody_is_a_conflict(api, staff, draft):
    assert send(api, staff(), draft).status == 200
    reply = send(api, staff(), draft)
    assert (reply.status, reply.code) == (409, "nobody_to_mail")


def test_an_old_invoice_without_a_file_gets_one_when_it_is_mailed(api, staff, ada):
    old = issued_invoice("ten_acme", "cus_one", document_key=None)
    send(api, staff(), old)
    key = find_whole_for_staff("ten_acme", old.id).document_key
    assert key
    assert [document.key for mail in mails() for document in mail.documents] == [key]
    assert len(renderings()) == 1


@pytest.mark.asvs("2.3.1")
def test_a_void_invoice_is_not_sent(api, staff, acme):
    reply = send(api, staff(), issued_invoice("ten_acme", "cus_one", status="void"))
    assert (reply.status, reply.code) == (409, "invoice_void")


def test_the_checks_come_in_order(api, staff, stranger_staff, ada, draft):
    assert api.post(f"/merchant/invoices/{draft.id}/sending", {}).status == 401
    assert send(api, ada, draft).status == 401
    assert send(api, stranger_staff, draft, {"colour": 1}).status == 404
    assert send(api, staff("support"), draft, {"colour": 1}).status == 403
    assert send(api, staff(), draft, {"colour": 1}).fields == ["colour"]
    void = issued_invoice("ten_acme", "cus_one", status="void")
    assert send(api, staff(), void, {"colour": 1}).fields == ["colour"]
    assert find_whole_for_staff("ten_acme", draft.id).status == "draft"
