"""What the console does: invoices written by keyboard and counted exactly, money booked once, switches, secrets, pictures, bytes."""

import base64
import hashlib
import re
import struct
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import segno
from playwright.sync_api import Page, expect

from tests.browser import weight
from tests.browser.canned import Answer, problem
from tests.browser.canned_console import (
    ANSWERS,
    CHANGE,
    GATEWAY,
    OFFER_DRAFT,
    ORGANIZATION,
    PAUSED,
    PLAN,
    SETTINGS,
    SUBSCRIBED,
    customer,
    detailed,
    listed,
)
from tests.browser.conftest import Open
from tests.browser.looks import look_at
from tests.browser.stage import Stage

INVOICE, PAYMENTS = "GET /merchant/invoices/inv_40", "POST /merchant/invoices/inv_40/payments"


def heading(stage: Stage, name: str) -> None:
    expect(stage.page.get_by_role("heading", level=1, name=name)).to_be_visible()


def write_line(page: Page, n: int, description: str, quantity: str, price: str, rate: str) -> None:
    line = page.get_by_role("group", name=f"Line {n}", exact=True)
    for label, text in {"Description": description, "Quantity": quantity, "Price": price, "Tax %": rate}.items():
        line.get_by_label(label).fill(text)


def test_an_invoice_is_written_by_keyboard_alone_and_counted_as_the_api_counts(desk: Open) -> None:
    stage = desk("/invoices/new")
    page, press = stage.page, stage.page.keyboard.press
    stage.api.overrides["POST /merchant/invoices"] = detailed(42, "draft", ["edit", "send"])
    page.get_by_role("combobox", name="Customer").focus()
    page.keyboard.type("Ana")
    expect(page.get_by_role("option", name="Analytical Engines")).to_be_visible()
    press("Enter")
    expect(page.get_by_role("combobox", name="Customer")).to_have_value("Analytical Engines")
    page.get_by_label("Description").focus()
    for text in ("Gripper pads", "0.5", "0.05", "7"):
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(text)
        press("Tab")
    page.get_by_label("Tax %").focus()
    press("Enter")  # begins the next line, in its description
    expect(page.get_by_label("Description").nth(1)).to_be_focused()
    write_line(page, 2, "Bolts", "3", "33.33", "19")
    # 0.5 × 0.05 = 0.025 → 0.03, 7 % of it 0.0021 → 0.00; 99.99 + 19 % 18.9981 → 19.00: half up, each rate once.
    totals = [text.strip() for text in page.locator(".totals dd").all_text_contents()]
    assert totals == ["€100.02", "€19.00", "€0.00", "€119.02"]
    page.get_by_role("button", name="Save draft").focus()
    press("Enter")
    heading(stage, "Draft invoice")
    [(body, _)] = stage.calls("POST /merchant/invoices")
    assert (body["customer_id"], body["currency"], "issue_date" in body) == ("cus_1", "EUR", False)
    assert body["lines"] == [
        {"description": "Gripper pads", "quantity": "0.5", "unit_price": 5, "tax_rate": "7"},
        {"description": "Bolts", "quantity": "3", "unit_price": 3333, "tax_rate": "19"},
    ]


def test_amounts_are_typed_and_shown_the_german_way(desk: Open) -> None:
    stage = desk("/invoices/new?customer_id=cus_1", language="de", locale="de-DE")
    stage.api.overrides["POST /merchant/invoices"] = detailed(42, "draft", ["edit", "send"])
    line = stage.page.get_by_role("group", name="Position 1", exact=True)
    for label, text in {"Beschreibung": "Wartung", "Menge": "2,5", "Preis": "1.090,40", "Steuer %": "19"}.items():
        line.get_by_label(label).fill(text)
    expect(stage.page.locator(".totals dd").last).to_have_text("3.243,94 €")
    look_at(stage, "console-invoice-new-de")
    stage.page.get_by_role("button", name="Entwurf speichern").click()
    expect(stage.page.get_by_role("heading", level=1, name="Rechnungsentwurf")).to_be_visible()
    [(body, _)] = stage.calls("POST /merchant/invoices")
    assert body["lines"] == [{"description": "Wartung", "quantity": "2.5", "unit_price": 109040, "tax_rate": "19"}]


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_sent(desk: Open) -> None:
    stage = desk("/invoices/new?customer_id=cus_1")
    write_line(stage.page, 1, "Bolts", "lots", "1.2.3", "19")
    stage.page.get_by_role("button", name="Save draft").click()
    expect(stage.page.get_by_label("Quantity")).to_be_focused()
    expect(stage.page.get_by_label("Price")).to_have_attribute("aria-invalid", "true")
    assert not stage.calls("POST /merchant/invoices")
    look_at(stage, "console-invoice-refused")


