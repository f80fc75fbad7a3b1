"""A client is invited, comes in, sees what is owed, pays, keeps the paper; the merchant sees it paid."""

import hashlib
import io
import uuid
from datetime import date

import pytest
from pypdf import PdfReader

from tests.journeys.world import (
    PASSWORD,
    Merchant,
    Visitor,
    come_in,
    fetch,
    link_in,
    new_address,
    open_shop,
    press,
    wait_for,
)
from tests.stack import LocalStack, local_stack  # noqa: F401


@pytest.fixture(scope="module")
def acme(local_stack: LocalStack) -> Merchant:  # noqa: F811
    return open_shop(local_stack)


@pytest.fixture
def customer(acme: Merchant) -> str:
    return acme.new_customer("Lovelace Ltd")


@pytest.fixture
def ada(acme: Merchant, customer: str) -> Visitor:
    email = new_address("ada")
    acme.invite(customer, email)
    return come_in(acme.stack, "acme", email)


def settled(visitor: Visitor, attempt_id: str) -> str:
    """The attempt's last word."""
    return wait_for(lambda: _final(visitor.get(f"/portal/payment-attempts/{attempt_id}")["status"]))


def _final(status: str) -> str:
    return status if status in ("succeeded", "failed", "expired") else ""


def test_a_new_card_pays_on_the_providers_page_and_is_saved_for_the_next_time(acme, customer, ada):
    invoice_id = acme.new_invoice(customer, 123_45)
    assert ada.get("/portal/dashboard")["outstanding"] == [
        {"currency": "EUR", "amount": 14691, "overdue": 0, "count": 1}
    ]
    ada.do("POST", f"/portal/invoices/{invoice_id}/views", status=204)
    wish = {"save": True, "return_path": f"/acme/invoices/{invoice_id}/pay"}
    begun = ada.do("POST", f"/portal/invoices/{invoice_id}/payments", wish, status=202, key=str(uuid.uuid4()))
    assert begun["status"] == "requires_action"
    back = press(begun["redirect_url"], "pay", card="pm_card_visa")
    assert back.startswith(f"{acme.stack.site}/acme/invoices/{invoice_id}/pay")
    assert settled(ada, begun["id"]) == "succeeded"
    shown = ada.get(f"/portal/invoices/{invoice_id}")
    assert (shown["status"], shown["balance"], shown["amount_paid"]) == ("paid", 0, 14691)
    assert acme.get(f"/merchant/invoices/{invoice_id}")["status"] == "paid"
    assert ada.get("/portal/dashboard")["outstanding"] == []
    (card,) = ada.get("/portal/payment-methods")["items"]
    assert (card["brand"], card["last4"], card["is_default"]) == ("visa", "4242", True)
    second = acme.new_invoice(customer, 500)
    paid = ada.do(
        "POST",
        f"/portal/invoices/{second}/payments",
        {"payment_method_id": card["id"]},
        status=201,
        key=str(uuid.uuid4()),
    )
    assert paid["status"] == "succeeded"


def test_the_receipt_arrives_with_its_document(acme, customer):
    email = new_address("ada")
    acme.invite(customer, email)
    ada = come_in(acme.stack, "acme", email)
    invoice_id = acme.new_invoice(customer, 100)
    begun = ada.do("POST", f"/portal/invoices/{invoice_id}/payments", {}, status=202, key=str(uuid.uuid4()))
    press(begun["redirect_url"], "pay", card="pm_card_visa")
    receipt = wait_for(lambda: [mail for mail in acme.stack.mails(email) if mail["subject"].startswith("Receipt")])[0]
    assert "/acme/payments/" in link_in(receipt)
    (attached,) = receipt["attachments"]
    payment_id = link_in(receipt).rpartition("/")[2]
    document = wait_for(
        lambda: (
            ada.get(f"/portal/payments/{payment_id}/receipt").get("sha256")
            and ada.get(f"/portal/payments/{payment_id}/receipt")
        )
    )
    assert attached["sha256"] == document["sha256"] == hashlib.sha256(fetch(document["url"]).raw).hexdigest()


