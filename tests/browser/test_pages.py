"""Every page of the client portal, seen in both sizes and schemes: axe finds nothing, the console is silent, the policy holds."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import canned
from tests.browser.canned import Answer, attempt, problem
from tests.browser.conftest import NewStage
from tests.browser.looks import look_at
from tests.browser.stage import Stage

# name: (path, what must stand there before we look)
ROOMS = {
    "home": ("/acme", "€5,115.50 to pay"),
    "invoices": ("/acme/invoices", "2025-0042"),
    "invoice": ("/acme/invoices/inv_39", "One of them is a gift."),
    "invoice-paid": ("/acme/invoices/inv_38", "Paid in full"),
    "pay": ("/acme/invoices/inv_40/pay", "Visa ending in 4242"),
    "pay-several": ("/acme/pay?invoices=inv_40,inv_41", "of it comes from your credit"),
    "payments": ("/acme/payments", "Bank transfer"),
    "statement": ("/acme/statement?from=2025-01-01", "Refund"),
    "payment": ("/acme/payments/pay_2", "Payment R-0002"),
    "estimates": ("/acme/estimates", "EST-00007"),
    "estimate": ("/acme/estimates/est_1", "One of them is a gift."),
    "estimate-accepted": ("/acme/estimates/est_2", "Certificate"),
    "estimates-compared": ("/acme/estimates/est_1/revisions", "Training of two days"),
    "subscriptions": ("/acme/subscriptions", "Robot care × 3"),
    "subscription": ("/acme/subscriptions/sub_1", "One of them is a gift."),
    "messages": ("/acme/messages", "Yes, on Tuesday at nine."),
    "review": ("/acme/review", "Only Acme Robotics reads this"),
    "account": ("/acme/account", "Safari on iPhone"),
    "activity": ("/acme/account/activity", "Accepted an estimate"),
    "card": ("/acme/account/cards/pm_1", "Replace Visa ending in 4242"),
    "card-return": ("/acme/account/cards/return?setup=set_1", "Your payment method is saved"),
    "export": ("/acme/account/export?export=own_1", "It is ready, and is kept until"),
    "company": ("/acme/account/company", "What stands here goes on your next invoices"),
    "projects": ("/acme/projects", "13.25 h of 40 h"),
    "project": ("/acme/projects/prj_1", "Three of five"),
    "nothing": ("/acme/nowhere", "Nothing here"),
}
DOORS = {
    "sign-in": ("/acme/sign-in", "Sign in"),
    "which-portal": ("/sign-in", "Which portal?"),
    "forgot": ("/acme/forgot", "Forgot your password?"),
    "reset": ("/acme/reset#a-token", "Choose a new password"),
    "confirm-email": ("/acme/confirm-email#a-token", "Confirm your new e-mail address"),
    "revert-email": ("/acme/revert-email#a-token", "Take back the new e-mail address"),
    "accept": ("/acme/accept#a-token", "Welcome to Acme Robotics"),
    "verify": ("/acme/verify/K7Q2M9XHB4TD", "This invoice is genuine"),
    "verify-form": ("/acme/verify", "Is this invoice genuine?"),
    "subscribe": ("/acme/subscribe/pro", "Subscribe and pay €410.55"),
    "subscribe-trial": ("/acme/subscribe/try", "Start the trial"),
    "subscribe-done": ("/acme/subscribe/pro/return?checkout=chk_1", "Welcome to Robot care"),
    "accept-without-token": ("/acme/accept", "This link has been used"),
}


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_is_accessible_quiet_and_within_the_policy(stage: Stage, name: str) -> None:
    path, words = ROOMS[name]
    stage.signed_in(path)
    expect(stage.page.get_by_text(words).first).to_be_visible()
    look_at(stage, name)


@pytest.mark.parametrize("name", DOORS)
def test_every_door_is_accessible_quiet_and_within_the_policy(stage: Stage, name: str) -> None:
    path, words = DOORS[name]
    stage.open(path)
    expect(stage.page.get_by_text(words).first).to_be_visible()
    look_at(stage, name)


def forwarding(stage: Stage) -> None:
    stage.signed_in("/acme/invoices/inv_40")
    stage.page.get_by_role("button", name="More").click()
    stage.page.get_by_role("button", name="Forward").click()
    expect(stage.page.get_by_role("dialog")).to_be_visible()


def inviting(stage: Stage) -> None:
    stage.signed_in("/acme/account")
    stage.page.get_by_role("button", name="Invite a colleague").click()
    expect(stage.page.get_by_role("dialog")).to_be_visible()


def changing_a_colleague(stage: Stage) -> None:
    stage.signed_in("/acme/account")
    stage.page.get_by_role("button", name="Change Charles Babbage").click()
    expect(stage.page.get_by_role("dialog")).to_be_visible()


def more(stage: Stage) -> None:
    stage.signed_in("/acme/invoices/inv_40")
    stage.page.get_by_role("button", name="More").click()
    expect(stage.page.get_by_role("button", name="Print")).to_be_visible()


def paid(stage: Stage) -> None:
    owed = stage.api.answer(
        "GET", "/portal/invoices/inv_40", {}, {}, {"authorization": "Bearer header.payload.signature"}
    )
    settled = {**owed.body, "balance": 0, "status": "paid", "amount_paid": 132750}
    stage.api.overrides["GET /portal/invoices/inv_40"] = [owed, Answer(200, settled)]
    stage.signed_in("/acme/invoices/inv_40/pay")
    stage.page.get_by_role("button", name="Pay €1,327.50").click()
    expect(stage.page.get_by_role("heading", name="Paid. Thank you.")).to_be_visible()


def on_its_way(stage: Stage) -> None:
    waiting = Answer(202, attempt("pending"))
    stage.api.overrides |= {
        "POST /portal/invoices/inv_40/payments": waiting,
        "GET /portal/payment-attempts/att_1": waiting,
    }
    stage.signed_in("/acme/invoices/inv_40/pay")
    stage.page.get_by_role("button", name="Pay €1,327.50").click()
    expect(stage.page.get_by_role("heading", name="on its way")).to_be_visible()


def declined_later(stage: Stage) -> None:
    stage.api.overrides["GET /portal/payment-attempts/att_1"] = Answer(
        200, attempt("failed", failure_code="expired_card")
    )
    stage.signed_in("/acme/invoices/inv_40/pay/return?attempt=att_1")
    expect(stage.page.get_by_role("heading", name="did not go through")).to_be_visible()


def nothing_owed(stage: Stage) -> None:
    clean = {
        **canned.DASHBOARD,
        "outstanding": [],
        "due_invoices": [],
        "banner": "",
        "credits": [],
        "last_payment": None,
    }
    stage.api.overrides["GET /portal/dashboard"] = Answer(200, clean)
    stage.signed_in("/acme")
    expect(stage.page.get_by_role("heading", name="Nothing to pay")).to_be_visible()


def several_chosen(stage: Stage) -> None:
    stage.signed_in("/acme/invoices")
    for number in ("2025-0040", "2025-0041"):
        stage.page.get_by_role("checkbox", name=f"Choose {number}").check()
    expect(stage.page.get_by_role("link", name="for 2 invoices")).to_be_visible()


def no_invoices(stage: Stage) -> None:
    stage.api.overrides["GET /portal/invoices"] = Answer(200, {"items": [], "next_cursor": None})
    stage.signed_in("/acme/invoices")
    expect(stage.page.get_by_text("will appear here")).to_be_visible()


def switched_off(stage: Stage) -> None:
    stage.api.overrides["GET /portals/acme"] = Answer(200, {**canned.FACE, "enabled": False})
    stage.open("/acme")
    expect(stage.page.get_by_role("heading", name="closed for now")).to_be_visible()


def enrolment_wanted(stage: Stage) -> None:
    grant = {**canned.GRANT, "user": {**canned.USER, "second_factor": "required"}}
    stage.api.overrides["POST /portals/acme/sessions/refresh"] = Answer(200, grant)
    stage.api.overrides["POST /portal/me/totp"] = Answer(
        200, {"secret": "JBSWY3DPEHPK3PXP", "uri": "otpauth://totp/Acme"}
    )
    stage.signed_in("/acme")
    stage.page.get_by_label("Password", exact=True).fill("correct horse battery")
    stage.page.get_by_role("button", name="Set up").click()
    expect(stage.page.get_by_text("JBSW Y3DP EHPK 3PXP")).to_be_visible()


def recovery_codes(stage: Stage) -> None:
    enrolment_wanted(stage)
    codes = [f"K7Q2-M9{n}X-PWRT-BCDF-2345-GHJK" for n in range(10)]
    stage.api.overrides["POST /portal/me/totp/confirmation"] = Answer(200, {"codes": codes})
    stage.page.get_by_label("Code").fill("123456")
    stage.page.get_by_role("button", name="Switch on").click()
    expect(stage.page.get_by_text("K7Q2-M90X")).to_be_visible()


def void_invoice(stage: Stage) -> None:
    stage.api.overrides["GET /portals/acme/verifications/K7Q2M9XHB4TD"] = Answer(200, {**canned.PROOF, "void": True})
    stage.open("/acme/verify/K7Q2M9XHB4TD")
    expect(stage.page.get_by_role("heading", name="Genuine, but cancelled")).to_be_visible()


def compared(stage: Stage) -> None:
    stage.open("/acme/verify/K7Q2M9XHB4TD")
    compare = stage.page.get_by_label("Compare your PDF file")
    compare.set_input_files({"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 of a stranger"})
    expect(stage.page.get_by_role("status")).to_contain_text("This file differs")
    stage.page.get_by_text("SHA-256").click()


def accepting(stage: Stage) -> None:
    """Keys alone: the offer is accepted after a second look, and what follows is said."""
    stage.signed_in("/acme/estimates/est_1")
    stage.page.get_by_role("button", name="Accept").press("Enter")
    dialog = stage.page.get_by_role("dialog")
    expect(dialog.get_by_text("You accept the offer of €5,831.00.")).to_be_visible()
    dialog.get_by_role("button", name="Accept").press("Enter")
    expect(stage.page.get_by_text("Thank you. We have written it to you by mail, too.")).to_be_visible()


def declining(stage: Stage) -> None:
    """Nothing goes without a reason."""
    stage.signed_in("/acme/estimates/est_1")
    stage.page.get_by_role("button", name="Decline").press("Enter")
    expect(stage.page.get_by_role("dialog").get_by_label("Why?")).to_be_visible()


def subscribing(stage: Stage) -> None:
    """The address of the calendar is shown, copied, and opened by the calendar's own scheme."""
    made = "2025-03-03T09:00:00Z"
    off, on = ({"active": False, "created_at": None}, {"active": True, "created_at": made})
    stage.api.overrides["GET /portal/me/calendar"] = [Answer(200, off), Answer(200, on)]
    stage.signed_in("/acme/account")
    stage.page.get_by_role("button", name="Make an address").click()
    url = stage.page.get_by_label("Calendar address").input_value()
    assert url.startswith("https://portal.example.com/api/calendars/cal_")
    stage.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stage.page.get_by_role("button", name="Copy").click()
    expect(stage.page.get_by_text("Copied.")).to_be_visible()
    assert stage.page.evaluate("navigator.clipboard.readText()") == url
    link = stage.page.get_by_role("link", name="Open in a calendar")
    expect(link).to_have_attribute("href", url.replace("https", "webcal"))
    expect(stage.page.get_by_role("button", name="Revoke")).to_be_visible()
    stage.page.evaluate("scrollTo(0, 0)")  # the bar would stand over whatever is beneath it just now