def test_a_draft_that_could_not_be_sent_is_not_written_twice(desk: Open) -> None:
    stage = desk("/invoices/new?customer_id=cus_1")
    sending = "POST /merchant/invoices/inv_42/sending"
    stage.api.overrides |= {
        "POST /merchant/invoices": detailed(42, "draft", ["edit", "send"]),
        "PATCH /merchant/invoices/inv_42": detailed(42, "draft", ["edit", "send"]),
        sending: [problem(409, "nobody_to_mail", "There is nobody to send this to."), detailed(42, "sent", [])],
    }
    write_line(stage.page, 1, "Bolts", "1", "10", "19")
    stage.page.get_by_role("button", name="Save and send").click()
    expect(stage.page.get_by_role("alert")).to_contain_text("nobody to send this to")
    stage.page.get_by_role("button", name="Save and send").click()
    heading(stage, "Draft invoice")
    assert len(stage.calls("POST /merchant/invoices")) == 1
    assert len(stage.calls("PATCH /merchant/invoices/inv_42")) == 1
    assert len(stage.calls(sending)) == 2


def test_an_estimate_is_written_sent_revised_and_invoiced(desk: Open) -> None:
    stage = desk("/estimates/new?customer_id=cus_1")
    page, kept = stage.page, Answer(201, OFFER_DRAFT)
    stage.api.overrides |= {
        "POST /merchant/estimates": kept,
        "PATCH /merchant/estimates/est_4": kept,
        "POST /merchant/estimates/est_4/sending": [problem(409, "nobody_to_mail", "There is nobody to send this to."), kept],
        "GET /merchant/estimates/est_3": [ANSWERS["GET /merchant/estimates/est_3"], Answer(200, {**OFFER_DRAFT, "id": "est_3"})],
        "POST /merchant/estimates/est_3/revision": Answer(200, {**OFFER_DRAFT, "id": "est_3"}),
        "POST /merchant/estimates/est_2/invoice": detailed(42, "draft", ["edit", "send"]),
    }  # fmt: skip
    page.get_by_label("Valid until").fill("2030-01-31")
    write_line(page, 1, "Robot arm", "2", "100", "19")
    page.get_by_role("button", name="Save and send").click()
    expect(page.get_by_role("alert")).to_contain_text("nobody to send this to")
    page.get_by_role("button", name="Save and send").click()
    heading(stage, "Draft of an estimate")
    [(body, _)] = stage.calls("POST /merchant/estimates")
    assert (body["customer_id"], body["expiry_date"], body["lines"][0]["unit_price"]) == ("cus_1", "2030-01-31", 10000)
    assert len(stage.calls("PATCH /merchant/estimates/est_4")) == 1, "it is not written twice"
    stage.open("/merchant/estimates/est_3")
    page.get_by_role("button", name="Revise").click()
    heading(stage, "Edit draft")
    stage.open("/merchant/estimates/est_2")
    page.get_by_role("button", name="Make an invoice").click()
    heading(stage, "Draft invoice")


def test_a_subscription_is_begun_changed_after_a_look_paused_and_cancelled(desk: Open) -> None:
    stage = desk("/subscriptions/new?customer_id=cus_1")
    page, path = stage.page, "POST /merchant/subscriptions/sub_1"
    stage.api.overrides |= {
        "POST /merchant/subscriptions": Answer(201, SUBSCRIBED),
        f"{path}/change-preview": Answer(200, CHANGE),
        f"{path}/change": Answer(200, SUBSCRIBED),
        f"{path}/pause": Answer(200, PAUSED),
        f"{path}/cancellation": [
            problem(409, "subscription_ended", "This subscription has ended."),
            Answer(200, PAUSED),
        ],
    }
    page.get_by_label("Plan").select_option("Fleet care, €1,490.00 every 3 months")
    page.get_by_label("Quantity").fill("3")
    page.get_by_role("button", name="Subscribe").click()
    heading(stage, "Robot care × 3")
    [(begun, _)] = stage.calls("POST /merchant/subscriptions")
    assert begun == {"customer_id": "cus_1", "plan_code": "fleet", "quantity": 3, "collection": "online"}
    page.get_by_role("button", name="Change", exact=True).press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("When").select_option("Today")
    dialog.get_by_role("button", name="See what it does").press("Enter")
    expect(dialog.get_by_text("€685.16 without tax are invoiced now, for 16 of 31 days.")).to_be_visible()
    look_at(stage, "console-subscription-change")
    dialog.get_by_role("button", name="Change it").press("Enter")
    expect(page.get_by_role("status").filter(has_text="The customer is told by mail.")).to_be_visible()
    [(changed, _)] = stage.calls(f"{path}/change")
    assert changed == {"plan_code": "fleet", "quantity": 2, "when": "now"}, "what was shown is what is done"
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Pause").click()
    dialog.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("status").filter(has_text="The customer is told by mail.")).to_be_visible()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Cancel subscription").click()
    look_at(stage, "console-subscription-cancel")
    dialog.get_by_role("button", name="Cancel subscription").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This subscription has ended.")
    dialog.get_by_role("button", name="Cancel subscription").click()
    expect(dialog).to_have_count(0)


