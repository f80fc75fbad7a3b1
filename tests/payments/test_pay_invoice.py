"""A client pays an invoice."""

import pytest

from chalicelib.adapters.idempotency import RecordRow
from chalicelib.core.identity import Machine
from chalicelib.customers.find import find_customer
from chalicelib.payments import rules
from chalicelib.payments.charge_invoice import charge_invoice
from chalicelib.tenants.find import find_merchant
from tests.fixtures.books import attempts, check_books, ledger, payments
from tests.fixtures.invoices import a_line, actions, changes, draft_invoice, issued_invoice, mails, renderings
from tests.fixtures.people import change_portal


def test_a_saved_card_pays_at_once_and_everything_follows_in_one_go(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card())
    assert reply.status == 201
    assert reply.json == {
        "id": reply.json["id"], "status": "succeeded", "amount": 11900, "currency": "EUR", "redirect_url": None,
        "failure_code": None, "invoice_id": invoice.id, "invoice_ids": [invoice.id], "credit": 0,
        "payment_id": payments()[0].id,
    }  # fmt: skip
    assert desk.now(invoice).status == "paid"
    assert desk.now(invoice).attempt_id is None
    assert desk.bank.charged == [11900]
    assert find_customer(desk.ada.tenant_id, "cus_one").outstanding == {"EUR": -11900}
    check_books(desk.bank)


def test_the_ledger_books_both_sides_under_the_charges_own_key(desk):
    desk.pay(desk.invoice(), desk.card())
    (entry,) = ledger()
    assert entry.key == f"charge#{desk.bank.provider.charged()[0]['id']}"
    assert {posting.account: posting.amount for posting in entry.postings} == {"gateway": 11900, "receivable": -11900}
    assert (entry.amount, entry.currency, entry.kind) == (11900, "EUR", "payment")


def test_the_receipt_goes_to_the_payer_and_those_who_look_after_bills(desk, bill, bob):
    desk.pay(desk.invoice(), desk.card())
    assert [mail.to for mail in mails()] == ["ada@example.com", "bill@example.com"]
    (payment,) = payments()
    assert {document.key for mail in mails() for document in mail.documents} == {payment.document_key}
    assert [rendering.task for rendering in renderings()] == [{"payment_id": payment.id}]
    assert f"https://portal.example.com/acme/payments/{payment.id}" in (mails()[0].text or "")


def test_each_change_is_told_once(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card())
    assert actions(reply.json["id"]) == ["payment.started"]
    assert actions(reply.json["payment_id"]) == ["payment.succeeded"]
    (told,) = [entry for entry in changes() if entry.action == "payment.succeeded"]
    assert (told.actor_id, told.customer_id) == (desk.ada.id, "cus_one")
    assert told.changes["amount"] == 11900


def test_a_new_card_is_asked_for_on_the_gateways_page(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice)
    assert reply.status == 202
    assert reply.json["status"] == "requires_action"
    back = desk.bank.press(reply.json["redirect_url"])
    assert back == f"https://portal.example.com/acme/invoices/{invoice.id}/pay/return?attempt={reply.json['id']}"
    assert desk.attempt(reply)["status"] == "requires_action", "only the gateway's own word counts"
    assert set(desk.bank.deliver()) == {200}
    assert desk.attempt(reply)["status"] == "succeeded"
    assert desk.attempt(reply)["redirect_url"] is None
    assert desk.now(invoice).status == "paid"
    check_books(desk.bank)


def test_the_way_back_may_be_chosen_within_the_site(desk):
    reply = desk.pay(desk.invoice(), return_path="/acme/home")
    back = desk.bank.press(reply.json["redirect_url"])
    assert back == f"https://portal.example.com/acme/home?attempt={reply.json['id']}"


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/a//b",
        "/../x",
        "acme",
        "/a?next=//x",
        "/a\nb",
        "/a b",
        "/@e",
    ],
)
def test_v30_the_way_back_leads_nowhere_else(desk, path):
    reply = desk.pay(desk.invoice(), return_path=path)
    assert (reply.status, reply.fields) == (422, ["return_path"])
    assert attempts() == []


def test_a_card_that_is_saved_on_the_way_can_be_used_the_next_time(desk):
    reply = desk.pay(desk.invoice(), save=True)
    desk.bank.press(reply.json["redirect_url"])
    desk.bank.deliver()
    (method,) = desk.api.get("/portal/payment-methods", token=desk.ada.token).json["items"]
    assert (method["brand"], method["last4"], method["is_default"]) == ("visa", "4242", True)
    second = desk.invoice(number=2)
    path = f"/portal/invoices/{second.id}/payments"
    paid = desk.api.post(path, {"payment_method_id": method["id"]}, token=desk.ada.token, key="again")
    assert paid.status == 201
    check_books(desk.bank)