def test_a_declined_card_says_so_and_another_one_pays(acme, customer, ada):
    invoice_id = acme.new_invoice(customer, 100)
    begun = ada.do("POST", f"/portal/invoices/{invoice_id}/payments", {}, status=202, key=str(uuid.uuid4()))
    assert fetch(begun["redirect_url"], "POST", b"action=decline").status in (200, 302, 303)
    assert ada.get(f"/portal/invoices/{invoice_id}")["status"] != "paid"
    press(begun["redirect_url"], "pay", card="pm_card_visa")
    assert settled(ada, begun["id"]) == "succeeded"


def test_the_same_request_leads_to_the_same_page_and_never_to_a_second_charge(acme, customer, ada):
    invoice_id = acme.new_invoice(customer, 100)
    path = f"/portal/invoices/{invoice_id}/payments"
    first, second = (ada.do("POST", path, {}, status=202, key=str(uuid.uuid4())) for _ in range(2))
    assert first["redirect_url"] == second["redirect_url"]
    press(first["redirect_url"], "pay", card="pm_card_visa")
    assert settled(ada, first["id"]) == "succeeded"
    assert ada.call("POST", path, {}, key=str(uuid.uuid4())).status == 409


def test_the_paper_is_the_same_file_for_everybody(acme, customer, ada):
    invoice_id = acme.new_invoice(customer, 100)
    document = wait_for(lambda: _ready(ada, f"/portal/invoices/{invoice_id}/pdf"))
    content = fetch(document["url"])
    assert content.raw.startswith(b"%PDF") and "attachment" in content.headers["Content-Disposition"]
    assert hashlib.sha256(content.raw).hexdigest() == document["sha256"]
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content.raw)).pages)
    assert "Lovelace Ltd" in words and "Robot arm" in words and "1.19" in words
    assert acme.get(f"/merchant/invoices/{invoice_id}")["sha256"] == document["sha256"]
    assert b"CrossIndustryInvoice" in ada.call("GET", f"/portal/invoices/{invoice_id}/xml").raw
    friend = new_address("accountant")
    ada.do(
        "POST", f"/portal/invoices/{invoice_id}/forwards", {"recipients": [friend], "message": "For March."}, status=202
    )
    (mail,) = acme.stack.wait_for_mail(friend)
    assert [one["sha256"] for one in mail["attachments"]] == [document["sha256"]]
    assert "For March." in mail["text"]
    people = acme.get(f"/merchant/customers/{customer}/contacts")["items"]
    assert friend not in [person["email"] for person in people]


def _ready(visitor: Visitor, path: str):
    reply = visitor.call("GET", path)
    return reply.json if reply.status == 200 else None


def test_access_that_is_withdrawn_ends_with_the_next_request(acme, customer):
    email = new_address("mallory")
    contact = acme.invite(customer, email)
    mallory = come_in(acme.stack, "acme", email)
    assert mallory.get("/portal/me")["email"] == email
    acme.do("DELETE", f"/merchant/customers/{customer}/contacts/{contact}/portal-access", status=204)
    assert mallory.call("GET", "/portal/me").status == 401
    again = Visitor(acme.stack).call("POST", "/portals/acme/sessions", {"email": email, "password": PASSWORD})
    assert again.status == 401


def test_a_session_goes_on_by_its_cookie_and_ends_with_sign_out(acme, ada):
    fresh = ada.do("POST", "/portals/acme/sessions/refresh")
    ada.token = fresh["access_token"]
    assert ada.get("/portal/me")["role"] == "owner"
    assert ada.call("DELETE", "/portals/acme/sessions/current").status == 204
    assert ada.call("GET", "/portal/me").status == 401
    assert ada.call("POST", "/portals/acme/sessions/refresh").status == 401