def test_a_plan_is_written_and_its_price_is_read_as_it_is_typed(desk: Open) -> None:
    stage = desk("/plans/new")
    taken = problem(409, "plan_code_taken", "Another plan has this code already.")
    stage.api.overrides["POST /merchant/plans"] = [taken, Answer(201, PLAN)]
    for label, text in {"Name": "Team", "Code": "team", "Price in EUR, without tax": "x", "Tax %": "19"}.items():
        stage.page.get_by_label(label).first.fill(text)
    stage.page.get_by_role("button", name="Save").click()
    expect(stage.page.get_by_text("Please write an amount")).to_be_visible()
    stage.page.get_by_label("Price in EUR").fill("890")
    stage.page.get_by_role("button", name="Save").click()
    expect(stage.page.get_by_role("alert")).to_contain_text("Another plan has this code already.")
    stage.page.get_by_role("button", name="Save").click()
    heading(stage, "Plans")
    body = stage.calls("POST /merchant/plans")[-1][0]
    assert (body["amount"], body["interval"], body["tax_rate"], body["active"]) == (89000, "month", "19", True)


def test_a_payment_by_hand_keeps_its_key_until_it_is_booked(desk: Open) -> None:
    stage = desk("/invoices/inv_40")
    stage.api.overrides[PAYMENTS] = [problem(503, "unavailable", ""), Answer(201, {})]
    stage.page.get_by_role("button", name="Record payment").click()
    dialog = stage.page.get_by_role("dialog")
    expect(dialog.get_by_label("Amount (EUR)")).to_have_value("1327.50")
    dialog.get_by_label("Amount (EUR)").fill("1,000.5")
    dialog.get_by_label("Reference").fill("SEPA 42")
    dialog.get_by_role("button", name="Record payment").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_role("button", name="Record payment").click()
    expect(stage.page.get_by_role("status").get_by_text("€1,000.50 is recorded")).to_be_visible()
    (first, before), (again, after) = stage.calls(PAYMENTS)
    assert first == again and first["amount"] == 100050
    assert (first["method"], first["reference"]) == ("bank_transfer", "SEPA 42")
    assert before["idempotency-key"] == after["idempotency-key"]
    stage.page.get_by_role("button", name="Record payment").click()
    stage.page.get_by_role("dialog").get_by_role("button", name="Record payment").click()
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
    assert stage.calls(PAYMENTS)[2][1]["idempotency-key"] != before["idempotency-key"]