STATES: dict[str, Callable[[Stage], None]] = {
    "forward": forwarding,
    "inviting": inviting,
    "changing-a-colleague": changing_a_colleague,
    "estimate-accepting": accepting,
    "estimate-declining": declining,
    "more": more,
    "calendar": subscribing,
    "paid": paid,
    "enrolment-wanted": enrolment_wanted,
    "recovery-codes": recovery_codes,
    "on-its-way": on_its_way,
    "declined-later": declined_later,
    "nothing-owed": nothing_owed,
    "several-chosen": several_chosen,
    "no-invoices": no_invoices,
    "switched-off": switched_off,
    "verify-void": void_invoice,
    "verify-file": compared,
}


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_accessible_quiet_and_within_the_policy(stage: Stage, name: str) -> None:
    STATES[name](stage)
    look_at(stage, name)


# What Chromium itself writes when an answer is 4xx or 5xx: ours are meant in these tests.
MEANT = re.compile(r"Failed to load resource: the server responded with a status of \d+")


def refused_card(stage: Stage) -> None:
    stage.api.overrides["POST /portal/invoices/inv_40/payments"] = problem(
        402, "insufficient_funds", "There is not enough money on the account."
    )
    stage.signed_in("/acme/invoices/inv_40/pay")
    stage.page.get_by_role("button", name="Pay €1,327.50").click()
    expect(stage.page.get_by_role("alert")).to_contain_text("not enough money")