def test_a_forgotten_password_is_set_anew_by_mail(acme, customer):
    email = new_address("ada")
    acme.invite(customer, email)
    come_in(acme.stack, "acme", email)
    someone = Visitor(acme.stack)
    assert someone.call("POST", "/portals/acme/password-resets", {"email": email}).status == 202
    mail = acme.stack.wait_for_mail(email, count=2)[-1]
    token = link_in(mail).partition("#")[2]
    body = {"token": token, "password": "seven red kettles"}
    assert someone.call("POST", "/portals/acme/password-resets/completion", body).status == 204
    assert someone.call("POST", "/portals/acme/password-resets/completion", body).status in (400, 404, 409, 422)
    assert someone.call("POST", "/portals/acme/sessions", {"email": email, "password": PASSWORD}).status == 401
    signed = someone.call("POST", "/portals/acme/sessions", {"email": email, "password": "seven red kettles"})
    assert signed.status == 200


def test_an_invitation_that_comes_back_shows_at_the_contact_until_it_is_sent_again(acme, customer):
    """``bounce@`` comes back at the local stack as at SES's own simulator; everything behind it is the deployed product."""
    contact_id = acme.invite(customer, f"bounce+{uuid.uuid4().hex}@example.com")
    path = f"/merchant/customers/{customer}/contacts/{contact_id}"
    contact = wait_for(lambda: (one := acme.get(path))["mail_problem"] and one)
    assert (contact["portal_status"], contact["mail_problem"]["kind"]) == ("bounced", "bounce")
    acme.do("DELETE", f"{path}/mail-problem", status=204)
    assert (acme.get(path)["portal_status"], acme.get(path)["mail_problem"]) == ("invited", None)
    acme.do("PUT", f"{path}/portal-access", {}, status=202)
    assert wait_for(lambda: acme.get(path)["mail_problem"])["kind"] == "bounce"


def test_one_person_of_two_customers_switches_between_them(acme, customer):
    email = new_address("ada")
    acme.invite(customer, email)
    ada = come_in(acme.stack, "acme", email)
    other = acme.new_customer("Second Ltd")
    acme.invite(other, email)
    token = link_in(wait_for(lambda: _second_invitation(acme, email))).partition("#")[2]
    ada.do("POST", "/portals/acme/invitations/acceptance", {"token": token, "password": PASSWORD})
    assert {one["id"] for one in ada.get("/portal/customers")["items"]} == {customer, other}
    for wanted in (customer, other):
        ada.token = ada.do("POST", f"/portal/customers/{wanted}/selection", {})["access_token"]
        assert ada.get("/portal/dashboard")["customer"]["id"] == wanted


def _second_invitation(acme: Merchant, email: str):
    mails = [mail for mail in acme.stack.mails(email) if "/accept#" in mail["text"]]
    return mails[1] if len(mails) > 1 else None


def test_neighbours_never_meet(acme, customer, ada):
    invoice_id = acme.new_invoice(customer, 100)
    globex = open_shop(acme.stack, "globex")
    email = new_address("eve")
    globex.invite(globex.new_customer("Rival AG"), email)
    eve = come_in(acme.stack, "globex", email)
    for path in (
        f"/portal/invoices/{invoice_id}",
        f"/portal/invoices/{invoice_id}/pdf",
        f"/portal/invoices/{invoice_id}/xml",
    ):
        assert eve.call("GET", path).status == 404
    assert eve.call("POST", f"/portal/invoices/{invoice_id}/payments", {}, key="k").status == 404
    assert globex.call("GET", f"/merchant/invoices/{invoice_id}").status == 404
    assert globex.call("GET", f"/merchant/customers/{customer}").status == 404


def test_a_payment_the_merchant_received_otherwise_settles_the_invoice(acme, customer, ada):
    invoice_id = acme.new_invoice(customer, 100)
    money = {"method": "bank_transfer", "amount": 119, "date": str(date.today()), "reference": "SEPA 1"}
    acme.do("POST", f"/merchant/invoices/{invoice_id}/payments", money, status=201, key=str(uuid.uuid4()))
    assert ada.get(f"/portal/invoices/{invoice_id}")["status"] == "paid"
    assert ada.get("/portal/payments")["items"][0]["method"] == "bank_transfer"