def test_voiding_is_asked_for_once_more_and_the_pdf_is_waited_for(desk: Open) -> None:
    stage = desk("/invoices/inv_40")
    stage.api.overrides |= {
        "POST /merchant/invoices/inv_40/voiding": detailed(40, "void", ["download", "print"]),
        "GET /merchant/invoices/inv_40/pdf": [
            Answer(202, {"status": "rendering"}),
            Answer(200, {"url": "/files/1.pdf"}),
        ],
    }
    stage.page.get_by_role("button", name="More").click()
    with stage.page.expect_download(timeout=15_000):
        stage.page.get_by_role("button", name="Download PDF").click()
    stage.page.get_by_role("button", name="More").click()
    stage.page.get_by_role("button", name="Void", exact=True).click()
    expect(stage.page.get_by_role("dialog")).to_contain_text("cannot be undone")
    assert not stage.calls("POST /merchant/invoices/inv_40/voiding")
    look_at(stage, "console-void")
    stage.api.overrides[INVOICE] = detailed(40, "void", ["download", "print"])
    stage.page.get_by_role("dialog").get_by_role("button", name="Void invoice").click()
    expect(stage.page.get_by_role("status").get_by_text("The invoice is void.")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Record payment")).to_have_count(0)


def test_switching_the_portal_off_says_what_follows_and_only_owners_may(desk: Open) -> None:
    stage = desk("/settings", role="admin")
    switch = stage.page.get_by_role("switch", name="Enable Client Portal")
    expect(switch).to_be_disabled()
    expect(stage.page.get_by_text("Only an owner can switch it off.")).to_be_visible()
    stage = desk("/settings")
    stage.api.overrides |= {
        "DELETE /merchant/portal": Answer(200, {"enabled": False}),
        "PUT /merchant/portal": Answer(200, {"enabled": True}),
    }
    switch = stage.page.get_by_role("switch", name="Enable Client Portal")
    expect(switch).to_be_checked()
    switch.click()
    expect(stage.page.get_by_role("dialog")).to_contain_text("All clients are signed out at once")
    look_at(stage, "console-switch-off")
    stage.api.overrides["GET /merchant/portal-settings"] = Answer(200, {**SETTINGS, "enabled": False})
    stage.page.get_by_role("dialog").get_by_role("button", name="Switch off").click()
    expect(switch).not_to_be_checked()
    stage.api.overrides["GET /merchant/portal-settings"] = Answer(200, SETTINGS)
    switch.click()
    expect(switch).to_be_checked()
    assert len(stage.calls("DELETE /merchant/portal")) == len(stage.calls("PUT /merchant/portal")) == 1


def test_all_settings_are_sent_as_they_stand_and_a_taken_name_is_said_in_place(desk: Open) -> None:
    stage = desk("/settings?part=portal")
    change = "PATCH /merchant/portal-settings"
    stage.api.overrides[change] = [problem(409, "portal_name_taken", "Taken."), Answer(200, SETTINGS)]
    stage.page.get_by_role("checkbox", name="Pay in parts").check()
    stage.page.get_by_label("Smallest part").fill("25")
    stage.page.get_by_role("button", name="Save").click()
    expect(stage.page.get_by_text("This name is taken.")).to_be_visible()
    expect(stage.page.get_by_label("Name in the address")).to_be_focused()
    stage.page.get_by_role("button", name="Save").click()
    expect(stage.page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    known = {name: value for name, value in SETTINGS.items() if name not in ("enabled", "url")}
    assert stage.calls(change)[1][0] == {**known, "allow_partial_payment": True, "minimum_payment": 2500}


def test_a_key_goes_in_and_is_gone_from_the_page(desk: Open) -> None:
    stage = desk("/settings?part=payments")
    stage.api.overrides |= {"PUT /merchant/gateway": Answer(200, GATEWAY)}
    stage.page.get_by_label("Secret or restricted key").fill(" rk_test_0123456789 ")
    stage.page.get_by_role("button", name="Replace the key").click()
    expect(stage.page.get_by_role("status").get_by_text("Connected.")).to_be_visible()
    expect(stage.page.get_by_label("Secret or restricted key")).to_have_value("")
    assert stage.calls("PUT /merchant/gateway")[0][0] == {"api_key": "rk_test_0123456789"}
    assert "rk_test" not in stage.page.content()


@pytest.mark.parametrize(
    ("path", "role"),
    [("/settings", "accountant"), ("/team", "accountant"), ("/invoices/new", "support"), ("/customers/new", "support")],
)
def test_a_page_beyond_the_role_says_so_and_asks_the_api_for_nothing(desk: Open, path: str, role: str) -> None:
    stage = desk(path, role=role)
    heading(stage, "Nothing here")
    asked = {route for route, *_ in stage.api.sent}
    assert asked == {"POST /merchant/sessions/refresh", "GET /merchant/organization"}


def test_an_admin_is_told_that_owners_connect_the_gateway(desk: Open) -> None:
    stage = desk("/settings?part=payments", role="admin")
    expect(stage.page.get_by_text("Only an owner can see")).to_be_visible()
    assert not stage.calls("GET /merchant/gateway")


def noise(width: int, height: int) -> bytes:
    """A PNG that no compression makes small."""
    rows, state = [], b"noise"
    for _ in range(height):
        row = b""
        while len(row) < 3 * width:
            state = hashlib.sha512(state).digest()
            row += state
        rows.append(b"\0" + row[: 3 * width])
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0),
        b"IDAT": zlib.compress(b"".join(rows), 1),
        b"IEND": b"",
    }
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_picture_becomes_a_small_png_before_it_is_sent(desk: Open) -> None:
    stage = desk("/settings?part=branding")
    upload = "POST /merchant/organization/logo"
    stage.api.overrides[upload] = Answer(200, ORGANIZATION)
    picture = noise(1200, 600)
    assert len(picture) > 2_000_000
    stage.page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": picture}
    )
    expect(stage.page.get_by_text("pixels,")).to_be_visible()
    stage.page.get_by_role("button", name="Upload logo").click()
    expect(stage.page.get_by_role("status").get_by_text("in place")).to_be_visible()
    sent = base64.b64decode(stage.calls(upload)[0][0]["content"])
    assert sent.startswith(b"\x89PNG") and len(sent) <= 512 * 1024
    wrong = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"not a picture"}
    stage.page.get_by_label("Logo", exact=True).set_input_files(wrong)
    expect(stage.page.get_by_text("cannot read the file")).to_be_visible()
    assert not stage.reports and not stage.said