def test_a_card_that_the_stand_in_page_offers_pays_once_is_saved_and_is_declined_from_then_on(desk):
    """402 can be reached by hand: pay with •••• 0341 on the page and keep it, then pay the next invoice with it."""
    reply = desk.pay(desk.invoice(), save=True)
    desk.bank.press(reply.json["redirect_url"], card="pm_card_chargeCustomerFail")
    desk.bank.deliver()
    (method,) = desk.api.get("/portal/payment-methods", token=desk.ada.token).json["items"]
    assert (method["last4"], desk.attempt(reply)["status"]) == ("0341", "succeeded")
    second = desk.invoice(number=2)
    for key in ("one", "two"):
        path, body = f"/portal/invoices/{second.id}/payments", {"payment_method_id": method["id"]}
        refused = desk.api.post(path, body, token=desk.ada.token, key=key)
        assert (refused.status, refused.code) == (402, "card_declined")
    assert desk.now(second).status == "sent"
    desk.bank.deliver()
    check_books(desk.bank)


def test_a_card_is_saved_only_if_asked(desk):
    reply = desk.pay(desk.invoice())
    desk.bank.press(reply.json["redirect_url"])
    desk.bank.deliver()
    assert desk.api.get("/portal/payment-methods", token=desk.ada.token).json["items"] == []


def test_a_request_that_is_repeated_after_its_page_closed_is_told_so_and_the_next_try_is_free(desk, time):
    """The first answer was never kept: a process died between asking the gateway and that."""
    invoice = desk.invoice()
    assert desk.pay(invoice, key="once").status == 202
    for row in RecordRow.scan():
        row.delete()
    assert desk.pay(invoice, key="once").status == 202
    time.move(seconds=rules.PAGE_SECONDS)
    for row in RecordRow.scan():
        row.delete()
    reply = desk.pay(invoice, key="once")
    assert (reply.status, reply.code) == (409, "attempt_expired")
    assert [attempt.state for attempt in attempts()] == ["expired"]
    assert desk.now(invoice).attempt_id is None
    assert desk.pay(invoice, desk.card()).status == 201


def test_a_declined_card_is_402_with_the_reason_and_the_next_try_is_free(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card("pm_card_visa_chargeDeclinedInsufficientFunds"))
    assert (reply.status, reply.code) == (402, "insufficient_funds")
    assert attempts()[0].state == "failed"
    assert desk.now(invoice).attempt_id is None
    assert desk.pay(invoice, desk.card()).status == 201
    check_books(desk.bank)


def test_a_declined_card_is_told_by_mail_with_the_page_that_can_fix_it(desk):
    invoice = desk.invoice()
    desk.pay(invoice, desk.card("pm_card_visa_chargeDeclinedInsufficientFunds"))
    (mail,) = mails()
    assert mail.to == "ada@example.com"
    assert f"https://portal.example.com/acme/invoices/{invoice.id}/pay\n" in (mail.text or "")
    assert "There was not enough money on the account." in (mail.text or "")


def test_a_decline_is_answered_the_same_under_the_same_key(desk):
    invoice, card = desk.invoice(), desk.card("pm_card_visa_chargeDeclined")
    first, second = (desk.pay(invoice, card, key="once") for _ in range(2))
    assert (first.status, first.raw) == (second.status, second.raw)
    assert len(attempts()) == 1


def test_a_card_whose_bank_asks_leads_to_the_bank_and_back(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card("pm_card_authenticationRequired"))
    assert (reply.status, reply.json["status"]) == (202, "requires_action")
    back = desk.bank.press(reply.json["redirect_url"], "approve")
    assert f"attempt={reply.json['id']}" in back
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "succeeded"
    check_books(desk.bank)


def test_a_bank_that_refuses_the_question_fails_the_payment_and_writes(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card("pm_card_authenticationRequired"))
    desk.bank.press(reply.json["redirect_url"], "refuse")
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "failed"
    assert desk.attempt(reply)["failure_code"] == "authentication_failed"
    assert len(mails()) == 1
    assert desk.now(invoice).status == "sent"
    check_books(desk.bank)


def test_a_refused_card_on_the_gateways_page_leaves_the_page_open(desk):
    reply = desk.pay(desk.invoice())
    desk.bank.press(reply.json["redirect_url"], "decline")
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "requires_action"
    assert mails() == []
    desk.bank.press(reply.json["redirect_url"])
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "succeeded"
    check_books(desk.bank)


