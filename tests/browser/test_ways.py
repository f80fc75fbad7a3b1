"""How the client portal behaves: ways in, ways back, paying once, keys, bytes."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import canned, weight
from tests.browser.canned import DASHBOARD, Answer, attempt, problem
from tests.browser.conftest import NewStage
from tests.browser.looks import axe_of
from tests.browser.stage import ORIGIN, Stage

REFRESH = "POST /portals/acme/sessions/refresh"
PASTED = """() => {
    const field = document.querySelector("input[type=password]");
    const paste = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
    if (field.dispatchEvent(paste)) field.value = "correct horse battery";
    return field.value;
}"""
PAY = "POST /portal/invoices/inv_40/payments"


def sign_in(stage: Stage) -> None:
    stage.page.get_by_label("E-mail address").fill("ada@lovelace.example")
    stage.page.get_by_label("Password", exact=True).fill("correct horse battery")
    stage.page.get_by_role("button", name="Sign in", exact=True).click()


def heading(stage: Stage, name: str) -> None:
    expect(stage.page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_deep_link_of_a_mail_is_reached_after_signing_in(stage: Stage) -> None:
    stage.open("/acme/invoices/inv_40")
    heading(stage, "Sign in")
    assert stage.calls(REFRESH) == []  # a stranger costs no refused refresh
    sign_in(stage)
    heading(stage, "Invoice 2025-0040")
    assert stage.page.url == f"{ORIGIN}/acme/invoices/inv_40"


@pytest.mark.parametrize(
    "target", ["//evil.example/x", "https://evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(stage: Stage, target: str) -> None:
    stage.open(f"/acme/sign-in?to={target}")
    sign_in(stage)
    expect(stage.page.get_by_role("button", name="Sign out")).to_be_visible()
    assert stage.page.url.startswith(f"{ORIGIN}/acme/")


@pytest.mark.parametrize("page", ["accept", "reset"])
@pytest.mark.asvs("14.2.1", "7.6.1")
def test_loading_a_link_uses_up_nothing_and_hides_its_token(stage: Stage, page: str) -> None:
    stage.open(f"/acme/{page}#a-secret-token")
    expect(stage.page.get_by_role("button").last).to_be_visible()
    assert stage.page.url == f"{ORIGIN}/acme/{page}"
    assert [called for called, _, _ in stage.api.sent if not called.startswith("GET")] == []
    stage.page.get_by_label(re.compile("assword")).first.fill("correct horse battery")
    stage.page.get_by_role("button").last.click()
    expect(stage.page).not_to_have_url(f"{ORIGIN}/acme/{page}")
    assert any(body.get("token") == "a-secret-token" for _, body, _ in stage.api.sent)


def test_an_invited_person_who_has_a_password_here_is_asked_for_that_one(stage: Stage) -> None:
    route = "POST /portals/acme/invitations/acceptance"
    stage.api.overrides[route] = [
        problem(401, "existing_password_required", "You have a password here already. Please enter that one."),
        Answer(200, canned.GRANT),
    ]
    stage.open("/acme/accept#token")
    stage.page.get_by_label("Password", exact=True).fill("a new password for me")
    stage.page.get_by_role("button", name="Open my portal").click()
    expect(stage.page.get_by_role("alert")).to_contain_text("You have a password here already")
    stage.page.get_by_label("Password", exact=True).fill("the old one")
    stage.page.get_by_role("button", name="Open my portal").click()
    heading(stage, "€5,115.50 to pay")


def test_an_owner_invites_changes_and_removes_colleagues(stage: Stage) -> None:
    page = stage.page
    stage.signed_in("/acme/account")
    page.get_by_role("button", name="Invite a colleague").click()
    page.get_by_role("dialog").get_by_label("E-mail address").fill("charles@analytical.example")
    page.get_by_role("dialog").get_by_label("Role").select_option("billing")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("An invitation is on its way to charles@analytical.example.")).to_be_visible()
    assert stage.calls("POST /portal/people")[0][0]["role"] == "billing"
    page.get_by_role("button", name="Change Charles Babbage").click()
    page.get_by_role("dialog").get_by_label("Role").select_option("owner")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    last = "Somebody of you must be an owner. Please make somebody else an owner first."
    stage.api.overrides["DELETE /portal/people/con_1"] = problem(409, "last_owner_of_customer", last)
    page.get_by_role("button", name="Change Ada Lovelace").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody of you must be an owner.")


def test_who_is_no_owner_sees_the_people_and_changes_nobody(stage: Stage) -> None:
    stage.api.overrides[REFRESH] = Answer(200, {**canned.GRANT, "user": {**canned.USER, "role": "viewer"}})
    stage.signed_in("/acme/account")
    expect(stage.page.get_by_text("charles@analytical.example")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Invite a colleague")).to_have_count(0)


def test_a_page_with_many_calls_renews_the_token_once(stage: Stage) -> None:
    stage.signed_in("/acme/account")
    expect(stage.page.get_by_text("Safari on iPhone")).to_be_visible()
    assert len(stage.calls(REFRESH)) == 1
    assert stage.calls(REFRESH)[0][1]["x-portal"] == "1"


def test_a_refused_token_is_renewed_once_and_then_the_person_signs_in_and_comes_back(stage: Stage) -> None:
    stage.signed_in("/acme")
    heading(stage, "€5,115.50 to pay")
    refused = problem(401, "not_signed_in", "Please sign in.")
    stage.api.overrides["GET /portal/payments"] = refused
    stage.api.overrides[REFRESH] = [Answer(200, {**canned.GRANT, "access_token": "second"}), refused]
    stage.page.get_by_role("link", name="Payments").click()
    expect(stage.page.get_by_role("alert")).to_be_visible()
    assert [headers["authorization"] for _, headers in stage.calls("GET /portal/payments")] == [
        "Bearer header.payload.signature",
        "Bearer second",
    ]
    stage.api.overrides["GET /portal/payments"] = refused
    stage.page.get_by_role("button", name="Try again").click()
    heading(stage, "Sign in")
    stage.api.overrides.clear()
    sign_in(stage)
    heading(stage, "Payments")


@pytest.mark.asvs("6.2.6", "6.2.7", "14.3.3")
def test_passwords_are_masked_and_may_be_pasted_and_browsers_keep_nothing_but_a_mark(stage: Stage) -> None:
    for path, kinds in (("sign-in", {"current-password"}), ("reset#a-token", {"new-password"})):
        stage.open(f"/acme/{path}")
        fields = stage.page.locator("input[autocomplete$=password]")
        expect(fields.first).to_be_visible()
        assert {field.get_attribute("autocomplete") for field in fields.all()} == kinds
        assert {field.get_attribute("type") for field in fields.all()} == {"password"}
        assert stage.page.evaluate(PASTED) == "correct horse battery"
    stage.open("/acme/sign-in")
    sign_in(stage)
    heading(stage, "€5,115.50 to pay")
    kept = stage.page.evaluate("[Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]")
    assert kept == [[["session:acme", "1"]], [], ""]


@pytest.mark.asvs("7.4.4", "14.3.1")
def test_signing_out_ends_every_tab(stage: Stage) -> None:
    stage.signed_in("/acme")
    heading(stage, "€5,115.50 to pay")
    other = stage.page.context.new_page()
    other.goto(f"{ORIGIN}/acme/invoices")
    expect(other.get_by_text("2025-0042")).to_be_visible()
    stage.page.get_by_role("button", name="Sign out").click()
    heading(stage, "Sign in")
    expect(other.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    assert len(stage.calls("DELETE /portals/acme/sessions/current")) == 1
    assert "2025-0042" not in other.content() and "5,115.50" not in stage.page.content()


def test_an_old_name_of_a_portal_leads_to_the_new_one(stage: Stage) -> None:
    stage.api.overrides["GET /portals/old-name"] = Answer(200, canned.FACE)
    stage.open("/old-name/accept#a-token")
    heading(stage, "Welcome to Acme Robotics")
    assert stage.page.url == f"{ORIGIN}/acme/accept"
    stage.page.get_by_label("Password", exact=True).fill("correct horse battery")
    stage.page.get_by_role("button", name="Open my portal").click()
    expect(stage.page.get_by_role("button", name="Sign out")).to_be_visible()
    assert stage.calls("POST /portals/acme/invitations/acceptance")[0][0]["token"] == "a-token"


def test_credit_is_shown_before_it_is_used(stage: Stage) -> None:
    stage.signed_in("/acme/invoices/inv_40/pay")
    expect(stage.page.get_by_text("€25.00 of it comes from your credit.")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Pay €1,327.50")).to_be_visible()
    stage.api.overrides["GET /portal/dashboard"] = Answer(
        200, {**DASHBOARD, "credits": [{"currency": "USD", "amount": 2500}]}
    )
    stage.page.reload()
    expect(stage.page.get_by_role("button", name="Pay €1,327.50")).to_be_visible()
    expect(stage.page.get_by_text("from your credit")).to_have_count(0)


def test_the_same_payment_keeps_its_key_and_a_declined_one_gets_a_new_one(stage: Stage) -> None:
    stage.api.overrides[PAY] = [
        problem(503, "unavailable", ""),
        problem(409, "still_running", "This is still running."),
        problem(402, "card_declined", "The bank declined the payment."),
        Answer(201, attempt("succeeded", payment_id="pay_1")),
    ]
    stage.signed_in("/acme/invoices/inv_40/pay")
    for words in ("Something went wrong", "still running", "did not go through"):
        stage.page.get_by_role("button", name="Pay €1,327.50").click()
        expect(stage.page.get_by_role("alert")).to_contain_text(words)
    stage.page.get_by_role("button", name="Pay €1,327.50").click()
    heading(stage, "Paid. Thank you.")
    keys = [headers["idempotency-key"] for _, headers in stage.calls(PAY)]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert stage.calls(PAY)[0][0] == {"payment_method_id": "pm_1", "return_path": "/acme/invoices/inv_40/pay/return"}


def test_a_new_card_is_entered_on_the_gateways_page_and_the_way_back_waits_for_the_end(stage: Stage) -> None:
    page = "/files/gateway"
    stage.api.overrides[PAY] = Answer(202, attempt("requires_action", redirect_url=page))
    stage.signed_in("/acme/invoices/inv_40/pay")
    stage.page.get_by_label("Another card or account").check()
    with stage.page.expect_download():
        stage.page.get_by_role("button", name="Pay €1,327.50").click()
    assert stage.calls(PAY)[0][0] == {"save": False, "return_path": "/acme/invoices/inv_40/pay/return"}
    stage.api.overrides["GET /portal/payment-attempts/att_1"] = [
        Answer(200, attempt("requires_action", redirect_url=page)),
        Answer(200, attempt("pending")),
        Answer(200, attempt("succeeded", payment_id="pay_1")),
    ]
    stage.open("/acme/invoices/inv_40/pay/return?attempt=att_1")
    heading(stage, "on its way")
    heading(stage, "Paid. Thank you.")


def tick(stage: Stage, *numbers: str) -> None:
    for number in numbers:
        stage.page.get_by_role("checkbox", name=f"Choose {number}").check()


def test_several_invoices_are_ticked_by_keyboard_and_paid_in_one_go(stage: Stage) -> None:
    stage.api.overrides["POST /portal/payments"] = [
        problem(503, "unavailable", ""),
        Answer(201, attempt("succeeded", payment_id="pay_1", amount=192650, invoice_ids=["inv_40", "inv_41"])),
    ]
    stage.signed_in("/acme/invoices")
    page, press = stage.page, stage.page.keyboard.press
    expect(page.get_by_role("checkbox")).to_have_count(4)  # what is settled or void has none
    page.get_by_role("checkbox", name="Choose 2025-0041").focus()
    press("Space")
    expect(page.get_by_role("status")).to_have_text("One invoice chosen")
    press("Tab")
    press("Tab")
    press("Space")
    expect(page.get_by_role("checkbox", name="Choose 2025-0040")).to_be_checked()
    expect(page.get_by_role("status")).to_have_text("2 invoices chosen")
    page.get_by_role("link", name="Pay €1,926.50 for 2 invoices").focus()
    press("Enter")
    expect(page.get_by_role("heading", level=1, name="Pay 2 invoices")).to_be_focused()
    expect(page.get_by_role("row").nth(1)).to_contain_text("2025-0040")  # due first
    expect(page.get_by_text("€25.00 of it comes from your credit.")).to_be_visible()
    page.get_by_role("button", name="Pay €1,926.50").click()
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong")
    page.get_by_role("button", name="Pay €1,926.50").click()
    heading(stage, "Paid. Thank you.")
    expect(page.get_by_text("€1,926.50 for 2 invoices has arrived.")).to_be_visible()
    first, second = stage.calls("POST /portal/payments")
    assert first[0] == {"payment_method_id": "pm_1", "invoice_ids": ["inv_40", "inv_41"], "return_path": "/acme/pay/return"}  # fmt: skip
    assert first[1]["idempotency-key"] == second[1]["idempotency-key"]


def test_several_invoices_paid_with_a_new_card_come_back_to_how_it_ended(stage: Stage) -> None:
    both = {"amount": 192650, "invoice_ids": ["inv_40", "inv_41"], "redirect_url": "/files/gateway"}
    stage.api.overrides["POST /portal/payments"] = Answer(202, attempt("requires_action", **both))
    stage.signed_in("/acme/pay?invoices=inv_41,inv_40")
    stage.page.get_by_label("Another card or account").check()
    with stage.page.expect_download():
        stage.page.get_by_role("button", name="Pay €1,926.50").click()
    stage.api.overrides["GET /portal/payment-attempts/att_1"] = Answer(
        200, attempt("failed", failure_code="expired_card", **both)
    )
    stage.open("/acme/pay/return?attempt=att_1")
    heading(stage, "did not go through")
    stage.page.get_by_role("button", name="Choose another way to pay").click()
    heading(stage, "Pay 2 invoices")
    assert stage.page.url == f"{ORIGIN}/acme/pay?invoices=inv_40,inv_41"


def test_invoices_of_two_currencies_are_not_paid_in_one_go_and_the_page_says_so(stage: Stage) -> None:
    dollars = canned.invoice(43, "sent", 9, 5000, 5000, "USD")
    stage.api.overrides["GET /portal/invoices"] = Answer(200, {"items": [dollars, *canned.INVOICES[:4]], "next_cursor": None})  # fmt: skip
    stage.signed_in("/acme/invoices")
    tick(stage, "2025-0043", "2025-0041")
    expect(stage.page.get_by_role("status")).to_have_text(
        "Please choose invoices of one currency: each currency is paid by itself."
    )
    expect(stage.page.get_by_role("link", name="for 2 invoices")).to_have_count(0)
    stage.page.get_by_role("button", name="Choose none").click()
    expect(stage.page.get_by_role("status")).to_be_empty()
    tick(stage, "2025-0043")
    stage.page.get_by_role("link", name="Pay US$50.00 for one invoice").click()
    expect(stage.page).to_have_url(f"{ORIGIN}/acme/invoices/inv_43/pay")


def test_at_most_twenty_invoices_are_paid_in_one_go(stage: Stage) -> None:
    many = [canned.invoice(n, "sent", 9, 5000, 5000) for n in range(100, 121)]
    stage.api.overrides["GET /portal/invoices"] = Answer(200, {"items": many, "next_cursor": None})
    stage.signed_in("/acme/invoices")
    tick(stage, *(one["number"] for one in many))
    expect(stage.page.get_by_role("status")).to_have_text("Please choose at most 20 invoices.")
    stage.page.get_by_role("checkbox", name=f"Choose {many[0]['number']}").uncheck()
    expect(stage.page.get_by_role("link", name="Pay €1,000.00 for 20 invoices")).to_be_visible()


def test_part_of_an_invoice_is_paid_only_where_the_merchant_allows_it(stage: Stage) -> None:
    features = {**DASHBOARD["features"], "partial_payment": True}
    stage.api.overrides["GET /portal/dashboard"] = Answer(200, {**DASHBOARD, "features": features})
    stage.signed_in("/acme/invoices/inv_40/pay")
    stage.page.get_by_label("Amount").fill("500.25")
    stage.page.get_by_role("button", name="Pay €500.25").click()
    heading(stage, "Paid. Thank you.")
    assert stage.calls(PAY)[0][0]["amount"] == 50025
    stage.open("/acme/pay?invoices=inv_40,inv_41")
    expect(stage.page.get_by_role("button", name="Pay €1,926.50")).to_be_visible()
    expect(stage.page.get_by_label("Amount")).to_have_count(0)


def test_a_document_in_the_making_is_asked_for_until_it_is_there(stage: Stage) -> None:
    ready = {"url": "/files/invoice.pdf", "sha256": "9f" * 32, "expires_at": "2030-01-01T00:00:00Z"}
    stage.api.overrides["GET /portal/invoices/inv_40/pdf"] = [Answer(202, {"status": "rendering"}), Answer(200, ready)]
    stage.signed_in("/acme/invoices/inv_40")
    stage.page.get_by_role("button", name="More").click()
    with stage.page.expect_download():
        stage.page.get_by_role("button", name="Download PDF").click()
        expect(stage.page.get_by_role("status").get_by_text("being prepared")).to_be_visible()


def test_an_invoice_is_seen_once_and_only_by_opening_it(stage: Stage) -> None:
    stage.signed_in("/acme/invoices/inv_42")
    heading(stage, "Invoice 2025-0042")
    expect(stage.page.get_by_text("Balance due")).to_be_visible()
    assert len(stage.calls("POST /portal/invoices/inv_42/views")) == 1


def test_an_invoice_is_forwarded_to_the_people_named_and_refusals_stand_at_their_field(stage: Stage) -> None:
    route = "POST /portal/invoices/inv_40/forwards"
    refusal = problem(422, "invalid", "", [("recipients.1", "Please enter a valid e-mail address.")])
    stage.api.overrides[route] = [refusal, Answer(202, {"recipients": 2})]
    stage.signed_in("/acme/invoices/inv_40")
    stage.page.get_by_role("button", name="More").click()
    stage.page.get_by_role("button", name="Forward").click()
    stage.page.get_by_label("E-mail addresses").fill("tax@example.com; boss@example.com")
    stage.page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(stage.page.get_by_label("E-mail addresses")).to_have_accessible_description(re.compile("valid e-mail"))
    expect(stage.page.get_by_label("E-mail addresses")).to_be_focused()
    stage.page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(stage.page.get_by_role("status").get_by_text("Sent to 2 people.")).to_be_visible()
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
    assert stage.calls(route)[1][0] == {"recipients": ["tax@example.com", "boss@example.com"]}


def test_filters_stand_in_the_address_and_lists_grow_by_pages(stage: Stage) -> None:
    stage.signed_in("/acme/invoices")
    stage.page.get_by_role("button", name="Show more").click()
    expect(stage.page.get_by_role("row")).to_have_count(len(canned.INVOICES) + 1)
    stage.page.get_by_label("Status").select_option("Overdue")
    expect(stage.page.get_by_role("row")).to_have_count(2)
    assert stage.page.url == f"{ORIGIN}/acme/invoices?status=overdue"


def test_by_keyboard_alone_from_the_skip_link_to_the_payment(stage: Stage) -> None:
    stage.signed_in("/acme")
    heading(stage, "€5,115.50 to pay")
    press = stage.page.keyboard.press
    press("Tab")
    expect(stage.page.get_by_role("link", name="Skip to content")).to_be_focused()
    press("Enter")
    press("Tab")
    expect(stage.page.get_by_role("link", name="Pay €1,327.50").first).to_be_focused()
    press("Enter")
    expect(stage.page.get_by_role("heading", level=1, name="Pay invoice 2025-0040")).to_be_focused()
    expect(stage.page.get_by_role("radio", name="Visa")).to_be_checked()
    press("Tab")
    expect(stage.page.get_by_role("radio", name="Visa")).to_be_focused()
    press("Tab")
    expect(stage.page.get_by_role("button", name="Pay €1,327.50")).to_be_focused()
    press("Enter")
    expect(stage.page.get_by_role("heading", level=1, name="Paid. Thank you.")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_accent_stays_readable(new_stage: NewStage, scheme: str) -> None:
    stage = new_stage(scheme=scheme)
    for accent in ("#ffff00", "#ffffff", "#000000", "#ff0000", "#7fff00", "#808080", "#0000ff", "#c71585"):
        stage.api.overrides["GET /portals/acme"] = Answer(200, {**canned.FACE, "accent": accent})
        stage.signed_in("/acme/invoices/inv_40/pay")
        expect(stage.page.get_by_role("radio", name="Visa")).to_be_visible()
        assert axe_of(stage) == [], accent


def test_a_narrow_page_reads_from_right_to_left_as_well(new_stage: NewStage) -> None:
    stage = new_stage(width=390)
    stage.signed_in("/acme/invoices/inv_39")
    expect(stage.page.get_by_text("Balance due")).to_be_visible()
    stage.page.evaluate("document.documentElement.dir = 'rtl'")
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 390
    figure, title = stage.page.locator(".totals .balance dd"), stage.page.locator(".totals .balance dt")
    assert figure.bounding_box()["x"] < title.bounding_box()["x"]  # type: ignore[index]


def test_paper_shows_the_document_and_nothing_else(stage: Stage) -> None:
    stage.signed_in("/acme/invoices/inv_39")
    expect(stage.page.get_by_text("Balance due")).to_be_visible()
    stage.page.emulate_media(media="print")
    expect(stage.page.get_by_role("heading", name="Invoice 2025-0039")).to_be_visible()
    for gone in (".bar", ".foot", ".actions", ".up"):
        expect(stage.page.locator(gone).first).to_be_hidden()


def test_a_file_is_compared_in_the_browser_and_never_leaves_it(stage: Stage) -> None:
    stage.open("/acme/verify/K7Q2M9XHB4TD")
    expect(stage.page.get_by_text("DE02 1203 0000 0000 2020 51")).to_be_visible()
    compare, told = stage.page.get_by_label("Compare your PDF file"), stage.page.get_by_role("status")
    before = len(stage.requested)
    for content, words in [
        (b"%PDF-1.7 as issued", "This is exactly the file that was issued."),
        (b"%PDF-1.7 as issued.", "This file differs"),
    ]:
        compare.set_input_files({"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": content})
        expect(told).to_contain_text(words)
    assert not [url for url in stage.requested[before:] if not url.endswith(".js")], "only the site's own scripts"


def test_a_code_is_typed_from_paper_and_a_portal_that_is_switched_off_still_answers(stage: Stage) -> None:
    stage.api.overrides["GET /portals/acme"] = Answer(200, {**canned.FACE, "enabled": False})
    stage.open("/acme/verify")
    stage.page.keyboard.press("Tab")
    stage.page.get_by_label("Code").focus()
    stage.page.keyboard.type("k7q2-m9xh b4td")
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_role("heading", level=1, name="This invoice is genuine")).to_be_focused()
    assert stage.page.url == f"{ORIGIN}/acme/verify/K7Q2M9XHB4TD"
    assert stage.calls(REFRESH) == []


def test_whoever_is_signed_in_goes_from_the_proof_to_the_rooms(stage: Stage) -> None:
    stage.signed_in("/acme/verify/K7Q2M9XHB4TD")
    heading(stage, "This invoice is genuine")
    assert stage.calls(REFRESH) == []
    stage.page.get_by_role("link", name="Acme Robotics").click()
    heading(stage, "€5,115.50 to pay")


def test_the_first_page_is_four_requests_and_fifteen_kilobytes_of_script(stage: Stage, built_site: Path) -> None:
    stage.open("/acme/sign-in")
    heading(stage, "Sign in")
    stage.page.wait_for_load_state("networkidle")
    paths = [url.removeprefix(ORIGIN) for url in stage.requested]
    assert len(paths) <= 4, paths
    scripts = [path for path in paths if path.endswith(".js")]
    assert sum(weight.zipped(built_site / path[1:]) for path in scripts) <= weight.SIGN_IN


def test_all_pages_together_keep_their_weight(built_site: Path) -> None:
    everyday, seldom, own = (of(built_site) for of in (weight.everyday_of, weight.seldom_of, weight.own_of))
    assert min(everyday, seldom, own) > 2_000
    assert everyday <= weight.CLIENT_PAGES
    assert seldom <= weight.SELDOM_PAGES
    assert own <= weight.OWN_PAGES
    assert weight.style_of(built_site, "index.html") <= weight.STYLE


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("page", ["index.html", "merchant.html"])
def test_what_the_pages_say_keeps_its_weight_in_each_language(built_site: Path, page: str, language: str) -> None:
    first, others = weight.words_of(built_site, page, language)
    assert min(first, others) > 500
    assert first + others <= weight.WORDS


def test_packages_stay_few() -> None:
    site = Path(__file__).parents[2] / "site"
    lock = json.loads((site / "package-lock.json").read_text())["packages"]
    needed = [name for name, one in lock.items() if name and not one.get("optional")]
    assert len(needed) + 2 <= 10  # and one binary each of esbuild and tsc for this machine
    assert len([name for name in needed if not lock[name].get("dev")]) <= 3
    assert not any("resolved" in one for one in lock.values())


@pytest.mark.parametrize(
    ("page", "step", "press", "then"),
    [
        ("confirm-email", "completion", "Confirm the address", "Your new address is confirmed."),
        ("revert-email", "reversal", "Take the change back", "Your old address counts again."),
    ],
)
def test_V29_the_link_of_an_address_does_nothing_before_its_button(stage: Stage, page, step, press, then):
    stage.open(f"/acme/{page}#a-token")
    button = stage.page.get_by_role("button", name=press)
    expect(button).to_be_visible()
    assert stage.page.url == f"{ORIGIN}/acme/{page}"
    assert [called for called, _, _ in stage.api.sent if not called.startswith("GET")] == []
    button.click()
    expect(stage.page.get_by_role("heading", name=then)).to_be_visible()
    assert stage.calls(f"POST /portals/acme/email-changes/{step}")[0][0] == {"token": "a-token"}


def test_a_new_address_is_asked_for_with_the_password(stage: Stage):
    stage.signed_in("/acme/account")
    stage.page.get_by_label("New e-mail address").fill("ada@new.example")
    section = stage.page.locator("section", has=stage.page.get_by_role("heading", name="Change e-mail address"))
    section.get_by_label("Current password").fill("a quiet river 1912")
    section.get_by_role("button", name="Send the link").click()
    expect(section.get_by_text("We have written to ada@new.example.")).to_be_visible()
    [(body, _)] = stage.calls("POST /portal/me/email-changes")
    assert body == {"email": "ada@new.example", "password": "a quiet river 1912"}


def test_a_stranger_subscribes_and_comes_back_to_what_became_of_it(stage: Stage) -> None:
    refused = problem(422, "invalid_fields", "")
    refused.body["errors"] = [{"path": "contact.email", "message": "Please enter a valid e-mail address."}]
    stage.api.overrides["POST /portals/acme/checkouts"] = [refused, canned.ANSWERS["POST /portals/acme/checkouts"]]
    states = [
        Answer(200, {"id": "chk_1", "status": one, "plan_code": "pro", "plan_name": "Robot care"})
        for one in ("open", "pending", "complete")
    ]
    stage.api.overrides["GET /portals/acme/checkouts/chk_1"] = states
    stage.open("/acme/subscribe/pro")
    stage.page.get_by_label("Quantity").fill("2")
    pay = stage.page.get_by_role("button", name="Subscribe and pay €761.60")
    stage.page.get_by_label("First name").fill("Grace")
    stage.page.get_by_label("E-mail address").fill("grace@example.org")
    pay.click()
    expect(stage.page.get_by_text("Please enter a valid e-mail address.")).to_be_visible()
    pay.click()
    heading(stage, "Welcome to Robot care")
    (first, before), (second, after) = stage.calls("POST /portals/acme/checkouts")
    assert first == second and before["idempotency-key"] == after["idempotency-key"]
    assert (first["quantity"], first["contact"]["email"], first["plan_code"]) == (2, "grace@example.org", "pro")