def test_a_logo_is_removed(desk: Open) -> None:
    stage = desk("/account")
    logo = {**ORGANIZATION, "logo_url": "/files/logo.png"}
    stage.api.overrides["GET /merchant/organization"] = Answer(200, logo)
    stage.api.overrides["DELETE /merchant/organization/logo"] = Answer(200, ORGANIZATION)
    stage.open("/merchant/settings?part=branding")
    remove = stage.page.get_by_role("button", name="Remove logo")
    expect(remove).to_be_visible()
    stage.api.overrides["GET /merchant/organization"] = Answer(200, ORGANIZATION)
    remove.click()
    expect(remove).to_have_count(0)
    assert len(stage.calls("DELETE /merchant/organization/logo")) == 1


def test_a_line_without_tax_says_why(desk: Open) -> None:
    stage = desk("/invoices/new?customer_id=cus_1")
    stage.api.overrides["POST /merchant/invoices"] = detailed(42, "draft", ["edit", "send"])
    write_line(stage.page, 1, "Export of robots", "1", "100", "19")
    why = stage.page.get_by_label("Why no tax")
    expect(why).to_have_count(0)
    stage.page.get_by_label("Tax %").fill("0")
    why.select_option("Reverse charge")
    look_at(stage, "console-invoice-untaxed")
    stage.page.get_by_role("button", name="Save draft").click()
    heading(stage, "Draft invoice")
    assert stage.calls("POST /merchant/invoices")[0][0]["lines"] == [
        {"description": "Export of robots", "quantity": "1", "unit_price": 10000, "tax_rate": "0", "tax_category": "AE"}
    ]


def test_the_accent_is_tried_on_at_once_and_taken_off_by_leaving(desk: Open) -> None:
    stage = desk("/settings?part=branding")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    assert stage.page.evaluate(accent) == "#1f6f5c"
    stage.page.get_by_label("As a code").fill("#c01c28")
    assert stage.page.evaluate(accent) == "#c01c28"
    look_at(stage, "console-branding-red")
    stage.page.get_by_role("link", name="Customers").click()
    heading(stage, "Customers")
    assert stage.page.evaluate(accent) == "#1f6f5c"


def test_many_customers_are_invited_at_once(desk: Open) -> None:
    stage = desk("/customers")
    invited = [{"customer_id": "cus_2", "contact_id": f"con_{n}", "portal_status": "invited"} for n in (7, 8)]
    refused = problem(422, "invalid", "", [("customer_ids", "These customers have more than 100 people to invite.")])
    stage.api.overrides["POST /merchant/invitations"] = [refused, Answer(202, {"items": invited})]
    stage.page.get_by_role("button", name="Invite people").click()
    dialog = stage.page.get_by_role("dialog")
    look_at(stage, "console-invite-many")
    dialog.get_by_label("Analytical Engines").uncheck()
    dialog.get_by_role("button", name="Send invitations").click()
    expect(dialog.get_by_role("alert")).to_contain_text("more than 100 people")
    dialog.get_by_role("button", name="Send invitations").click()
    expect(stage.page.get_by_role("status").get_by_text("2 people have been invited.")).to_be_visible()
    assert [body for body, _ in stage.calls("POST /merchant/invitations")] == [{"customer_ids": ["cus_2"]}] * 2


