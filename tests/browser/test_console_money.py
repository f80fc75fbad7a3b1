"""What staff do with money on an invoice: credit, refund, write-off, void; each named on its button and asked for once."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.canned import Answer, problem
from tests.browser.canned_console import ENGINES, PAYMENTS, listed, part_paid, settlement
from tests.browser.conftest import Open
from tests.browser.looks import look_at
from tests.browser.stage import Stage

INVOICE = "GET /merchant/invoices/inv_39"
CREDITS, REFUNDS, WRITE_OFF, VOIDING = (
    f"POST /merchant/invoices/inv_39/{name}" for name in ("credits", "refunds", "write-off", "voiding")
)
REFUND = {
    "id": "ref_1",
    "invoice_id": "inv_39",
    "status": "succeeded",
    "amount": 1,
    "currency": "EUR",
    "reopen": False,
    "payments": [],
}


def dialog_of(stage: Stage, name: str) -> Locator:
    stage.page.get_by_role("button", name="More").click()
    stage.page.get_by_role("button", name=name, exact=True).locator("visible=true").click()
    return stage.page.get_by_role("dialog")


def said(stage: Stage, words: str) -> None:
    expect(stage.page.get_by_role("status").get_by_text(words)).to_be_visible()
    expect(stage.page.get_by_role("dialog")).to_have_count(0)


def test_credit_is_applied_as_far_as_it_goes_and_its_amount_stands_on_the_button(desk: Open) -> None:
    stage = desk("/invoices/inv_39")
    stage.api.overrides[CREDITS] = [problem(503, "unavailable", ""), Answer(201, {})]
    stage.page.get_by_role("button", name="Apply credit").click()
    dialog = stage.page.get_by_role("dialog")
    expect(dialog).to_contain_text("€25.00 of credit, and €700.00 is left to pay")
    expect(dialog.get_by_role("button", name="Apply €25.00")).to_be_visible()
    look_at(stage, "console-credit")
    dialog.get_by_label("Amount (EUR)").fill("30")
    dialog.get_by_role("button", name="Apply €30.00").click()
    expect(dialog.get_by_label("Amount (EUR)")).to_have_accessible_description("At most €25.00.")
    assert stage.calls(CREDITS) == []
    dialog.get_by_label("Amount (EUR)").fill("20")
    dialog.get_by_role("button", name="Apply €20.00").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Something went wrong")
    dialog.get_by_role("button", name="Apply €20.00").click()
    said(stage, "€20.00 of credit is applied.")
    (first, before), (again, after) = stage.calls(CREDITS)
    assert first == again == {"amount": 2000}
    assert before["idempotency-key"] == after["idempotency-key"]


def test_credit_is_offered_only_where_there_is_some_in_the_currency_of_the_invoice(desk: Open) -> None:
    stage = desk("/invoices/inv_39")
    expect(stage.page.get_by_role("button", name="Apply credit")).to_be_visible()
    stage.api.overrides["GET /merchant/customers/cus_1"] = Answer(
        200, {**ENGINES, "credit": [{"currency": "USD", "amount": 2500}]}
    )
    stage.page.reload()
    expect(stage.page.get_by_role("button", name="Record payment")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Apply credit")).to_have_count(0)


def test_from_a_customer_with_credit_it_is_one_step_to_the_invoices_it_may_settle(desk: Open) -> None:
    stage = desk("/customers/cus_1")
    stage.page.get_by_role("link", name="Apply it to an open invoice").click()
    expect(stage.page.get_by_role("heading", level=1, name="Invoices")).to_be_visible()
    expect(stage.page.get_by_label("Status")).to_have_value("open")
    assert any("customer_id=cus_1" in url and "status=open" in url for url in stage.requested)


def test_a_refund_names_its_payment_its_amount_and_whether_it_is_owed_again(desk: Open) -> None:
    stage = desk("/invoices/inv_39")
    stage.api.overrides[REFUNDS] = [
        problem(409, "refund_failed", "The payment service did not carry out the refund. Nothing went back."),
        problem(422, "invalid", "", [("amount", "Please enter at most €100.00, what is left.")]),
        Answer(201, {**REFUND, "status": "pending"}),
    ]
    dialog = dialog_of(stage, "Refund")
    expect(dialog.get_by_role("button", name="Refund €450.00")).to_be_visible()
    look_at(stage, "console-refund")
    dialog.get_by_label("Of which payment").select_option("Bank transfer, 12 Oct 2026: €150.00")
    expect(dialog.get_by_role("button", name="Refund €150.00")).to_be_visible()
    dialog.get_by_label("It is owed again").check()
    dialog.get_by_role("button", name="Refund €150.00").click()
    expect(dialog.get_by_role("alert")).to_contain_text("did not carry out the refund")
    dialog.get_by_role("button", name="Refund €150.00").click()
    expect(dialog.get_by_label("Amount (EUR)")).to_have_accessible_description(
        "Please enter at most €100.00, what is left."
    )
    expect(dialog.get_by_label("Amount (EUR)")).to_be_focused()
    dialog.get_by_label("Amount (EUR)").fill("100")
    dialog.get_by_role("button", name="Refund €100.00").click()
    said(stage, "€100.00 is on its way back to the client.")
    bodies, keys = zip(*((body, headers["idempotency-key"]) for body, headers in stage.calls(REFUNDS)), strict=True)
    assert bodies[0] == bodies[1] == {"amount": 15000, "payment_id": "pay_2", "reopen": True}
    assert bodies[2] == {"amount": 10000, "payment_id": "pay_2", "reopen": True}
    assert keys[0] == keys[1] != keys[2]


def test_all_of_it_goes_back_of_the_newest_charges_first_by_keyboard_alone(desk: Open) -> None:
    stage = desk("/invoices/inv_39")
    stage.api.overrides[REFUNDS] = Answer(201, REFUND)
    press = stage.page.keyboard.press
    stage.page.get_by_role("button", name="More").focus()
    press("Enter")
    for _ in range(4):
        press("Tab")
    expect(stage.page.get_by_role("button", name="Refund", exact=True)).to_be_focused()
    press("Enter")
    expect(stage.page.get_by_role("dialog")).to_be_visible()
    press("Escape")
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
    dialog_of(stage, "Refund").get_by_label("Amount (EUR)").focus()
    press("Enter")
    said(stage, "€450.00 went back to the client.")
    assert stage.calls(REFUNDS)[0][0] == {"amount": 45000, "reopen": False}


def test_writing_off_says_how_much_is_given_up_and_keeps_the_reason(desk: Open) -> None:
    stage = desk("/invoices/inv_39")
    stage.api.overrides[WRITE_OFF] = part_paid(status="paid", balance=0)
    dialog = dialog_of(stage, "Write off")
    expect(dialog).to_contain_text("You give up €700.00")
    look_at(stage, "console-write-off")
    dialog.get_by_label("Reason").fill("Insolvent")
    dialog.get_by_role("button", name="Write off €700.00").click()
    said(stage, "€700.00 is written off.")
    [(body, headers)] = stage.calls(WRITE_OFF)
    assert body == {"reason": "Insolvent"} and headers["idempotency-key"]


def test_an_invoice_on_which_something_was_paid_is_not_voided_and_the_page_says_why(desk: Open) -> None:
    stage = desk("/invoices/inv_39")
    dialog = dialog_of(stage, "Void")
    expect(dialog).to_contain_text("Something was paid on it. Refund that first, or write off what is left.")
    expect(dialog.get_by_role("button", name="Void invoice")).to_have_count(0)
    look_at(stage, "console-void-refused")
    dialog.get_by_role("button", name="Close").click()
    stage = desk("/invoices/inv_40")
    said_why = "A payment of this invoice is under way. Please wait until it is finished."
    stage.api.overrides["POST /merchant/invoices/inv_40/voiding"] = problem(409, "payment_pending", said_why)
    dialog = dialog_of(stage, "Void")
    dialog.get_by_role("button", name="Void invoice").click()
    expect(dialog.get_by_role("alert")).to_contain_text(said_why)


def test_refunds_and_disputes_are_seen_on_the_invoice_and_in_the_list_of_payments(desk: Open) -> None:
    stage = desk("/invoices/inv_39")
    disputed = [settlement(1, "card", 30000, status="disputed"), settlement(2, "bank_transfer", 20000, refunded=5000)]
    stage.api.overrides[INVOICE] = part_paid(payments=disputed)
    stage.page.reload()
    expect(stage.page.locator(".totals")).to_contain_text("Card, 11 Oct 2026 Disputed")
    expect(stage.page.locator(".totals")).to_contain_text("Refunded€50.00")
    look_at(stage, "console-invoice-disputed")
    stage.page.set_viewport_size({"width": 1280, "height": 800})
    expect(dialog_of(stage, "Refund").get_by_role("button", name="Refund €150.00")).to_be_visible()
    back = {
        **PAYMENTS[0],
        "customer_id": "cus_1",
        "charge_id": "ch_1",
        "status": "partially_refunded",
        "refunded": 5000,
        "credited": 1000,
    }
    gone = {**PAYMENTS[2], "customer_id": "cus_1", "charge_id": "ch_2", "status": "charged_back"}
    stage.api.overrides["GET /merchant/payments"] = listed(back, gone)
    stage.open("/merchant/payments")
    for words in ("€50.00 refunded", "€10.00 became credit", "Partly refunded", "Charged back"):
        expect(stage.page.get_by_text(words).first).to_be_visible()
    look_at(stage, "console-payments-refunded")


@pytest.mark.parametrize(
    ("name", "words"), [("Erstatten", "450,00\xa0€ erstatten"), ("Ausbuchen", "700,00\xa0€ ausbuchen")]
)
def test_money_speaks_german(desk: Open, name: str, words: str) -> None:
    stage = desk("/invoices/inv_39", language="de", locale="de-DE")
    stage.page.get_by_role("button", name="Mehr").click()
    stage.page.get_by_role("button", name=name, exact=True).click()
    expect(stage.page.get_by_role("dialog").get_by_role("button", name=words)).to_be_visible()


def test_support_moves_no_money(desk: Open) -> None:
    stage = desk("/invoices/inv_39", role="support")
    stage.api.overrides[INVOICE] = part_paid(actions=["download", "print"])
    stage.page.reload()
    stage.page.get_by_role("button", name="More").click()
    assert stage.page.locator("[popover]:popover-open button").all_text_contents() == ["Download PDF", "Print"]