def test_staff_log_hours_that_clients_see_and_both_talk_about_an_estimate(acme, customer):
    email = new_address("ada")
    acme.invite(customer, email)
    ada = come_in(acme.stack, "acme", email)
    acme.do("PATCH", "/merchant/portal-settings", {"show_projects_and_timesheets": True})
    wish = {"customer_id": customer, "name": "New arm", "hours_budgeted": "40"}
    project = acme.do("POST", "/merchant/projects", wish, status=201)
    path = f"/merchant/projects/{project['id']}"
    hours = {"date": str(date.today()), "hours": "7.5", "notes": "From the drawing to the first move."}
    acme.do("POST", f"{path}/timesheets", hours, status=201)
    acme.do("PATCH", path, {"status": "on_hold"})
    shown = acme.get(f"/merchant/projects?status=on_hold&customer_id={customer}")["items"]
    assert [one["id"] for one in shown] == [project["id"]] and not acme.get(
        f"/merchant/projects?status=active&customer_id={customer}"
    )["items"]
    (seen,) = ada.get("/portal/projects")["items"]
    assert (seen["name"], seen["hours_logged"], seen["hours_budgeted"]) == ("New arm", "7.5", "40")
    (entry,) = ada.get(f"/portal/projects/{seen['id']}/timesheets")["items"]
    assert (entry["hours"], entry["notes"]) == ("7.5", hours["notes"])

    estimate = acme.new_estimate(customer)
    ada.do("POST", f"/portal/estimates/{estimate}/comments", {"text": "Is the gripper in it?"}, status=201)
    to_staff = wait_for(
        lambda: [mail for mail in acme.stack.mails() if f"/merchant/estimates/{estimate}" in mail["text"]]
    )
    assert "Is the gripper in it?" in to_staff[0]["text"]
    acme.do("POST", f"/merchant/estimates/{estimate}/comments", {"text": "It is, and a spare."}, status=201)
    answered = wait_for(lambda: [mail for mail in acme.stack.mails(email) if "It is, and a spare." in mail["text"]])
    assert link_in(answered[0]).endswith(f"/acme/estimates/{estimate}")
    said = ada.get(f"/portal/estimates/{estimate}/comments")["items"]
    assert {(one["author"]["kind"], one["text"]) for one in said} == {
        ("client", "Is the gripper in it?"),
        ("staff", "It is, and a spare."),
    }


def test_a_calendar_program_reads_the_feed_until_it_is_revoked(acme, customer, ada):
    acme.new_invoice(customer, 100_00)
    url = ada.do("POST", "/portal/me/calendar", status=201)["url"]
    first = fetch(url)
    assert (first.status, first.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert b"BEGIN:VEVENT" in first.raw and "€119.00" in first.raw.decode().replace("\r\n ", "")
    assert fetch(url, headers={"If-None-Match": first.headers["ETag"]}).status == 304
    ada.do("DELETE", "/portal/me/calendar", status=204)
    assert fetch(url).status == 404


def test_a_person_is_forgotten_and_told_so(acme, customer, ada):
    email = new_address("zelda")
    acme.invite(customer, email, "viewer")
    zelda = come_in(acme.stack, "acme", email)
    contact = zelda.get("/portal/me")["id"]
    asked = ada.do("POST", "/portal/erasure-requests", {"colleague_id": contact}, status=202)
    assert asked["obstacles"] == []
    acme.do("POST", f"/merchant/erasure-requests/{asked['id']}/erasure", {}, status=202)
    assert zelda.call("GET", "/portal/me").status == 401
    wait_for(lambda: [mail for mail in acme.stack.mails(email) if mail["subject"] == "Your data are erased"])
    told = acme.get(f"/merchant/erasure-requests/{asked['id']}")
    assert (told["status"], told["email"]) == ("erased", "")
    assert contact not in {one["id"] for one in ada.get("/portal/people")["items"]}


def test_the_deployed_stack_drains_all_its_queues(acme):
    acme.stack.deliver()