def test_a_customer_keeps_both_addresses(desk: Open) -> None:
    stage = desk("/customers/cus_1/edit")
    change = "PATCH /merchant/customers/cus_1"
    stage.api.overrides[change] = Answer(200, customer(1, "Analytical Engines", 0))
    stage.page.get_by_label("Deliver to another address").check()
    stage.page.get_by_role("textbox", name="City").nth(1).fill("Leeds")
    stage.page.get_by_role("button", name="Save").click()
    heading(stage, "Analytical Engines")
    [(body, _)] = stage.calls(change)
    assert (body["billing_address"]["city"], body["shipping_address"]["city"]) == ("Berlin", "Leeds")


def test_a_colleague_is_invited_with_a_role_an_admin_may_give(desk: Open) -> None:
    stage = desk("/team", role="admin")
    stage.page.get_by_role("button", name="Invite a colleague").click()
    dialog = stage.page.get_by_role("dialog")
    assert dialog.get_by_role("option").all_text_contents() == ["Support", "Accountant", "Admin"]
    dialog.get_by_label("Name").fill("Sam Reyes")
    dialog.get_by_label("E-mail address").fill("sam@acme.example")
    dialog.get_by_label("Role").select_option("Support")
    look_at(stage, "console-colleague")
    dialog.get_by_role("button", name="Send invitation").click()
    expect(stage.page.get_by_role("status").get_by_text("on its way to sam@acme.example")).to_be_visible()
    expected = {"name": "Sam Reyes", "email": "sam@acme.example", "role": "support"}
    assert stage.calls("POST /merchant/staff")[0][0] == expected


@pytest.mark.parametrize("length", [14, 106, 213, 666])
def test_the_code_to_scan_says_the_uri(desk: Open, length: int) -> None:
    uri = ("otpauth://totp/" + "Acme%20Robotics" * 50)[:length]  # versions that are full: padding is the encoder's own
    stage = desk("/account")
    stage.api.overrides["POST /merchant/me/totp"] = Answer(201, {"secret": "JBSWY3DPEHPK3PXP", "uri": uri})
    stage.page.get_by_role("button", name="Set up").click()
    path = stage.page.get_by_role("img", name="QR code").locator("path")
    expect(path).to_have_attribute("d", re.compile("M0 0h7"))
    dark = {
        (int(x) + i, int(y))
        for x, y, w in re.findall(r"M(\d+) (\d+)h(\d+)v", path.get_attribute("d") or "")
        for i in range(int(w))
    }
    rows = segno.make(uri, error="m", mode="byte", micro=False, boost_error=False, mask=3).matrix
    assert dark == {(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("overview", ""),
        ("invoice", "/invoices/inv_40"),
        ("customer", "/customers/cus_1"),
        ("settings-portal", "/settings?part=portal"),
    ],
)
def test_german_pages_speak_german(desk: Open, name: str, path: str) -> None:
    stage = desk(path, language="de", locale="de-DE", width=390)
    expect(stage.page.get_by_role("button", name="Abmelden")).to_be_visible()
    expect(stage.page.locator("html")).to_have_attribute("lang", "de")
    look_at(stage, f"console-{name}-de")


def test_an_empty_list_says_what_will_appear(desk: Open) -> None:
    stage = desk("/invoices")
    for route in ("invoices", "payments", "customers"):
        stage.api.overrides[f"GET /merchant/{route}"] = listed()
        stage.open(f"/merchant/{route}")
        expect(stage.page.locator(".empty")).to_contain_text("will appear here")


def test_due_dates_follow_the_merchants_calendar(desk: Open) -> None:
    apia = {**ORGANIZATION, "timezone": "Pacific/Apia"}  # where it is tomorrow most of the day
    stage = desk("/account")
    stage.api.overrides["GET /merchant/organization"] = Answer(200, apia)
    stage.open("/merchant/invoices/new")
    expected = datetime.now(ZoneInfo("Pacific/Apia")).date() + timedelta(days=14)
    expect(stage.page.get_by_label("Due date")).to_have_value(expected.isoformat())


def test_the_console_keeps_its_weight(built_site: Path) -> None:
    first, extra = weight.scripts_of(built_site, "merchant.html")
    assert first <= weight.SIGN_IN
    office = weight.office_of(built_site)
    assert min(office, extra - office) > 5_000
    assert extra - office <= weight.CONSOLE_EXTRA
    assert office <= weight.OFFICE_PAGES
    assert weight.style_of(built_site, "merchant.html") <= weight.STYLE