def test_a_bank_that_takes_its_time_is_pending_and_refuses_a_second_payment(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card("pm_success_de"))
    assert (reply.status, reply.json["status"]) == (202, "pending")
    second = desk.pay(invoice, desk.card())
    assert (second.status, second.code) == (409, "payment_pending")
    assert desk.pay(invoice).status == 409
    desk.bank.provider.tick(everything=True)
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "succeeded"
    assert payments()[0].method == "sepa_debit"
    check_books(desk.bank)


def test_a_direct_debit_that_fails_days_later_is_told_by_mail(desk):
    invoice = desk.invoice()
    reply = desk.pay(invoice, desk.card("pm_failed_de"))
    desk.bank.provider.tick(everything=True)
    desk.bank.deliver()
    assert desk.attempt(reply)["status"] == "failed"
    assert [mail.subject for mail in mails()] == ["Your payment for invoice INV-00001 did not go through"]
    assert desk.pay(invoice, desk.card()).status == 201
    check_books(desk.bank)


@pytest.mark.parametrize(
    ("currency", "unit_price", "units"),
    [("JPY", 1500, 1500), ("KWD", 12340, 12340), ("ISK", 700, 70000), ("EUR", 99, 99)],
)
def test_currencies_of_no_two_and_three_decimals_are_charged_exactly(desk, currency, unit_price, units):
    invoice = desk.invoice(currency=currency, lines=[a_line(unit_price, tax_rate="0")])
    reply = desk.pay(invoice, desk.card())
    assert reply.status == 201
    assert (reply.json["amount"], reply.json["currency"]) == (unit_price, currency)
    assert desk.bank.charged == [units]
    assert desk.now(invoice).status == "paid"
    check_books(desk.bank)


def test_an_amount_the_gateway_cannot_take_names_the_amount(desk):
    invoice = desk.invoice(currency="KWD", lines=[a_line(12345, tax_rate="0")])
    reply = desk.pay(invoice, desk.card())
    assert (reply.status, reply.fields) == (422, ["amount"])
    assert desk.bank.charged == []
    check_books(desk.bank)


def test_part_payment_needs_the_setting_and_then_leaves_the_rest(desk):
    invoice, card = desk.invoice(), desk.card()
    refused = desk.pay(invoice, card, amount=5000)
    assert (refused.status, refused.code) == (403, "part_payment_not_offered")
    change_portal(desk.ada.tenant_id, allow_partial_payment=True, minimum_payment=2000)
    assert desk.pay(invoice, card, amount=1999).fields == ["amount"]
    assert desk.pay(invoice, card, amount=5000).status == 201
    assert (desk.now(invoice).status, desk.now(invoice).balance) == ("partially_paid", 6900)
    assert desk.pay(invoice, card).json["amount"] == 6900
    check_books(desk.bank)


@pytest.mark.parametrize("amount", [11901, 0, -1, 1.5, "119.00", True, 10**13])
@pytest.mark.asvs("2.2.3")
def test_an_amount_that_is_none_or_too_much_names_the_amount(desk, amount):
    reply = desk.pay(desk.invoice(), amount=amount)
    assert (reply.status, reply.fields) == (422, ["amount"])


@pytest.mark.parametrize("method_id", ["pm_unknown", "FIRST", "", 7])
def test_a_method_that_is_not_there_names_its_field(desk, method_id):
    reply = desk.pay(desk.invoice(), payment_method_id=method_id)
    assert (reply.status, reply.fields) == (422, ["payment_method_id"])


def test_v02_a_method_of_another_customer_is_not_known(desk, carol):
    foreign = desk.bank.saved_method(carol.tenant_id, "cus_two")
    reply = desk.pay(desk.invoice(), foreign)
    assert (reply.status, reply.fields) == (422, ["payment_method_id"])
    assert desk.bank.charged == []


def test_a_method_that_the_gateway_forgot_is_a_clear_conflict_and_another_one_pays(desk):
    invoice, gone = desk.invoice(), desk.card()
    desk.bank.provider.call("sk_test_acme_0001", "POST", f"/v1/payment_methods/{gone.gateway_id}/detach")
    reply = desk.pay(invoice, gone)
    assert (reply.status, reply.code) == (409, "method_not_usable")
    assert desk.pay(invoice, desk.card()).status == 201
    check_books(desk.bank)


def test_a_forgotten_method_is_told_by_mail_where_nobody_was_there_and_not_to_who_was(desk):
    gone = desk.card()
    desk.bank.provider.call("sk_test_acme_0001", "POST", f"/v1/payment_methods/{gone.gateway_id}/detach")
    assert desk.pay(desk.invoice(), gone).status == 409
    assert ([(one.state, one.failure_code) for one in attempts()], mails()) == ([("failed", "method_not_usable")], [])
    unseen = desk.invoice(number=2)
    machine, merchant = Machine("ten_acme", "renew_subscriptions", "req_1"), find_merchant("ten_acme")
    for _ in range(2):
        assert charge_invoice(machine, merchant, "cus_one", unseen.id, gone.id, 0) == "failed"
    assert [(one.state, one.failure_code) for one in attempts()] == [("failed", "method_not_usable")] * 2
    (told,) = mails()
    assert "did not go through" in told.subject and f"/acme/invoices/{unseen.id}/pay" in told.text
    assert (desk.now(unseen).attempt_id, desk.bank.charged) == (None, [])