def wrong_password(stage: Stage) -> None:
    stage.api.overrides["POST /portals/acme/sessions"] = problem(
        401, "sign_in_refused", "The e-mail address or the password is not right."
    )
    sign_in(stage)
    expect(stage.page.get_by_role("alert")).to_contain_text("is not right")


def code_wanted(stage: Stage) -> None:
    stage.api.overrides["POST /portals/acme/sessions"] = problem(401, "second_factor_required", "A code is needed.")
    sign_in(stage)
    expect(stage.page.get_by_role("heading", name="One more step")).to_be_visible()


def weak_password(stage: Stage) -> None:
    words = [("password", "This password is too common.")]
    stage.api.overrides["POST /portals/acme/invitations/acceptance"] = problem(422, "invalid", "", words)
    stage.open("/acme/accept#a-token")
    stage.page.get_by_label("Password").fill("password1234")
    stage.page.get_by_role("button", name="Open my portal").click()
    expect(stage.page.get_by_text("This password is too common.")).to_be_visible()


def not_yours(stage: Stage) -> None:
    stage.signed_in("/acme/invoices/inv_999")
    expect(stage.page.get_by_role("alert")).to_contain_text("not yours to see")


def server_down(stage: Stage) -> None:
    stage.api.overrides["GET /portal/payments"] = problem(503, "unavailable", "")
    stage.signed_in("/acme/payments")
    expect(stage.page.get_by_role("button", name="Try again")).to_be_visible()