def test_a_customer_that_the_gateway_forgot_is_made_anew(desk):
    invoice = desk.invoice()
    assert desk.pay(desk.invoice(number=2)).status == 202
    known = find_customer(desk.ada.tenant_id, "cus_one").gateway_ref
    desk.bank.provider.call("sk_test_acme_0001", "DELETE", f"/v1/customers/{known}")
    assert desk.pay(invoice).status == 409
    reply = desk.pay(invoice)
    assert reply.status == 202
    desk.bank.press(reply.json["redirect_url"])
    desk.bank.deliver()
    assert desk.now(invoice).status == "paid"


def test_a_merchant_without_a_gateway_is_told_so_and_nothing_stays_open(api, acme, ada, lambdas):
    invoice = issued_invoice(ada.tenant_id, "cus_one")
    reply = api.post(f"/portal/invoices/{invoice.id}/payments", {}, token=ada.token, key="k")
    assert (reply.status, reply.code) == (503, "gateway_not_configured")
    assert all(attempt.is_final for attempt in attempts())


def test_a_paid_invoice_is_a_conflict(desk):
    invoice, card = desk.invoice(), desk.card()
    desk.pay(invoice, card)
    reply = desk.pay(invoice, card)
    assert (reply.status, reply.code) == (409, "invoice_already_paid")


def test_a_void_invoice_is_a_conflict(desk):
    reply = desk.pay(desk.invoice(status="void"))
    assert (reply.status, reply.code) == (409, "invoice_void")


def test_a_stranger_is_not_signed_in(desk):
    path = f"/portal/invoices/{desk.invoice().id}/payments"
    assert desk.api.post(path, {}, key="k").status == 401


def test_v01_another_tenant_another_customer_and_a_draft_find_nothing(desk, eve, carol):
    invoice = desk.invoice()
    draft = draft_invoice(desk.ada.tenant_id, "cus_one")
    answers = [desk.pay(invoice, by=eve), desk.pay(invoice, by=carol), desk.pay(draft)]
    absent = desk.api.post("/portal/invoices/inv_absent/payments", {}, token=desk.ada.token, key="k")
    assert {(reply.status, reply.json["detail"]) for reply in [*answers, absent]} == {(404, absent.json["detail"])}


def test_whoever_may_only_look_may_not_pay_whatever_the_body_says(desk, bob):
    reply = desk.pay(desk.invoice(), by=bob, amount="much")
    assert (reply.status, reply.code) == (403, "role_too_low")


def test_an_unknown_field_is_named(desk):
    reply = desk.pay(desk.invoice(), customer_id="cus_two", tenant_id="ten_globex")
    assert (reply.status, reply.fields) == (422, ["customer_id", "tenant_id"])
    assert attempts() == []


def test_without_an_idempotency_key_nothing_moves(desk):
    invoice = desk.invoice()
    path = f"/portal/invoices/{invoice.id}/payments"
    assert desk.api.post(path, {"payment_method_id": desk.card().id}, token=desk.ada.token).status == 400
    assert desk.bank.charged == []
    assert attempts() == []


def test_no_card_number_has_a_field(desk):
    for name in ("card", "number", "card_number", "cvc"):
        assert desk.pay(desk.invoice(), **{name: "4242424242424242"}).fields == [name]


def test_the_requests_of_a_payment_are_counted(desk, capsys):
    """Reads: session and idempotency key, invoice, method, number series, people; writes: attempt, ledger, key twice."""
    from chalicelib.adapters.dynamodb import Meter, meter
    from chalicelib.core.identity import Caller
    from chalicelib.payments.pay_invoice import pay_invoice
    from chalicelib.payments.schemas import NewPayment

    invoice, card = desk.invoice(), desk.card()
    caller = Caller("", None, None, {}, "k", "", "req_1", None, {}, b"")
    user, used = desk.ada.user, Meter()
    token = meter.set(used)
    pay_invoice(user, caller, invoice.id, NewPayment(payment_method_id=card.id))
    meter.reset(token)
    assert used.operations == [
        "BatchGetItem",
        "GetItem",
        "TransactWriteItems",
        "GetItem",
        "Query",
        "TransactWriteItems",
    ]