def unknown_invoice(stage: Stage) -> None:
    stage.open("/acme/verify/K7Q2M9XHB4TX")
    expect(stage.page.get_by_role("heading", name="We do not know this invoice")).to_be_visible()
    expect(stage.page.get_by_label("Code")).to_have_value("K7Q2M9XHB4TX")


def not_on_sale(stage: Stage) -> None:
    stage.open("/acme/subscribe/none")
    expect(stage.page.get_by_role("heading", name="This is not on sale")).to_be_visible()


def asked_too_often(stage: Stage) -> None:
    slow = problem(429, "too_many_requests", "")
    slow.headers["Retry-After"] = "60"
    stage.api.overrides["GET /portals/acme/verifications/K7Q2M9XHB4TD"] = [slow, Answer(200, canned.PROOF)]
    stage.open("/acme/verify/K7Q2M9XHB4TD")
    expect(stage.page.get_by_role("alert")).to_contain_text("Please wait a minute")


def unknown_portal(stage: Stage) -> None:
    stage.open("/nobody")
    expect(stage.page.get_by_role("heading", name="do not know")).to_be_visible()


REFUSALS: dict[str, Callable[[Stage], None]] = {
    "subscribe-nothing": not_on_sale,
    "refused-card": refused_card,
    "wrong-password": wrong_password,
    "code-wanted": code_wanted,
    "weak-password": weak_password,
    "not-yours": not_yours,
    "server-down": server_down,
    "unknown-portal": unknown_portal,
    "unknown-invoice": unknown_invoice,
    "asked-too-often": asked_too_often,
}


def sign_in(stage: Stage) -> None:
    stage.open("/acme/sign-in")
    stage.page.get_by_label("E-mail address").fill("ada@lovelace.example")
    stage.page.get_by_label("Password", exact=True).fill("correct horse battery")
    stage.page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal_is_accessible_and_in_plain_words(stage: Stage, name: str) -> None:
    REFUSALS[name](stage)
    stage.said[:] = [line for line in stage.said if not MEANT.search(line)]
    look_at(stage, name)


def test_a_stranger_reads_in_german_whether_an_invoice_is_genuine(new_stage: NewStage) -> None:
    stage = new_stage(width=390, locale="de-DE")
    stage.open("/acme/verify/K7Q2M9XHB4TD")
    expect(stage.page.get_by_role("heading", level=1, name="Diese Rechnung ist echt")).to_be_visible()
    look_at(stage, "verify-de")


@pytest.mark.parametrize("name", ["home", "invoice", "pay", "account"])
def test_german_pages_speak_german(new_stage: NewStage, name: str) -> None:
    stage = new_stage(width=390, locale="de-DE")
    stage.api.overrides["POST /portals/acme/sessions/refresh"] = Answer(
        200, {**canned.GRANT, "user": {**canned.USER, "language": "de"}}
    )
    stage.signed_in(ROOMS[name][0])
    expect(stage.page.get_by_role("button", name="Abmelden").first).to_be_visible()
    expect(stage.page.locator("html")).to_have_attribute("lang", "de")
    look_at(stage, f"{name}-de")
